"""An empty page says why it is empty and offers one thing to do."""

import re

import pytest


def empties(page: str) -> list[tuple[str, str, str]]:
    """(heading, why, where the next action leads) of every empty state of this page."""
    found = re.findall(r'<div class="empty">.*?<h2>(.*?)</h2><p class="soft">(.*?)</p>(.*?)</div>', page, flags=re.S)
    return [(head, why, "".join(re.findall(r'href="([^"]+)"', rest))) for head, why, rest in found]


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/board", ["/", "/board?map=outside"]),
        ("/", ["/code"]),
        ("/records?kind=use", ["/code"]),
        ("/records?kind=look", ["/records"]),
        ("/benefits?search=nothing", ["/benefits"]),
    ],
)
def test_an_empty_page_says_why_and_what_to_do(resident, path, leads_to):
    found = empties(resident.get(path).text)
    assert [where for _, _, where in found] == leads_to
    assert all(head and why for head, why, _ in found)


def test_a_stopped_card_is_not_sent_to_a_code_it_will_not_get(resident):
    assert resident.post("/v1/me/card/loss", json={"kind": "temporary"}).status_code == 200
    assert [where for _, _, where in empties(resident.get("/").text)] == ["/records"]


def test_an_attendant_without_points_is_told_whom_to_ask(staff, owner_tx):
    attendant = staff("point_attendant")
    owner_tx.execute("update agencies.point set state = 'closed'")
    [(_, why, where)] = empties(attendant.get("/terminal").text)
    assert "管理员" in why and where == "/terminal"


def test_a_loss_report_shows_its_number_and_what_comes_next(resident):
    assert "受理编号" not in resident.get("/loss").text
    said = resident.post("/loss/report", data={}, follow_redirects=True).text
    [number] = re.findall(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", said)
    assert "接下来" in said and "自动解除" in said and "请另向银行挂失" in said
    assert number in resident.get("/loss").text, "the number is not lost with the page"


def test_the_charge_of_a_loss_report_is_the_rulebooks_and_marked(resident):
    asked = resident.get("/loss/report").text
    assert re.search(r"费用</dt><dd>¥0\.00 <span class=\"tag warn\">示意", asked)
    resident.post("/loss/report", data={})
    assert "费用" not in resident.get("/loss/cancel").text
