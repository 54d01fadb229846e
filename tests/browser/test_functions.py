"""Card functions and passwords in a browser: lock a half, unlock it, choose another password; without script too."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from onecard.domains.cards import api as cards


@pytest.fixture
def page(world: Any, kit: Any) -> Any:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "buyer")
        yield page


def give_pin(world: Any, kit: Any, part: str) -> str:
    """What a counter hands over: an initial password on this newcomer's card."""
    with world.house.app.writing() as tx:
        [holder_id] = cards.holders_by_number(tx, card_number=kit.newcomers[part].card_number)
        return cards.give_pin(
            tx, holder_id=holder_id, half="social", keyring=world.house.keyring, at=world.house.clock(), actor="staff"
        )


def change(page: Page, old: str, new: str, again: str | None = None) -> None:
    page.goto("/functions/pin")
    for field, typed in (("#old", old), ("#new", new), ("#again", again or new)):
        page.fill(field, typed)
    page.get_by_role("button", name="确认修改").click()


def test_a_half_is_locked_at_once_and_unlocked_with_the_password(page: Page, kit: Any) -> None:
    page.get_by_role("link", name="功能密码").click()
    social = page.locator("#social")
    expect(social.locator(".tag")).to_have_text("正常")
    social.get_by_role("link", name="马上锁定").click()
    page.get_by_role("button", name="确认锁定").click()
    expect(page.locator(".notice.good")).to_contain_text("已锁定")
    expect(social.locator(".tag")).to_have_text("已锁定")
    expect(social).to_contain_text("您自己锁定的")
    expect(page.locator("#transport .tag")).to_have_text("正常")
    page.goto("/code")
    expect(page.locator(".card-stop")).to_contain_text("社保功能已锁定")
    page.get_by_role("link", name="卡功能与密码").click()
    social.get_by_role("link", name="解锁").click()
    page.fill("#password", "000000")
    page.get_by_role("button", name="确认解锁").click()
    expect(page.locator("#summary")).to_contain_text("密码不正确")
    assert page.title().startswith("错误:")
    page.fill("#password", kit.newcomers["buyer"].password)
    page.get_by_role("button", name="确认解锁").click()
    expect(page.locator(".notice.good")).to_contain_text("已解锁")
    expect(page.locator("section", has_text="功能与密码记录").last).to_contain_text("本人")
    page.goto("/code")
    expect(page.locator("#qr svg")).to_be_visible()


def test_an_initial_password_is_changed_and_what_is_wrong_stands_at_its_field(page: Page, world: Any, kit: Any) -> None:
    page.goto("/functions")
    expect(page.locator("#social")).to_contain_text("未设置")
    expect(page.get_by_role("link", name="修改密码")).to_have_count(0)
    initial = give_pin(world, kit, "buyer")
    page.goto("/functions")
    expect(page.locator("#social")).to_contain_text("初始密码,请先修改")
    page.get_by_role("link", name="修改密码").click()
    expect(page.locator(".notice.warn")).to_contain_text("须改成自己的")
    change(page, initial, "394857", "394858")
    expect(page.locator("#again-error")).to_contain_text("不一样")
    change(page, initial, "123456")
    expect(page.locator("#new-error")).to_contain_text("不能是连续数字")
    change(page, "628194" if initial != "628194" else "628195", "394857")
    expect(page.locator("#old-error")).to_contain_text("还可试 5 次")
    for field in ("#old", "#new", "#again"):
        assert page.input_value(field) == "", "a password is not put back into the page"
    change(page, initial, "394857")
    expect(page.locator(".notice.good")).to_contain_text("密码已修改")
    expect(page.locator("#social")).to_contain_text("密码:已设置")


def test_a_lost_card_offers_nothing_but_the_way_to_its_loss_report(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "lost_card")
        page.goto("/functions")
        expect(page.locator(".notice.warn")).to_contain_text("三项功能都已停")
        expect(page.locator("main .button")).to_have_text(["去挂失与解挂"])
