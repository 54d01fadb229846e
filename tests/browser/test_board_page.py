"""The board as people see it: 34 tiles, three of them not yet included, alliances outlined, the same as a table."""

from typing import Any

from playwright.sync_api import expect


def test_every_province_is_a_tile_and_the_three_are_not_yet_included(world: Any) -> None:
    with world.visit(viewport={"width": 1280, "height": 900}) as visitor:
        page = visitor.new_page()
        page.goto("/board")
        assert page.locator(".map a").count() == 34
        dashed = [one.get_attribute("aria-label") for one in page.locator(".map a:has(.tile.out)").all()]
        assert [label[0] for label in dashed if label] == ["台", "港", "澳"]
        assert all(label and label.endswith("尚未纳入") for label in dashed)
        assert page.locator("path.alliance").count() == 4
        expect(page.locator(".legend")).to_contain_text("新疆生产建设兵团")


def test_a_tile_leads_to_its_row_in_the_table(world: Any) -> None:
    with world.visit(viewport={"width": 1280, "height": 900}) as visitor:
        page = visitor.new_page()
        page.goto("/board")
        expect(page.locator("#p510000")).to_be_hidden()
        page.locator(".map a[href='#p510000']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#p510000")).to_be_visible()
        expect(page.locator("#p510000")).to_contain_text("四川省")


def test_the_holders_of_the_world_are_counted_by_province(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.goto("/board")
        counted = kit.holders()
        expect(page.locator(".figures .big").first).to_contain_text(str(counted))
        page.locator("#provinces > summary").click()
        expect(page.locator("#p510000 td").first).to_have_text(str(kit.issued_in(51)))


def test_the_dark_board_is_dark(world: Any) -> None:
    with world.visit(color_scheme="dark") as visitor:
        page = visitor.new_page()
        page.goto("/board")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(8, 17, 31)"
