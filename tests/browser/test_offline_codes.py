"""A phone with the network really off: enrolled once, it opens its page and shows codes that a gate believes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from tests.browser.test_card_and_terminal import grey_of, present, read_code

from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import now
from onecard.verifier import Gate, GateRule, Presented, read_list

POINT = UUID(int=7)


def verified(world: Any, text: str, *, sequence: int = 1) -> Presented:
    """What a gate without network says of it: with keys and list as it fetched them."""
    keys = world.house.keyring.code_keys()
    with world.house.app.reading() as tx:
        token = ecards.revocation_list(tx, uri="u", at=now(), lives=timedelta(days=1), keyring=world.house.keyring)
    gate = Gate(POINT, GateRule("transit", 1, frozenset({"phone", "paper"})), keys, read_list(token, keys, at=now()))
    return gate.check(text, at=now(), sequence=sequence).shown


def enrol(page: Page, kit: Any, part: str) -> None:
    page.goto("/offline")
    page.fill("#password", kit.password(part))
    page.click("#enrol-go")
    expect(page.locator("#ready")).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from here on the worker answers for this page


@pytest.fixture
def phone(world: Any, kit: Any) -> Any:
    with world.visit(device_scale_factor=1) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "pensioner")
        yield page
    with world.house.app.writing() as tx:
        for row in tx.execute("select distinct holder_id from ecards.carrier").fetchall():
            ecards.revoke_carriers(tx, holder_id=row.holder_id, at=now(), reason="not_needed")


def test_an_enrolled_phone_shows_codes_with_the_network_off(world: Any, kit: Any, phone: Page) -> None:
    enrol(phone, kit, "pensioner")
    phone.context.set_offline(True)
    phone.goto("/code")  # where people look first; the worker gives them the page that works
    expect(phone.locator("#show")).to_be_enabled()
    texts = []
    for left in (19, 18):
        phone.click("#show")
        expect(phone.locator("#left")).to_contain_text(str(left))
        texts.append(read_code(phone, world))
    assert [len(text) for text in texts] == [303, 303]
    first, second = (verified(world, text) for text in texts)
    assert (first.mode, first.serial) == ("phone", second.serial)
    assert first.nonce + 1 == second.nonce
    phone.goto("/offline")
    phone.click("#show")
    expect(phone.locator("#qr")).to_be_visible()
    assert verified(world, read_code(phone, world)).nonce == first.nonce + 2, "the count outlives the page"


def test_a_terminal_takes_what_the_phone_showed_without_a_network_and_takes_it_once(
    world: Any, kit: Any, phone: Page
) -> None:
    enrol(phone, kit, "pensioner")
    phone.context.set_offline(True)
    phone.click("#show")
    expect(phone.locator("#qr")).to_be_visible()
    text = read_code(phone, world)
    with world.visit(viewport={"width": 1280, "height": 800}) as visitor:
        gate = visitor.new_page()
        kit.open_terminal(gate)
        assert "通过" in present(gate, text)
        assert "此码已使用" in present(gate, text)


def test_an_independent_decoder_reads_the_code_at_three_pixels_a_module(world: Any, kit: Any, phone: Page) -> None:
    enrol(phone, kit, "pensioner")
    phone.click("#show")
    expect(phone.locator("#qr")).to_be_visible()
    phone.locator("#qr-drawing").evaluate("svg => { svg.style.width = svg.style.height = `${61 * 3}px`; }")
    found = zxingcpp.read_barcode(np.ascontiguousarray(grey_of(phone, world)))
    assert found is not None and verified(world, found.text).mode == "phone"


def test_the_key_cannot_be_taken_out_of_the_browser(kit: Any, phone: Page) -> None:
    enrol(phone, kit, "pensioner")
    told = phone.evaluate(
        """async () => { const { kept } = await import(document.querySelector("#offline").dataset.key);
          const { privateKey } = (await kept()).pair;
          const out = await crypto.subtle.exportKey("pkcs8", privateKey).then(() => "taken", (error) => error.name);
          return [privateKey.extractable, out]; }"""
    )
    assert told == [False, "InvalidAccessError"]


def test_a_phone_that_was_stopped_forgets_its_enrolment_when_it_is_online(world: Any, kit: Any, phone: Page) -> None:
    enrol(phone, kit, "pensioner")
    phone.goto("/carriers")
    phone.get_by_role("button", name="停用手机").first.click()
    expect(phone.locator(".notice.good")).to_contain_text("已停用")
    phone.goto("/offline")
    expect(phone.locator("#told")).to_contain_text("已停用")
    expect(phone.locator("#ready")).to_be_hidden()
    expect(phone.locator("#enrol")).to_be_visible()


def test_a_wrong_password_is_told_in_words_and_nothing_is_enrolled(phone: Page) -> None:
    phone.goto("/offline")
    phone.fill("#password", "314159")
    phone.click("#enrol-go")
    expect(phone.locator("#told")).to_contain_text("密码")
    expect(phone.locator("#ready")).to_be_hidden()


def test_a_code_is_printed_with_a_masked_name_and_without_script(world: Any, kit: Any) -> None:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/sign-in")
        kit.sign_in(page, "student")
        page.goto("/carriers/print")
        page.fill("#password", kit.password("student"))
        page.click("form[action='/carriers/print'] button")
        expect(page.locator("h1")).to_have_text("一卡通纸质码")
        expect(page.locator(".facts")).to_contain_text("*")
        assert verified(world, read_code(page, world)).mode == "paper"
        page.goto("/carriers")
        page.get_by_role("button", name="停用纸质码").click()
        expect(page.locator(".notice.good")).to_contain_text("已停用")


@pytest.mark.parametrize(("language", "mode"), [(a, b) for a in ("zh", "en") for b in ("standard", "care")])
def test_the_pages_with_something_on_them_are_clean(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport={"width": 320, "height": 640}) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "student")
        enrol(page, kit, "student")
        page.click("#show")
        found = {"offline": kit.violations(page)}
        page.goto("/carriers/print")
        page.fill("#password", kit.password("student"))
        page.click("form[action='/carriers/print'] button")
        expect(page.locator("#qr")).to_be_visible()
        found["printed"] = kit.violations(page)
        page.goto("/carriers")
        found["list"] = kit.violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.get_by_role("button").filter(has=page.locator("svg")).last.click()
        assert (found, max(wide, 0)) == ({"offline": [], "printed": [], "list": []}, 0)
