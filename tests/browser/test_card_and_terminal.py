"""The main flow as people see it: show the code, scan it, be told; once only; lost is lost; also without script."""

import re
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from tests.browser.film import grey_of, hold_before_camera


def read_code(page: Page, world: Any) -> str:
    """The code on the phone's screen, read from a screenshot."""
    found = zxingcpp.read_barcode(grey_of(page, world))
    assert found is not None, "no code on the screenshot"
    return str(found.text)


def present(page: Page, text: str) -> str:
    """Scan like a keyboard wedge: type and Enter; the verdict's words."""
    page.locator("#verdict").evaluate("old => old.remove()")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return page.locator("#verdict").inner_text()


@pytest.fixture
def phone(world: Any, kit: Any) -> Any:
    with world.visit(device_scale_factor=2) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "pensioner")
        yield page


@pytest.fixture
def gate(world: Any, kit: Any) -> Any:
    with world.visit(viewport={"width": 1280, "height": 800}) as visitor:
        page = visitor.new_page()
        kit.open_terminal(page)
        yield page


def test_an_independent_decoder_reads_the_online_code_at_three_pixels_a_module(world: Any, kit: Any) -> None:
    """A screen of one pixel a point, the code drawn as small as three of them a module."""
    with world.visit(device_scale_factor=1) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "pensioner")
        page.goto("/code?scene=transit")
        drawn = page.locator("svg:has(#qr-path)")
        modules = drawn.evaluate("svg => svg.viewBox.baseVal.width")
        drawn.evaluate("(svg, side) => { svg.style.width = svg.style.height = `${side}px`; }", modules * 3)
        box = drawn.bounding_box()
        assert box is not None and (box["width"], box["height"]) == (modules * 3, modules * 3)
        code = read_code(page, world)
        assert code.startswith("OC1") and len(code) == 144


def test_a_code_on_the_screen_is_accepted_once_and_its_holder_is_told(world: Any, phone: Page, gate: Page) -> None:
    phone.goto("/code?scene=transit")
    code, drawn = read_code(phone, world), phone.locator("#qr-path").get_attribute("d")
    assert code.startswith("OC1") and len(code) == 144
    said = present(gate, code)
    assert "通过" in said and "免费" in said and "渝" in said, said
    told = phone.locator("#told")
    expect(told).to_contain_text("已用卡:演示公交")
    expect(phone.locator("#qr:not(.gone)")).to_be_attached()
    assert phone.locator("#qr-path").get_attribute("d") != drawn
    assert read_code(phone, world) != code, "the burnt code is still on the screen"
    again = present(gate, code)
    assert "不可用" in again and "此码已使用" in again and "请刷新二维码" in again, again
    told.get_by_role("link").click()
    expect(phone.get_by_role("heading", name="为什么是这个价")).to_be_visible()
    expect(phone.locator(".why")).to_contain_text("互认")
    expect(phone.locator(".big")).to_have_text("¥0.00")


def test_a_burnt_code_is_taken_off_the_screen_before_another_can_be_had(world: Any, phone: Page, gate: Page) -> None:
    phone.goto("/code?scene=transit")
    phone.context.route("**/code/live*", lambda route: route.abort())
    present(gate, read_code(phone, world))
    expect(phone.locator("#told")).to_contain_text("已用卡:演示公交")
    expect(phone.locator("#qr.gone")).to_be_attached()
    expect(phone.locator("#qr-over")).to_be_visible()
    expect(phone.locator("#trouble")).to_be_visible()


def test_the_eye_opens_and_is_not_remembered(phone: Page) -> None:
    phone.goto("/")
    expect(phone.locator(".face-name")).to_have_text("张*雨")
    phone.get_by_role("button", name="显示姓名和号码").click()
    expect(phone.locator(".face-name")).to_have_text("张谷雨")
    expect(phone.locator(".face-number")).to_have_text("YKT510001")
    phone.goto("/")
    expect(phone.locator(".face-name")).to_have_text("张*雨")


def test_the_code_renews_itself_before_it_ends_and_hides_when_it_cannot(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.clock.install()
        kit.sign_in(page, "pensioner")
        page.goto("/code")
        first = page.locator("#qr-path").get_attribute("d")
        page.clock.run_for(58_000)
        page.wait_for_function("before => document.querySelector('#qr-path').getAttribute('d') !== before", arg=first)
        visitor.set_offline(True)
        page.clock.run_for(62_000)
        expect(page.locator("#qr.gone")).to_be_attached()
        expect(page.locator("#trouble")).to_be_visible()
        visitor.set_offline(False)
        page.get_by_role("link", name="立即刷新").click()
        expect(page.locator("#qr.gone")).not_to_be_attached()
        expect(page.locator("#trouble")).to_be_hidden()


def test_a_code_is_big_black_on_white_and_shown_without_script(world: Any, kit: Any) -> None:
    with world.visit(java_script_enabled=False, color_scheme="dark", device_scale_factor=2) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "pensioner")
        page.get_by_role("link", name="展码使用").click()
        box = page.locator("#qr svg").bounding_box()
        assert box is not None and box["width"] >= 240
        assert read_code(page, world).startswith("OC1")
        expect(page.get_by_role("link", name="立即刷新")).to_be_visible()


def test_a_scan_without_script_still_gets_its_verdict(world: Any, kit: Any) -> None:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        kit.open_terminal(page)
        page.fill("#presentation", "OC1NONSENSE")
        page.get_by_role("button", name="核验").click()
        expect(page.locator(".verdict.no")).to_contain_text("不可用")


def test_a_lost_card_shows_why_and_no_code_until_it_is_found(world: Any, kit: Any, gate: Page) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "nearly_empty")
        page.goto("/code?scene=transit")
        code = read_code(page, world)
        page.goto("/loss")
        page.get_by_role("link", name="临时挂失").click()
        expect(page.locator(".facts div", has_text="费用")).to_contain_text(re.compile(r"¥0\.00\s*示意"))
        page.get_by_role("button", name="确认挂失").click()
        expect(page.locator(".notice.good")).to_contain_text("已挂失")
        expect(page.locator(".facts")).to_contain_text(re.compile(r"受理编号\s*[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}"))
        expect(page.locator(".ticks")).to_contain_text("请另向银行挂失")
        assert "此卡已挂失" in present(gate, code)
        page.goto("/code")
        expect(page.locator(".card-stop")).to_contain_text("您已临时挂失此卡")
        assert page.locator("#qr").count() == 0
        page.goto("/loss/cancel")
        page.fill("#password", "000000")
        page.get_by_role("button", name="确认解挂").click()
        expect(page.locator("#summary")).to_be_focused()
        page.fill("#password", kit.password("nearly_empty"))
        page.get_by_role("button", name="确认解挂").click()
        expect(page.locator(".notice.good")).to_contain_text("已解挂")


def test_a_wrong_sign_in_says_so_keeps_what_was_typed_and_takes_the_focus(world: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.goto("/sign-in")
        page.fill("#card_number", "YKT5")
        page.get_by_role("button", name="登录").click()
        expect(page.locator("#summary")).to_be_focused()
        assert page.title().startswith("错误:")
        assert page.input_value("#card_number") == "YKT5"
        page.get_by_role("link", name="请填写 9 位社会保障卡号").click()
        expect(page.locator("#card_number")).to_be_focused()
        page.fill("#card_number", "YKT510001")
        page.fill("#password", "000000")
        page.get_by_role("button", name="登录").click()
        expect(page.locator("#summary")).to_contain_text("登录未成功")


def test_the_camera_reads_the_code_off_the_phone(world: Any, phone: Page, gate: Page, film: Path) -> None:
    phone.goto("/code?scene=transit")
    hold_before_camera(grey_of(phone, world)[::2, ::2], film)
    gate.get_by_role("button", name="打开摄像头").click()
    expect(gate.locator(".verdict.yes")).to_contain_text("通过")
    gate.get_by_role("button", name="关闭摄像头").click()
    expect(gate.locator("#video")).to_be_hidden()


def test_a_resident_has_no_business_at_the_terminal(phone: Page) -> None:
    phone.goto("/terminal")
    assert phone.url.endswith("/terminal/sign-in")


def test_a_pass_is_bought_activated_and_shown(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "buyer")
        expect(page.locator(".purses")).to_contain_text("¥500.00")
        page.get_by_role("link", name="旅游年卡").click()
        page.get_by_role("button", name="购买 ¥299.00").click()
        expect(page.locator(".notice.good")).to_contain_text("购买成功")
        expect(page.locator(".tag.warn")).to_have_text("未启用")
        expect(page.get_by_role("button", name="购买")).to_have_count(0)
        page.get_by_role("button", name="现在启用").click()
        expect(page.locator(".notice.good")).to_contain_text("已启用")
        expect(page.locator(".tag.good")).to_have_text("使用中")
        page.get_by_role("link", name="展码入园").click()
        expect(page.locator(".chip[aria-current]")).to_have_text("旅游观光")
        page.goto("/")
        expect(page.locator(".purses")).to_contain_text("¥201.00")


def test_a_pass_bought_long_ago_is_listed_as_in_use(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "student")
        page.goto("/passes")
        expect(page.get_by_role("heading", name="琼粤旅游年卡")).to_be_visible()
        expect(page.locator(".tag.good")).to_have_text("使用中")
