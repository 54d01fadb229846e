"""Pages for everybody: with the keyboard alone, and when the words are longer than ours."""

from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser.measuring import TOO_WIDE

#: Every control in the order of the page, by its words; what is not shown is left out.
CONTROLS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), summary, [tabindex='0']")]
  .filter(e => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden" && !e.disabled)
  .map(e => (window.wordsOf ??= e => e.getAttribute("aria-label") || e.textContent.trim() || e.id)(e))"""
#: What has the focus: its words, whether the focus shows, and whether anything else lies over its middle.
FOCUSED = """() => { const e = document.activeElement; if (e === document.body) return null;
  const look = getComputedStyle(e), box = e.getBoundingClientRect();
  const shown = (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== "none";
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return [window.wordsOf(e), shown, top !== null && (e === top || e.contains(top) || top.contains(e))]; }"""
#: Words as long as a translation may be: each text grows by three fifths of itself, its longest words too.
GROW = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("[aria-hidden]")) texts.push(walk.currentNode);
  for (const text of texts) {
    const words = text.data.trim();
    text.data += words.slice(0, Math.ceil(0.6 * words.length));
  } }"""
OPEN, OWN = (
    ["/sign-in", "/board", "/terminal/sign-in"],
    ["/", "/code", "/records", "/loss", "/records?kind=look", "/me", "/passes"],
)


@pytest.mark.parametrize("path", ["/", "/code"])
def test_every_control_is_reached_by_tab_in_order_and_is_seen_to_be(world: Any, kit: Any, path: str) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.sign_in(page, "owner")
        page.goto(path)
        wanted, reached, hidden = page.evaluate(CONTROLS), [], []
        for _ in range(len(wanted) + 2):
            page.keyboard.press("Tab")
            if (found := page.evaluate(FOCUSED)) is None:
                break
            reached.append(found[0])
            if not (found[1] and found[2]):
                hidden.append(found)
        assert reached == wanted
        assert hidden == []


@pytest.mark.parametrize("mode", ["standard", "care"])
def test_no_page_needs_sideways_scrolling_when_its_words_grow(world: Any, kit: Any, mode: str) -> None:
    wide = {}
    with world.visit(language="en", mode=mode) as visitor:
        page = visitor.new_page()
        for part, paths in (("", OPEN), ("owner", OWN)):
            if part:
                kit.sign_in(page, part)
            for path in paths:
                page.goto(path)
                page.evaluate(GROW)
                wide[path] = page.evaluate(TOO_WIDE)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_a_terminal_without_network_says_what_still_works_and_what_to_do(world: Any, kit: Any) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        kit.open_terminal(page)
        visitor.set_offline(True)
        page.fill("#presentation", "OC1NONSENSE")
        page.press("#presentation", "Enter")
        page.wait_for_selector(".verdict.no")
        said = page.locator("#verdict").inner_text()
        assert "当前没有网络" in said and "仍可使用" in said and "请检查网络后再扫" in said, said
        visitor.set_offline(False)
        page.route("**/uses", lambda route: route.fulfill(status=503, body="broken"))
        page.fill("#presentation", "OC1NONSENSE")
        page.press("#presentation", "Enter")
        expect(page.locator("#verdict")).to_contain_text("系统忙")
        assert kit.violations(page) == []
