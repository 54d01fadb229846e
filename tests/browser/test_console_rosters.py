"""From a file to money at four desks, in a real browser: clerk, township, department, finance; and the notice."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, DESK, TINY, faults, found_on
from tests.browser.rostering import County, found_county

from onecard.domains.disbursement import api as pay
from onecard.doors.rosters import check_rosters
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import OWNER
from onecard.kernel.postgres.server import Server

STATION = ".way li[aria-current='step']"


@pytest.fixture(scope="session")
def county(served: Any, server: Server) -> County:
    name = served.house.settings.database_url.rpartition("/")[2].partition("?")[0]
    return found_county(served.house, server.url(OWNER, name))


@pytest.fixture
def desk(world: Any) -> Iterator[Page]:
    with world.visit(viewport=DESK) as visitor:
        yield visitor.new_page()


def begin(page: Page, county: County, *parts: str, name: str = "东街村") -> str:
    """A clerk hands a file in; the roster's id."""
    county.be(page, "village_clerk")
    page.goto(f"/console/rosters/projects/{county.project()}")
    page.fill("#name", name)
    page.set_input_files("#file", county.rows(*parts))
    page.locator("form[enctype] button").click()
    page.wait_for_selector("#progress")
    return page.url.rpartition("/")[2].partition("?")[0]


def press(page: Page, verb: str) -> None:
    page.locator(f"form[action$='/{verb}'] button").first.click()
    page.wait_for_selector(".notice.good")


def test_a_file_goes_from_the_clerk_to_payment_over_four_desks(county: County, desk: Page) -> None:
    roster = begin(desk, county, "pensioner", "student", "lost_card")
    expect(desk.locator("#progress")).to_contain_text("正在逐行核验")
    check_rosters(county.house)
    expect(desk.locator("#progress")).to_contain_text("已通过 2,未通过 1", timeout=15_000)
    desk.reload()
    expect(desk.locator("#progress")).to_contain_text("3 / 3")
    desk.get_by_role("link", name="只看未通过").click()
    expect(desk.locator("tbody tr")).to_have_count(1)
    with desk.expect_download() as waited:
        desk.get_by_role("link", name="下载未通过的行").click()
    text = waited.value.path().read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == ["吴珺"]
    press(desk, "notice")
    expect(desk.locator(STATION)).to_contain_text("公示")
    county.be(desk, "township_officer")
    desk.goto(f"/console/rosters/{roster}")
    expect(desk.locator(".notice").first).to_contain_text("期满后才能审批")
    county.a_week_later(roster)
    for role, station in (("township_officer", "部门"), ("programme_officer", "财政"), ("finance_officer", "转发放")):
        county.be(desk, role)
        desk.goto("/console")
        desk.locator(f"section[aria-labelledby=waits] a[href$='{roster}']").click()
        press(desk, "approval")
        expect(desk.locator(STATION)).to_contain_text(station)
    press(desk, "handover")
    expect(desk.locator("section[aria-labelledby=paid]")).to_contain_text("在途")
    expect(desk.locator(".way .done")).to_have_count(6)
    county.be(desk, "payment_clerk")
    desk.goto("/console/payments")
    expect(desk.locator("main")).to_contain_text("困难残疾人生活补贴")


def test_a_desk_works_without_script(world: Any, county: County) -> None:
    with world.visit(viewport=DESK, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        begin(page, county, "pensioner", name="西街村")
        check_rosters(county.house)
        page.get_by_role("link", name="刷新进度").click()
        expect(page.locator("#progress")).to_contain_text("1 / 1")
        page.locator("form[action$='/checks'] button").first.click()
        expect(page.locator(".checks .passed")).to_have_count(9)
        page.get_by_role("link", name="回到名册").click()
        page.locator("form[action$='/notice'] button").click()
        page.get_by_role("link", name="查看公示页").click()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("main")).to_contain_text("只暂缓这一个人")


def pages_of(page: Page, county: County) -> Iterator[tuple[str, Page]]:
    """Every page of the desks and the public notice once, as (what, page)."""
    roster = begin(page, county, "pensioner", "student", "lost_card")
    yield "roster waits", page
    page.goto("/console/rosters")
    yield "clerk's desk", page
    check_rosters(county.house)
    page.goto(f"/console/rosters/{roster}")
    yield "roster answered", page
    page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    yield "roster with every form", page
    page.fill("#number", "1")
    page.locator("form[action$='/objection'] button").click()
    page.wait_for_selector(".notice.good")
    yield "roster with an objection", page
    page.locator("form[action$='/checks'] button").nth(2).click()
    page.wait_for_selector(".checks")
    yield "checks", page
    county.be(page, "programme_officer")
    page.goto(f"/console/rosters/{roster}")
    yield "roster of the department", page
    page.locator("form[action$='/settlement'] button").first.click()
    page.wait_for_selector(".notice.good")
    county.be(page, "village_clerk")
    page.goto(f"/console/rosters/projects/{county.project()}")
    page.locator("form[enctype] button").click()
    page.wait_for_selector("#summary")
    yield "project gone wrong", page
    page.goto(f"/console/rosters/{roster}")
    press(page, "notice")
    for path in ("/notices", "/notices?place=11", f"/notices/{roster}"):
        page.goto(path)
        yield path, page
    county.a_week_later(roster)
    for role in ("township_officer", "programme_officer", "finance_officer"):
        county.be(page, role)
        page.goto("/console/rosters")
        yield f"desk of {role}", page
        page.goto(f"/console/rosters/{roster}")
        yield f"roster of {role}", page
        press(page, "approval")
    press(page, "handover")
    yield "paid", page
    yield from payments_of(page, county)


def payments_of(page: Page, county: County) -> Iterator[tuple[str, Page]]:
    """The desk of payments with a line that came back and one that the bank contradicts."""
    county.be(page, "payment_clerk")
    page.goto("/console/payments")
    page.locator("a[href^='/console/payments/']").first.click()
    batch = page.url
    answer(county, ("rejected", "rejected"), ("paid", None))
    page.goto("/console/payments")
    yield "payments", page
    for path in (batch, f"{batch}?show=all", f"{batch}/lines/1", f"{batch}/lines/2"):
        page.goto(path)
        yield path, page
    page.goto(f"{batch}/lines/2")
    page.get_by_role("radio").nth(1).check()
    page.locator("form[action$='/reissue'] button").click()
    page.wait_for_selector("#summary")
    yield "line gone wrong", page


def answer(county: County, *rounds: tuple[str | None, ...]) -> None:
    """The newest batch is sent, and the bank says this of its lines, round after round."""
    house, at = county.house, county.house.clock()
    with house.app.writing() as tx:
        [batch, *_] = pay.batches_of(tx, agency_id=county.agencies["finance"])
        file = pay.instruct_next(tx, bank="sample", at=at, pay_on=at.date(), lines_most=100, batch_id=batch.batch_id)
        assert file is not None
        lines = pay.lines_in_file(tx, file, keyring=house.keyring)
        ids = [one.line_id for one in lines]
    for said in rounds:
        with house.app.writing() as tx:
            taken = pay.take_answer(tx, bank="sample", digest=new_id().bytes * 2, name="a", kind="text", at=at)
            told = [
                pay.Answer(what, line.hex, reason="AC04")  # type: ignore[arg-type]
                for what, line in zip(said, ids, strict=True) if what
            ]  # fmt: skip
            pay.hear_piece(tx, taken, told, first=0, at=at)


@BOTH_LANGUAGES_AND_MODES
def test_every_desk_is_clean_and_narrow(world: Any, kit: Any, county: County, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        pages = pages_of(visitor.new_page(), county)
        assert found_on(pages, lambda page: faults(kit, page, mode)) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_desk_is_clean_at_a_desk(world: Any, kit: Any, county: County, scheme: Any) -> None:
    with world.visit(language="en", viewport=DESK, color_scheme=scheme) as visitor:
        assert found_on(pages_of(visitor.new_page(), county), kit.violations) == {}
