"""The operator console as operators work it: by keyboard, at a desk and on a phone, clean in every manner."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, DESK, TINY, faults, found_on
from tests.factories import number_of

NOBODY = number_of(born=date(1990, 2, 3), sequence=417)


def confirm(page: Page, done: str) -> None:
    """Enter, once the page of answers stands with its button in focus; then the receipt."""
    expect(page.locator("button[value=do]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(done)


@pytest.fixture
def desk(world: Any, kit: Any) -> Any:
    """A signed-in counter at a desk."""
    with world.visit(viewport=DESK) as visitor:
        page = visitor.new_page()
        kit.serve(page)
        yield page


def test_a_lost_card_is_reported_and_found_again_by_keyboard_alone(kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "pensioner")
    expect(desk.locator("#who")).to_contain_text("张*雨")
    desk.keyboard.press("Alt+1")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("核对并确认:临时挂失")
    confirm(desk, "已办理:临时挂失")
    number = desk.locator(".big").inner_text()
    desk.get_by_role("link", name="回到接待页").click()
    expect(desk.locator("table")).to_contain_text(number)
    expect(desk.locator("section[aria-labelledby=ecard] .tag").first).to_contain_text("随实体卡停用")
    desk.get_by_role("link", name="解挂").click()
    expect(desk.locator("#identity_seen")).to_be_focused()
    for _ in range(2):
        desk.keyboard.press("Space")
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("核对并确认:解挂")
    confirm(desk, "已办理:解挂")
    desk.keyboard.press("Alt+s")
    expect(desk.locator("#number")).to_be_focused()


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(kit: Any, desk: Page) -> None:
    desk.goto("/console")
    desk.fill("#reference", "3 号窗")
    desk.press("#reference", "Enter")
    expect(desk.locator("#summary")).to_be_focused()
    assert desk.title().startswith("错误:")
    assert desk.input_value("#reference") == "3 号窗"
    desk.get_by_role("link", name="请填写社会保障号码或卡号").click()
    expect(desk.locator("#number")).to_be_focused()


def test_a_form_sent_after_the_session_ended_is_not_lost(world: Any, kit: Any) -> None:
    with world.visit(viewport=DESK) as visitor:
        page = visitor.new_page()
        kit.open_visit(page, "pensioner")
        page.get_by_role("link", name="正式挂失").click()
        page.check("#identity_seen")
        visitor.clear_cookies(name="onecard_session")
        page.get_by_role("button", name="下一步").click()
        expect(page.locator(".notice")).to_contain_text("您填写的内容已保留")
        kit.serve(page)  # signed in again in another window; here the waiting page is sent with the old code
        page.goto("/console")
        expect(page.locator("#number")).to_be_focused()


def test_a_receipt_prints_on_paper_without_the_desk(kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "pensioner")
    desk.get_by_role("link", name="临时挂失").click()
    confirm(desk, "已办理:临时挂失")
    expect(desk.locator("[data-print]")).to_be_visible()
    desk.emulate_media(media="print")
    expect(desk.locator(".sidebar")).to_be_hidden()
    expect(desk.locator(".signed")).to_be_visible()
    desk.emulate_media(media="screen")
    desk.get_by_role("link", name="回到接待页").click()
    desk.get_by_role("link", name="解挂").click()
    desk.check("#identity_seen")
    desk.check("#card_seen")
    desk.get_by_role("button", name="下一步").click()
    confirm(desk, "已办理:解挂")


def test_the_console_works_without_script(world: Any, kit: Any) -> None:
    with world.visit(viewport=DESK, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        kit.open_visit(page, "pensioner")
        page.get_by_role("button", name="显示完整信息").click()
        expect(page.locator("#who")).to_contain_text("张谷雨")
        page.goto("/console")
        page.get_by_role("link", name="English").or_(page.get_by_role("link", name="EN · English")).click()
        expect(page.locator("h1")).to_have_text("Find a person")


def test_a_card_is_replaced_made_and_handed_over(world: Any, kit: Any) -> None:
    with world.visit(viewport=DESK) as visitor:
        page = visitor.new_page()
        kit.open_visit(page, "replaced", who="hall.chongqing")
        number = page.locator("section[aria-labelledby=card] dd").first
        before = number.inner_text()
        page.get_by_role("link", name="补换卡").click()
        page.select_option("#reason", "damaged")
        page.select_option("#who", "agent")
        page.check("#identity_seen")
        page.get_by_role("button", name="下一步").click()
        expect(page.locator("#summary")).to_be_focused()
        expect(page.locator("#summary")).to_contain_text("请填写关系")
        assert page.input_value("#reason") == "damaged"
        page.fill("#relation", "女儿")
        page.fill("#proof", "委托书")
        page.get_by_role("button", name="下一步").click()
        expect(page.locator(".facts").first).to_contain_text("损坏换领")
        page.get_by_role("button", name="返回修改").click()
        expect(page.locator("#relation")).to_have_value("女儿")
        page.get_by_role("button", name="下一步").click()
        confirm(page, "已办理:补换卡")
        for name, ticks in (("即时制卡", ["#printed"]), ("领卡启用", ["#identity_seen", "#card_given"])):
            page.get_by_role("link", name="回到接待页").click()
            page.get_by_role("link", name=name).click()
            for tick in ticks:
                page.check(tick)
            page.get_by_role("button", name="下一步").click()
            confirm(page, f"已办理:{name}")
        page.get_by_role("link", name="回到接待页").click()
        expect(number).not_to_have_text(before)
        expect(page.locator("section[aria-labelledby=events] tbody tr").first).to_contain_text("启用")


def test_somebody_new_applies_for_a_card(kit: Any, desk: Page) -> None:
    desk.goto("/console")
    desk.fill("#number", NOBODY)
    desk.press("#number", "Enter")
    expect(desk.locator(".notice").first).to_contain_text("还没有此人的登记")
    desk.get_by_role("link", name="申领").click()
    answers = {"number": NOBODY, "name": "新来客", "division": "511381"}
    for name, answer in answers.items():
        desk.fill(f"#{name}", answer)
    desk.select_option("#who", "self")
    desk.check("#identity_seen")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator(".facts").first).to_contain_text("四川省南充市")
    confirm(desk, "已办理:申领")


def test_a_request_of_another_province_is_decided_there(world: Any, kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "rare_character")
    expect(desk.locator(".notice").first).to_contain_text("由重庆市签发")
    desk.get_by_role("link", name="补换卡").click()
    desk.select_option("#reason", "upgrade")
    desk.select_option("#who", "self")
    desk.check("#identity_seen")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator(".facts").first).to_contain_text("重庆市(发卡地)")
    confirm(desk, "已办理:补换卡")
    number = desk.locator(".big").inner_text()
    with world.visit(viewport=DESK) as visitor:
        page = visitor.new_page()
        kit.serve(page, "hall.chongqing")
        page.goto("/console/work")
        page.get_by_role("button", name=f"打开 {number}").click()
        expect(page.locator(".facts").first).to_contain_text("李*")
        page.get_by_role("button", name="退回", exact=True).click()
        expect(page.locator("#summary")).to_be_focused()
        page.get_by_role("button", name="同意并办理").click()
        expect(page.locator(".notice.good")).to_contain_text(number)
    desk.goto("/console/work")
    expect(desk.locator("section[aria-labelledby=taken] .tag").first).to_have_text("已办理")


def pages_of(page: Page, kit: Any) -> Any:
    """Every page of the console once, as (what, page)."""
    page.goto("/console/sign-in")
    page.click("form[action='/console/sign-in'] button")
    yield "sign-in gone wrong", page
    kit.serve(page)
    page.goto("/console")
    yield "front", page
    page.press("#number", "Enter")
    yield "front gone wrong", page
    kit.open_visit(page, "pensioner")
    base = page.url
    yield "visit", page
    page.goto(f"{base}/report-formal-loss")
    yield "form", page
    page.locator("form.form button").first.click()
    page.wait_for_selector("#summary")
    yield "form gone wrong", page
    page.check("#identity_seen")
    page.locator("form.form button").first.click()
    page.wait_for_selector("input[name=once]", state="attached")
    yield "check", page
    page.goto(f"{base}/cancel-loss")
    yield "not now", page
    page.goto(f"{base}/replace-card")
    yield "long form", page
    page.locator("form.form button").first.click()
    page.wait_for_selector("#summary")
    yield "long form gone wrong", page
    page.goto("/console/work")
    yield "work", page
    kit.open_visit(page, "student")
    yield "visit of another province", page
    page.goto("/console/at/nobody")
    yield "ended", page


@BOTH_LANGUAGES_AND_MODES
def test_every_page_of_the_console_is_clean_and_narrow(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        pages = pages_of(visitor.new_page(), kit)
        assert found_on(pages, lambda page: faults(kit, page, mode)) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_clean_in_light_and_dark(world: Any, kit: Any, scheme: Any) -> None:
    with world.visit(language="en", viewport=DESK, color_scheme=scheme) as visitor:
        assert found_on(pages_of(visitor.new_page(), kit), kit.violations) == {}
