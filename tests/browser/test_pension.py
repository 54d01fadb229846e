"""A pension asked "what if" in a browser: by anybody, without script, read by axe in every manner; nothing is kept."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

MANNERS = [(language, mode) for language in ("zh", "en") for mode in ("standard", "care")]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def fill(page: Page, **more: str) -> None:
    """The form of somebody born in June 1970, sent."""
    typed = {"born": "1970-06", "paid_months": "25", "deemed_months": "5", "index": "1.2", "balance_fen": "120000"}
    page.goto("/pension/what-if")
    page.select_option("#place", "510000")
    page.locator("#category").check()
    for field, text in (typed | more).items():
        page.fill(f"#{field}", text)
    page.locator("form[action='/pension/what-if'] button").click()


@pytest.mark.parametrize("script", [True, False])
def test_anybody_is_told_when_how_much_and_why(world: Any, script: bool) -> None:
    with world.visit(java_script_enabled=script) as visitor:
        page = visitor.new_page()
        page.goto("/sign-in")
        page.get_by_role("link", name="估算养老金").click()
        fill(page)
        expect(page.locator(".due-month")).to_have_text("2031年11月")
        expect(page.locator(".due")).to_contain_text("2030年6月")
        assert page.url.endswith("/pension/what-if"), "nothing that was typed stands in the address"
        offers = page.locator(".offers > li")
        expect(offers).to_have_count(6)
        expect(offers.filter(has=page.locator(".tag.good"))).to_contain_text("¥4,296.36")
        expect(offers.first.locator("svg")).to_have_attribute("aria-label", "2030年6月: ¥4,029.17")
        offers.first.locator("summary").click()
        expect(offers.first.locator(".why")).to_contain_text("国发〔2005〕38号")
        assert page.input_value("#born") == "1970-06", "the form stays filled in, to change one thing"


def test_more_years_bring_more_and_too_few_are_told(world: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        fill(page, paid_months="1", deemed_months="0")
        page.get_by_label("不再缴费").check()
        page.locator("form[action='/pension/what-if'] button").click()
        expect(page.locator(".offers .tag.bad").first).to_contain_text("不能领取")
        expect(page.locator(".notice.warn")).to_contain_text("继续缴费")


def test_what_is_wrong_is_linked_from_the_summary(world: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        fill(page, index="9", born="1970-06")
        expect(page.locator("#summary a")).to_have_count(1)
        page.locator("#summary a").click()
        assert page.url.endswith("#index")
        expect(page.locator("#index-error")).to_contain_text("0.6–3")


def test_a_resident_finds_what_is_known_filled_in(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "student")
        page.get_by_role("link", name="养老金估算").click()
        assert page.input_value("#born") and page.input_value("#place")
        page.get_by_role("link", name="城乡居民养老保险").click()
        page.fill("#paid_months", "2")
        page.fill("#balance_fen", "1000")
        page.locator("form[action='/pension/what-if'] button").click()
        expect(page.locator(".due")).to_contain_text("60 周岁")


def test_who_paid_in_several_provinces_is_told_which_one_pays(world: Any) -> None:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/pension/what-if")
        page.get_by_role("link", name="在几个省缴过费").click()
        page.select_option("#home", "510000")
        for row, (place, first, last) in enumerate(
            [("440000", "1995-01", "2004-12"), ("330000", "2005-01", "2010-03")], 1
        ):
            if row > 1:
                page.locator("summary", has_text=f"第 {row} 段").click()
            page.select_option(f"#place_{row}", place)
            page.fill(f"#first_{row}", first)
            page.fill(f"#last_{row}", last)
        page.get_by_role("button", name="看由哪里支付").click()
        expect(page.locator(".due-month")).to_have_text("广东省")
        expect(page.locator(".why")).to_contain_text("国办发〔2009〕66号")
        page.fill("#first_2", "2004-12")
        page.get_by_role("button", name="看由哪里支付").click()
        expect(page.locator("#summary")).to_contain_text("2004-12")


@pytest.mark.parametrize(("language", "mode"), MANNERS)
def test_the_answer_is_clean_and_narrow_in_every_manner(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport={"width": 320, "height": 700}) as visitor:
        page = visitor.new_page()
        fill(page)
        page.wait_for_selector(".due-month")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert kit.violations(page) == []
        assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize(("language", "mode"), MANNERS)
def test_the_blank_and_the_wrong_forms_are_clean_in_every_manner(
    world: Any, kit: Any, language: str, mode: str
) -> None:
    with world.visit(language=language, mode=mode, viewport={"width": 320, "height": 700}) as visitor:
        page = visitor.new_page()
        for path in ("/pension/what-if", "/pension/place"):
            page.goto(path)
            assert (kit.violations(page), page.evaluate(WIDER)) == ([], 0)
            page.locator(f"form[action='{path}'] button").click()
            page.wait_for_selector("#summary")
            assert (kit.violations(page), page.evaluate(WIDER)) == ([], 0)
