"""Flows on a phone: record and objection, the e-card stopped and brought back, licence, venue's code, terminal."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.film import grey_of, hold_before_camera

from onecard.domains.cards import api as cards
from onecard.domains.sharing import api as sharing
from onecard.doors.demo.cast import read_cast
from onecard.doors.messages import FileGateway, send_waiting

#: The one of the cast whom no other test signs out or stops.
WHO = "nearly_empty"


@pytest.fixture
def holder(world: Any) -> Any:
    with world.house.app.reading() as tx:
        return cards.holders_by_number(tx, card_number=read_cast().part(WHO).card_number)[0]


def open_point(kit: Any, world: Any) -> tuple[Any, str]:
    """The terminal of an attendant, and the address of its venue page."""
    context = world.visit(device_scale_factor=2)
    page = context.new_page()
    kit.open_terminal(page)
    return page, f"{page.url}/venue"


def test_a_resident_finds_a_look_objects_and_exports(world: Any, kit: Any, holder: Any) -> None:
    house = world.house
    with house.app.writing() as tx:
        [agency] = tx.execute("select agency_id from agencies.agency where kind = 'card_agency' limit 1").fetchall()
        sharing.record_look(
            tx, holder_id=holder, onlooker=sharing.Onlooker("staff", "x", agency.agency_id), subject="person.full",
            ground=sharing.Ground("service_desk", "consent"), found=True, at=house.clock(), keyring=house.keyring,
        )  # fmt: skip
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, WHO)
        page.get_by_role("link", name="记录").first.click()
        page.get_by_role("link", name="查询", exact=True).click()
        page.locator(".rows a").first.click()
        page.fill("#text", "我没有办理过这件事")
        page.get_by_role("button", name="提交异议").click()
        assert "待答复" in page.locator("main").inner_text()
        page.goto("/records/export")
        with page.expect_download() as download:
            page.get_by_role("button", name="导出文件").click()
        assert re.fullmatch(r"onecard-record-\d{8}\.csv", download.value.suggested_filename)


def test_one_button_stops_the_e_card_and_the_password_brings_it_back(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, WHO)
        page.goto("/ecard")
        page.get_by_role("link", name="一键停用").click()
        page.get_by_role("button", name="确认停用并退出").click()
        page.wait_for_url("**/sign-in?after=stop")
        kit.sign_in(page, WHO)
        assert page.locator(".card-stop").count() == 1, "a stopped e-card shows why, and no code"
        page.goto("/licence")
        assert page.locator("#licence").count() == 0
        page.goto("/ecard")
        page.get_by_role("link", name="恢复使用").click()
        page.fill("#password", read_cast().part(WHO).password)
        page.get_by_role("button", name="确认恢复").click()
        page.wait_for_url("**/ecard?done=resume")
        page.goto("/code")
        assert page.locator("#qr svg").count() == 1


def test_the_licence_opens_by_double_tap_moves_and_masks_itself(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, WHO)
        page.locator(".face-name").dblclick()
        page.wait_for_url("**/licence")
        first = page.locator("#licence-clock").inner_text()
        name = read_cast().part(WHO).name
        assert name not in page.content()
        assert page.evaluate("document.querySelector('.live').getAnimations({subtree: true}).length") == 3
        expect(page.locator("#licence-clock")).not_to_have_text(first)
        page.locator("#licence .eye").click()
        assert name in page.content()
        assert page.locator(".qr").count() == 0, "nothing on a licence can be scanned"


def test_the_camera_reads_a_venues_code_and_staff_see_the_same_mark(world: Any, kit: Any, film: Any) -> None:
    terminal, venue = open_point(kit, world)
    terminal.goto(venue)
    hold_before_camera(grey_of(terminal, world), film)
    with world.visit(permissions=["camera"]) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, WHO)
        page.goto("/scan")
        page.click("#camera-start")
        page.wait_for_url("**/venue/OCV*")
        page.get_by_role("button", name="签到").click()
        mark = page.locator(".big").inner_text()
    terminal.reload()
    assert mark in terminal.locator("main").inner_text()
    terminal.context.close()


def test_a_terminals_screen_goes_on_when_the_phone_says_yes(world: Any, kit: Any, film: Any) -> None:
    terminal, venue = open_point(kit, world)
    terminal.goto(venue)
    address = terminal.get_by_role("link", name="自助终端登录屏").get_attribute("href")
    terminal.context.close()
    with world.visit(device_scale_factor=2) as standing, world.visit(permissions=["camera"]) as visitor:
        screen = standing.new_page()
        screen.goto(address)
        hold_before_camera(grey_of(screen, world), film)
        page = visitor.new_page()
        kit.sign_in(page, WHO)
        page.goto("/scan")
        page.click("#camera-start")
        page.wait_for_url("**/handover/*")
        assert page.locator(".big").inner_text() == screen.locator(".big").inner_text()
        page.get_by_role("button", name="确认登录").click()
        screen.wait_for_selector("#card")


def test_a_forgotten_password_is_reset_with_the_text_that_the_demo_shows(world: Any) -> None:
    house, part = world.house, read_cast().part(WHO)
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/sign-in")
        page.get_by_role("link", name="忘记密码").click()
        page.fill("#number", part.number)
        page.get_by_role("button", name="获取验证码").click()
        gateway = FileGateway(house.settings.home)
        assert send_waiting(house, gateway) == 1
        page.fill("#code", re.findall(r"\d{6}", gateway.read_lines()[-1])[0])
        for field in ("#new", "#again"):
            page.fill(field, part.password)
        page.get_by_role("button", name="重置密码").click()
        page.wait_for_url("**/sign-in?after=reset")
