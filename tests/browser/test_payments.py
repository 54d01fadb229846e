"""A resident's payments in Chromium: every group on the page, in both languages and modes, clean for axe and narrow."""

from typing import Any

import pytest
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, TINY, faults
from tests.paying import pay_people, say, set_up_bank

from onecard.domains.ledger import api as ledger

GUANGDONG = 44


@pytest.fixture(scope="module")
def paid(served: Any) -> None:
    """The buyer's: two pensions that came, one on its way, one that came back."""
    house, at = served.house, served.house.clock()
    with house.app.writing() as tx:
        holder = house.keyring.holder_id(served.newcomers["buyer"].number)
        agency_id = ledger.find_account(tx, ledger.concessions(GUANGDONG)).agency_id
        set_up_bank(tx, GUANGDONG, at=at)
        given = {"agency_id": agency_id, "province": GUANGDONG, "keyring": house.keyring, "at": at}
        for month, said, reason in (("09", "paid", None), ("10", "paid", None), ("11", "rejected", "DORMANT")):
            lines = pay_people(tx, [(holder, 123_400)], period=f"2026-{month}", **given)
            say(tx, said, lines[0], at=at, reason=reason)
        pay_people(tx, [(holder, 5_000)], programme="farm", purpose="耕地地力保护补贴", **given)


@BOTH_LANGUAGES_AND_MODES
def test_payments_are_clean_and_narrow(world: Any, kit: Any, paid: None, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "buyer")
        page.goto("/payments")
        assert page.locator(".rows a[href^='/payments/']").count() == 4
        assert faults(kit, page, mode) == []
        page.locator(".rows a[href^='/payments/']").first.click()
        page.wait_for_selector(".past")
        assert faults(kit, page, mode) == []
