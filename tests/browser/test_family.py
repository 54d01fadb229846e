"""Acting for a relative as people see it: asked, agreed, whose code it is, used, named, withdrawn; without script."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_card_and_terminal import present, read_code

from onecard.doors.demo.cast import read_cast
from onecard.doors.family.chores import name_fresh_uses


@pytest.fixture
def phone(world: Any, kit: Any) -> Any:
    """The granddaughter's phone."""
    with world.visit(device_scale_factor=2) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "granddaughter")
        yield page


def show_code(page: Page, name: str = "张*雨") -> None:
    """From home to the grandmother's code."""
    page.goto("/family")
    page.get_by_role("link", name=f"替{name}展码").click()
    page.get_by_role("button", name="展码:交通出行").click()
    page.wait_for_selector("#qr svg")


def test_granddaughter_shows_grandmothers_code_and_both_records_say_so(world: Any, kit: Any, phone: Page) -> None:
    show_code(phone)
    expect(phone.get_by_role("heading", name="张*雨的码")).to_be_visible()
    assert phone.locator("body.relative-page").count() == 1
    code = read_code(phone, world)
    with world.visit() as desk:
        terminal = desk.new_page()
        kit.open_terminal(terminal)
        assert "通过" in present(terminal, code) or "免费" in terminal.locator("#verdict").inner_text()
    assert name_fresh_uses(kit.house) == 1
    phone.goto("/family/acts?by=me")
    expect(phone.locator("main")).to_contain_text("张*雨 · 代为展码")
    expect(phone.locator("main")).to_contain_text("已使用")
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "pensioner")
        page.goto("/records")
        expect(page.locator("main")).to_contain_text("由孙辈 张*夏代为展码")
        page.locator("a.row", has_text="由孙辈").first.click()
        expect(page.locator("main")).to_contain_text("代为展码的家人")


def test_the_code_hides_itself_at_its_end(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.clock.install()
        kit.sign_in(page, "granddaughter")
        show_code(page)
        page.clock.run_for(61_000)
        expect(page.locator("#qr-over")).to_be_visible()


def test_a_question_is_asked_agreed_and_withdrawn_without_script(world: Any, kit: Any) -> None:
    buyer, owner = kit.newcomers["buyer"], kit.newcomers["owner"]
    with world.visit(java_script_enabled=False) as one, world.visit(java_script_enabled=False) as two:
        asker, asked = one.new_page(), two.new_page()
        kit.sign_in(asker, "buyer")
        asker.goto("/family/add?part=ask")
        asker.get_by_label("兄弟姐妹").check()
        asker.fill("#name", "陈示例")
        asker.fill("#number", owner.number)
        asker.get_by_role("button", name="发出申请").click()
        expect(asker.locator("main")).to_contain_text("申请已发出")
        kit.sign_in(asked, "owner")
        asked.goto("/family")
        asked.get_by_role("link", name="陈示例").click()
        asked.fill("#password", "271829")
        asked.get_by_role("button", name="同意", exact=True).click()
        expect(asked.locator("#summary")).to_contain_text("密码不正确")
        asked.fill("#password", owner.password)
        asked.get_by_role("button", name="同意", exact=True).click()
        expect(asked.locator("main")).to_contain_text("已生效")
        asker.goto("/family")
        asker.get_by_role("link", name="替陈*例展码").click()
        asker.get_by_role("button", name="展码:交通出行").click()
        expect(asker.locator("#qr svg")).to_be_visible()
        asked.locator("a.row", has_text="陈*例").first.click()
        asked.get_by_role("button", name="撤回授权").click()
        expect(asked.locator("main")).to_contain_text("已结束,马上生效")
        asker.get_by_role("button", name="再展一次").click()
        expect(asker.locator("main")).to_contain_text("已结束")
        assert buyer.card_number != owner.card_number


def test_a_mother_sees_her_childs_record_and_what_was_done_for_it(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "nearly_empty")
        page.goto("/family")
        page.locator("a.row", has_text="周*雪").first.click()
        page.get_by_role("link", name="看卡片和卡事件").click()
        expect(page.locator("main")).to_contain_text("查看了卡片和卡事件")
        expect(page.locator("main")).to_contain_text("发卡")
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "child")
        page.goto("/records?kind=look")
        expect(page.locator("main")).to_contain_text("母亲 周*露")


def test_the_cast_has_its_relatives() -> None:
    acting = {part.id: [one.who for one in part.acts_for] for part in read_cast().residents if part.acts_for}
    assert acting == {"granddaughter": ["pensioner"], "nearly_empty": ["child"]}
