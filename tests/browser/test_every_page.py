"""Every page, both languages, both modes: axe finds nothing, nothing is wider than 320 px, all is big enough."""

from typing import Any

from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, DARK_DESK, TINY, TOO_WIDE, faults, found_on

OPEN = [
    "/sign-in", "/forgot", "/board", "/board?map=outside", "/styleguide", "/terminal/sign-in", "/no-such-page",
    "/benefits?place=110000", "/benefits?search=nothing+has+this+name", "/benefits/old_age_allowance?place=110000",
    "/benefits/disabled_living_allowance", "/notices", "/notices?place=51",
    "/pension/what-if", "/pension/what-if?scheme=resident", "/pension/place",
]  # fmt: skip
RESIDENT = [
    "/",
    "/code",
    "/records",
    "/loss",
    "/loss/report",
    "/records?kind=look",
    "/records/export",
    "/licence",
    "/scan",
    "/ecard",
    "/ecard/password",
    "/ecard/sure?step=stop",
    "/ecard/sure?step=cancel",
    "/me",
    "/benefits/mine",
    "/payments",
    "/passes",
    "/functions",
    "/functions/lock?half=bank",
    "/carriers",
    "/carriers/print",
    "/offline",
    "/credentials",
    "/credentials/add",
]
STOPPED = ["/", "/code", "/loss", "/loss/cancel", "/functions"]
#: Of a resident who locked a half and has an initial password on the card.
LOCKED = ["/functions", "/functions/unlock?half=transport", "/functions/pin"]
#: The granddaughter's: her family, the forms, her grandmother's pages.
RELATIVE = ["/family", "/family/add?part=ask", "/family/add?part=offer", "/family/acts", "/family/acts?by=me"]
#: Pages that are reached by a link with an id in it: (from, the link).
LINKED = [("/records?kind=use", ".rows a[href^='/records/']"), ("/passes", "a[href^='/passes/refund?']")]
#: A relative of hers, and what she may do for her.
RELATIVE_LINKED = [
    ("/family", "a.row[href^='/family/0']"), ("/family", "a.button[href$='/code']"),
]  # fmt: skip
#: Forms sent empty or spoilt, so that the page says what is wrong: (page, form).
WRONG = [
    ("/sign-in", "/sign-in"), ("/forgot", "/forgot"), ("/terminal/sign-in", "/terminal/sign-in"),
    ("/pension/what-if", "/pension/what-if"), ("/pension/place", "/pension/place"),
]  # fmt: skip
WRONG_CANCEL = [("/loss/cancel", "/loss/cancel"), ("/ecard/password", "/ecard/password")]
WRONG_PASS = [("/passes", "/passes/activate")]
WRONG_HALVES = [("/functions/unlock?half=transport", "/functions/unlock"), ("/functions/pin", "/functions/pin")]
WRONG_PRINT = [("/carriers/print", "/carriers/print")]
WRONG_ADD = [("/credentials/add", "/credentials/add")]
SPOIL = (
    "form => form.querySelectorAll('[name=pass]').forEach(e => { e.value = '00000000-0000-4000-8000-000000000000'; })"
)


def pages_of(world: Any, kit: Any, language: str, mode: str, **options: Any) -> Any:
    """Every page once, as (path, page): a visitor's, four residents', forms that went wrong, the terminal's list."""
    with world.visit(language=language, mode=mode, **options) as visitor:
        page = visitor.new_page()
        yield from _walk(page, OPEN)
        yield from _go_wrong(page, WRONG)
        kit.attend(page)
        yield from _walk(page, ["/terminal"])
    rounds = (
        ("student", RESIDENT, [], [*WRONG_PRINT, *WRONG_ADD]),
        ("lost_card", STOPPED, [], WRONG_CANCEL),
        ("owner", [], LINKED, WRONG_PASS),
        ("locker", LOCKED, [], WRONG_HALVES),
        ("granddaughter", RELATIVE, RELATIVE_LINKED, [("/family/add?part=offer", "/family/add")]),
    )
    for part, paths, linked, wrong in rounds:
        with world.visit(language=language, mode=mode, **options) as visitor:
            page = visitor.new_page()
            kit.sign_in(page, part)
            yield from _walk(page, paths)
            yield from _follow(page, linked)
            yield from _go_wrong(page, wrong)


def _walk(page: Any, paths: list[str]) -> Any:
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and (answer.status == 200 or path == "/no-such-page"), f"{path}: {answer}"
        yield path, page


def _follow(page: Any, linked: list[tuple[str, str]]) -> Any:
    for path, link in linked:
        page.goto(path)
        page.locator(link).first.click()
        page.wait_for_url(lambda url, start=path: not url.endswith(start))
        yield f"{path} {link}", page


def _go_wrong(page: Any, forms: list[tuple[str, str]]) -> Any:
    for path, action in forms:
        page.goto(path)
        form = page.locator(f"form[action='{action}']").first
        form.evaluate(SPOIL)
        form.locator("button").click()
        page.wait_for_selector("#summary")
        assert page.title().startswith(("错误:", "Error:")), f"{path}: {page.title()}"
        yield f"{path} gone wrong", page


@BOTH_LANGUAGES_AND_MODES
def test_every_page_is_clean_narrow_and_big_enough(world: Any, kit: Any, language: str, mode: str) -> None:
    pages = pages_of(world, kit, language, mode, viewport=TINY)
    assert found_on(pages, lambda page: faults(kit, page, mode)) == {}


def test_every_page_is_clean_on_a_dark_desk(world: Any, kit: Any) -> None:
    assert found_on(pages_of(world, kit, "en", "standard", **DARK_DESK), kit.violations) == {}


def test_axe_would_have_found_something(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.goto("/sign-in")
        page.evaluate("document.querySelector('label').remove()")
        assert any(said.startswith("label:") for said in kit.violations(page))


@BOTH_LANGUAGES_AND_MODES
def test_the_terminal_is_clean_and_fits(world: Any, kit: Any, language: str, mode: str) -> None:
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        page = visitor.new_page()
        kit.open_terminal(page)
        page.fill("#presentation", "no code at all")
        page.press("#presentation", "Enter")
        page.wait_for_selector(".verdict.no")
        assert kit.violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0
        page.locator("a[href$='/venue']").click()
        page.wait_for_selector(".qr")
        screen = page.locator("a[href^='/kiosk/']").get_attribute("href")
        for path in (page.url, screen):
            page.goto(path)
            assert kit.violations(page) == [], path
            assert page.evaluate(TOO_WIDE) <= 0, path
    # Another profile: signing in ends the session that a browser brings, and the attendant's is shared.
    with world.visit(language=language, mode=mode, viewport=TINY) as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "student")
        page.goto(screen.replace("/kiosk/", "/venue/"))
        assert kit.violations(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


def test_a_switch_keeps_the_place_and_works_without_script(world: Any) -> None:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto("/board?map=uses")
        page.get_by_role("link", name="长辈版").click()
        assert page.url.endswith("/board?map=uses")
        page.get_by_role("link", name="English").click()
        assert page.url.endswith("/board?map=uses")
        assert page.locator("html[lang=en][data-mode=care]").count() == 1
