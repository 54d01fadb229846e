"""Benefits in a browser without script: found by place and word, read to the document, and what one may get oneself."""

from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(world: Any) -> Any:
    with world.visit(java_script_enabled=False) as visitor:
        yield visitor.new_page()


def test_somebody_finds_the_allowance_of_her_place_and_reads_what_it_rests_on(page: Any) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="各地补贴待遇").click()
    page.select_option("#place", label="北京市")
    page.fill("#search", "高龄")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("status")).to_contain_text("北京市")
    page.get_by_role("link", name="高龄津贴").click()
    expect(page.locator("h1")).to_have_text("高龄津贴")
    expect(page.locator("main")).to_contain_text("90 岁起 ¥500.00")
    expect(page.locator("main")).to_contain_text("北京市")
    expect(page.locator("#values + ul .tag").first).to_have_text("示意")


def test_a_resident_sees_what_is_missing_and_why(page: Any, kit: Any) -> None:
    kit.sign_in(page, "buyer")
    page.goto("/me")
    page.get_by_role("link", name="补贴待遇").click()
    expect(page.locator("h1")).to_have_text("我能享受什么")
    waiting = page.locator("section", has=page.locator("#part-unknown"))
    expect(waiting.locator("li.stack:visible")).to_have_count(5)
    waiting.get_by_text("还有").click()
    expect(waiting).to_contain_text("家庭月人均收入")
    row = waiting.locator("li.stack", has_text="最低生活保障").first
    expect(row).to_be_visible()
    row.locator("summary").click()
    expect(row.locator(".why").first).to_contain_text("户籍地")
