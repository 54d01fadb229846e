"""The console's work pages as their roles use them: a list of applications, an objection, a half, a printed code."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from tests.browser.film import grey_of
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, DESK, TINY, TOO_WIDE, faults, found_on
from tests.factories import number_of

from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors import lists
from onecard.doors.demo.cast import read_cast
from onecard.doors.record.objecting import object_to_entry

HEAD = "姓名,社会保障号码,手机号\n"


@pytest.fixture
def desk(world: Any) -> Iterator[Page]:
    """A page at a desk; each test signs in as who it is about."""
    with world.visit(viewport=DESK) as visitor:
        yield visitor.new_page()


def file_of(*rows: str) -> Any:
    body = (HEAD + "".join(f"{row}\n" for row in rows)).encode("gb18030")
    return {"name": "三年级二班.csv", "mimeType": "text/csv", "buffer": body}


def good(sequence: int, name: str = "赵示范") -> str:
    return f"{name},{number_of(born=date(2014, 5, 6), sequence=sequence)},"


def choose(page: Page, *rows: str) -> None:
    page.goto("/console/lists")
    page.set_input_files("#file", file_of(*rows))
    page.locator("form[enctype] button").click()


def object_to(kit: Any, part: str, text: str) -> None:
    """One of the cast objects to the newest look at her data that she has not objected to yet."""
    house = kit.house
    with house.app.reading() as tx:
        found = cards_holder(kit, tx, part)
        looks = sharing.looks_at(tx, found)
        made = {one.about_id for one in sharing.objections_of(tx, holder_id=found, keyring=house.keyring)}
    look = next(one for one in looks if one.look_id not in made and one.subject == "person.masked")
    with house.app.writing() as tx:
        object_to_entry(house, tx, holder_id=found, kind="look", entry_id=look.look_id, text=text)


def cards_holder(kit: Any, tx: Any, part: str) -> Any:
    [holder] = cards.holders_by_number(tx, card_number=read_cast().part(part).card_number)
    return holder


def test_a_list_is_checked_handed_in_and_followed_without_touching_the_page(kit: Any, desk: Page) -> None:
    kit.serve(desk, "lists.sichuan")
    choose(desk, good(301), "赵示范,511381195005010000,", good(302))
    expect(desk.get_by_role("heading", level=1)).to_have_text("检查名单文件")
    expect(desk.locator(".notice.warn")).to_contain_text("有 1 行本身有误")
    desk.get_by_role("button", name="提交名单").click()
    expect(desk.locator("#progress")).to_contain_text("正在逐行办理")
    lists.decide_lists(kit.house)
    expect(desk.locator("#progress")).to_contain_text("已办完", timeout=15_000)
    desk.get_by_role("link", name="只看未受理").click()
    expect(desk.locator("tbody tr")).to_have_count(1)
    expect(desk.locator("tbody tr")).to_contain_text("请逐位核对")
    with desk.expect_download() as waited:
        desk.get_by_role("link", name="只下载未受理的行").click()
    text = waited.value.path().read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))] == ["姓名", "赵示范"]


def test_a_list_is_sent_without_script(world: Any, kit: Any) -> None:
    with world.visit(viewport=DESK, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        kit.serve(page, "lists.sichuan")
        choose(page, good(311))
        page.get_by_role("button", name="提交名单").click()
        expect(page.locator("#progress")).to_contain_text("正在逐行办理")
        lists.decide_lists(kit.house)
        page.get_by_role("link", name="刷新进度").click()
        expect(page.locator("#progress")).to_contain_text("已办完")


def test_an_objection_is_answered_by_keyboard(world: Any, kit: Any, desk: Page) -> None:
    with world.visit(viewport=DESK) as visitor:
        kit.open_visit(visitor.new_page(), "pensioner")
    object_to(kit, "pensioner", "我那天在家,没有去过窗口。")
    kit.serve(desk, "answers.sichuan")
    desk.goto("/console")
    expect(desk.get_by_role("heading", level=1)).to_have_text("异议答复")
    desk.get_by_role("button", name="打开").first.click()
    expect(desk.locator("blockquote")).to_have_text("我那天在家,没有去过窗口。")
    desk.get_by_role("button", name="提交答复").click()
    expect(desk.locator("#summary")).to_be_focused()
    desk.get_by_text("已更正").click()
    desk.fill("#answer", "经核实为误查,已更正并告知经办员。")
    desk.press("#answer", "Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator(".notice.good")).to_contain_text("已答复")


def test_a_bank_locks_its_half_and_sees_no_other(kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "pensioner", who="bank.sichuan")
    expect(desk.locator(".halves li")).to_have_count(1)
    expect(desk.locator(".halves")).to_contain_text("金融功能")
    expect(desk.locator(".work")).to_have_count(2)
    desk.get_by_role("link", name="锁定功能").click()
    desk.select_option("#reason", "misuse")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator("button[value=do]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("已办理:锁定功能")
    desk.get_by_role("link", name="回到接待页").click()
    desk.get_by_role("link", name="解锁功能").click()
    desk.select_option("#reason", "settled")
    desk.check("#identity_seen")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator("button[value=do]")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("已办理:解锁功能")


def print_a_code(page: Page) -> None:
    page.get_by_role("link", name="打印纸质码").or_(page.get_by_role("link", name="Print a code")).click()
    page.check("#identity_seen")
    page.locator("form.form button").first.click()
    page.locator("button[value=do]").click()
    page.wait_for_selector("#qr")


@pytest.mark.parametrize("paper", [(794, "a4"), (302, "80 mm"), (219, "58 mm")], ids=lambda one: one[1])
def test_a_printed_code_is_read_from_every_paper_by_somebody_elses_decoder(
    world: Any, kit: Any, paper: tuple[int, str]
) -> None:
    with world.visit(viewport={"width": paper[0], "height": 1123}) as visitor:
        page = visitor.new_page()
        kit.open_visit(page, "pensioner")
        print_a_code(page)
        page.emulate_media(media="print")
        for gone in (".sidebar", ".top", "[data-print]"):
            expect(page.locator(gone)).to_be_hidden()
        expect(page.locator(".sheet")).to_contain_text("交通出行")
        assert page.evaluate(TOO_WIDE) <= 0
        page.locator("#qr").scroll_into_view_if_needed()
        code = zxingcpp.read_barcode(grey_of(page, world))
        assert code is not None and code.text.startswith("OC4") and len(code.text) <= 144


def test_another_print_ends_the_first_and_one_can_be_stopped(kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "pensioner")
    base = desk.url
    print_a_code(desk)
    desk.goto(base)
    desk.get_by_role("link", name="打印纸质码").click()
    desk.check("#identity_seen")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator(".facts").first).to_contain_text("立即作废")
    desk.goto(f"{base}/stop-carrier")
    desk.select_option("#which", index=1)
    desk.get_by_role("button", name="下一步").click()
    desk.locator("button[value=do]").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("已办理:停用手机凭证或纸质码")


def test_a_password_is_typed_twice_by_the_person_and_read_by_nobody(kit: Any, desk: Page) -> None:
    kit.open_visit(desk, "pensioner")
    desk.get_by_role("link", name="重置电子社保卡密码").click()
    desk.check("#identity_seen")
    for field, typed in (("#password", "908172"), ("#password_again", "908173")):
        assert desk.locator(field).get_attribute("type") == "password"
        desk.fill(field, typed)
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator("#summary")).to_contain_text("两次输入不一致")
    assert desk.input_value("#password") == desk.input_value("#password_again") == ""
    desk.fill("#password", "908172")
    desk.fill("#password_again", "908172")
    desk.get_by_role("button", name="下一步").click()
    expect(desk.locator(".facts").first).to_contain_text("●●●●●●")
    expect(desk.locator("main")).not_to_contain_text("908172")


def pages_of(page: Page, kit: Any) -> Iterator[tuple[str, Page]]:
    """Every new page once, as (what, page)."""
    kit.serve(page, "lists.chongqing")
    page.goto("/console/lists")
    yield "lists", page
    page.locator("form[enctype] button").click()
    page.wait_for_selector("#summary")
    yield "lists gone wrong", page
    choose(page, good(321), "赵示范,511381195005010000,", "赵示范,1.10105E+17,")
    yield "list checked", page
    page.locator("form[action$='hand-in'] button").click()
    page.wait_for_selector("#progress")
    yield "list waits", page
    lists.decide_lists(kit.house)
    page.reload()
    yield "list answered", page
    page.goto("/console/lists")
    yield "lists with one", page
    kit.open_visit(page, "pensioner")
    object_to(kit, "pensioner", "我那天在家,没有去过窗口。请说明是谁、为什么查询。")
    base = page.url
    print_a_code(page)
    yield "sheet", page
    page.goto(base)
    yield "visit with a print", page
    page.goto(f"{base}/stop-carrier")
    yield "stop", page
    page.goto(f"{base}/reset-ecard-password")
    yield "password", page
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("#summary")
    yield "password gone wrong", page
    kit.serve(page, "answers.sichuan")
    page.goto("/console/objections")
    yield "objections", page
    page.locator("form[action='/console/objections'] button").first.click()
    page.wait_for_selector("#answer")
    yield "objection", page
    page.locator("form[action$='/answer'] button").click()
    page.wait_for_selector("#summary")
    yield "objection gone wrong", page
    kit.open_visit(page, "pensioner", who="bus.sichuan")
    yield "keeper", page


@BOTH_LANGUAGES_AND_MODES
def test_every_work_page_is_clean_and_narrow(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        pages = pages_of(visitor.new_page(), kit)
        assert found_on(pages, lambda page: faults(kit, page, mode)) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_work_page_is_clean_at_a_desk(world: Any, kit: Any, scheme: Any) -> None:
    with world.visit(language="en", viewport=DESK, color_scheme=scheme) as visitor:
        assert found_on(pages_of(visitor.new_page(), kit), kit.violations) == {}
