"""The e-card goes into a wallet and is asked for at a counter, in a real browser; the wallet is the tests' own."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.acceptance.sample_wallet import SampleWallet
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, TINY, TOO_WIDE, faults
from tests.browser.test_card_and_terminal import read_code

from onecard.kernel.clock import now


@pytest.fixture
def wallet(world: Any) -> Iterator[SampleWallet]:
    with httpx.Client(base_url=world.url, timeout=30) as client:
        yield SampleWallet(client, now)


def read_qr(page: Any, world: Any) -> str:
    """What a camera reads from the screen."""
    page.locator(".qr").scroll_into_view_if_needed()
    return read_code(page, world)


def add_to(page: Any, kit: Any, part: str) -> None:
    """Make an offer as a resident would."""
    page.goto("/credentials/add")
    page.fill("#password", kit.password(part))
    page.click("form[action='/credentials/add'] button")
    page.wait_for_selector("#digits")


def ask_at_counter(page: Any, kit: Any, question: str) -> None:
    kit.open_terminal(page)
    page.click("a[href$='/proofs']")
    page.check(f"input[value={question}]", force=True)
    page.click("form[action$='/proofs'] button")
    page.wait_for_selector(".qr")


def test_resident_adds_the_ecard_and_a_counter_sees_that_she_is_of_age(world: Any, kit: Any, wallet: Any) -> None:
    with world.visit() as mine, world.visit(viewport={"width": 1280, "height": 800}) as counter:
        page, desk = mine.new_page(), counter.new_page()
        kit.sign_in(page, "student")
        add_to(page, kit, "student")
        wallet.receive(read_qr(page, world), page.inner_text("#digits").replace(" ", ""), copies=2)
        page.click("a[href^='/credentials/added/']")
        page.wait_for_selector(".notice.good")
        assert page.locator(".tag.good").count() == 1

        ask_at_counter(desk, kit, "age_over_18")
        question = wallet.question(read_qr(desk, world))
        assert wallet.send(question, wallet.present(question)).status_code == 200
        desk.wait_for_selector(".verdict.yes")
        assert desk.locator(".verdict .qr").count() == 0

        ask_at_counter(desk, kit, "age_over_65")
        question = wallet.question(read_qr(desk, world))
        assert wallet.send(question, wallet.present(question, held=1)).status_code == 400
        desk.wait_for_selector(".verdict.no")

        page.goto("/credentials")
        assert "18" in page.inner_text("body")
        page.click("a[href^='/credentials/withdraw']")
        page.click("form[action='/credentials/withdraw'] button")
        page.wait_for_selector(".tag.bad")


@BOTH_LANGUAGES_AND_MODES
def test_pages_of_the_wallet_are_clean_narrow_and_big_enough(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "student")
        add_to(page, kit, "student")
        assert faults(kit, page, mode) == []
    with world.visit(language=language, mode=mode, viewport=TINY) as counter:
        page = counter.new_page()
        ask_at_counter(page, kit, "age_over_18")
        assert kit.violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0
        page.goto(page.url.rpartition("/")[0])
        assert kit.violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


def test_without_script_a_counter_asks_and_looks(world: Any, kit: Any, wallet: Any) -> None:
    with world.visit(java_script_enabled=False) as counter:
        desk = counter.new_page()
        ask_at_counter(desk, kit, "issuing_province")
        desk.click("a[href*='/proofs/']")
        desk.wait_for_selector(".verdict.wait .qr")
