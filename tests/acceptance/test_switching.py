"""Language and mode can be switched on every page, also on one that answers a form: the way back can be visited."""

import html
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from onecard.doors.portal.routes import portal_routes
from onecard.doors.terminal.routes import terminal_routes

#: What each form sends so that a page answers it and not a way to another one, and where that page itself is.
RESIDENT = {
    "/card/eye": ({"shown": "yes"}, "/"),
    "/loss/cancel": ({"password": "1"}, "/loss/cancel"),
    "/carriers/print": ({"password": "1"}, "/carriers/print"),
    "/credentials/add": ({"password": "1"}, "/credentials/add"),
    "/ecard/password": ({"password": "1"}, "/ecard/password"),
    "/family/add": ({"part": "offer"}, "/family/add?part=offer"),
    "/functions/pin": ({"password": "1"}, "/functions/pin"),
    "/functions/unlock": ({"half": "bank", "password": "1"}, "/functions/unlock?half=bank"),
    "/handover": ({"code": "x"}, "/scan"),
    "/licence": ({"shown": "yes"}, "/licence"),
    "/records/export": ({"password": "1"}, "/records/export"),
    "/scan": ({"code": "x"}, "/scan"),
    "/venue": ({"code": "x"}, "/scan"),
    "/passes/buy": ({"offer": "nowhere", "once": "0"}, "/passes"),
    "/passes/activate": ({"pass": "x"}, "/passes"),
    "/passes/refund": ({"pass": "x"}, "/passes"),
}
NOBODY = {
    "/sign-in": "/sign-in",
    "/terminal/sign-in": "/terminal/sign-in",
    "/forgot": "/forgot",
    "/forgot/reset": "/forgot",
    "/pension/what-if": "/pension/what-if?scheme=employee",
    "/pension/place": "/pension/place",
}
USES = "/terminal/at/{point_id:uuid}/uses"
#: These always lead to another page, answer a script alone, have nothing to be wrong, or hang on something that must
#: have been made before; what is refused there goes back to the front of its door.
WITHOUT_PAGE = {
    "/sign-out",
    "/loss/report",
    "/carriers/stop",
    "/credentials/withdraw",
    "/ecard/sure",
    "/ecard/unlink",
    *(f"/family/{{delegation_id:uuid}}/{what}" for what in ("accept", "code", "decline", "end", "loss", "terms")),
    "/functions/lock",
    "/kiosk/state",
    "/records/objections",
    "/scan/frames",
    "/venue/ticket",
    "/terminal/at/{point_id:uuid}/next",
    "/terminal/at/{point_id:uuid}/proofs",
    "/terminal/sign-out",
    "/terminal/open",
    "/terminal/at/{point_id:uuid}/frames",
}


def places(page: str) -> set[str]:
    """Where the two switches of this page come back to."""
    links = [html.unescape(link) for link in re.findall(r'class="switch"[^>]* href="([^"]+)"', page)]
    return {httpx.URL(link).params["to"] for link in links}


def lands_on(client: httpx.Client, answer: httpx.Response) -> str:
    """Follow a switch of this page and say where it leads; it must be a page."""
    assert answer.headers["content-type"].startswith("text/html"), answer.text
    [place] = places(answer.text)
    there = client.get("/manner", params={"language": "en", "to": place}, follow_redirects=True)
    assert (there.status_code, there.request.method) == (200, "GET")
    return place


def test_every_form_of_the_pages_is_tried_here(house: Any) -> None:
    forms = {
        path
        for one in [*portal_routes(house), *terminal_routes(house)]
        if "POST" in one.http_methods
        for path in one.paths
    }
    assert forms == {*RESIDENT, *NOBODY, USES, *WITHOUT_PAGE}


@pytest.mark.parametrize("path", RESIDENT)
def test_a_switch_after_a_residents_form_comes_back_to_its_page(resident: httpx.Client, path: str) -> None:
    sent, place = RESIDENT[path]
    answer = resident.post(path, data=sent, headers={"accept": "text/html"})
    assert lands_on(resident, answer) == place


@pytest.mark.parametrize("path", NOBODY)
def test_a_switch_after_a_form_that_nobody_needs_to_sign_in_for_comes_back_to_its_page(
    nobody: httpx.Client, path: str
) -> None:
    assert lands_on(nobody, nobody.post(path, data={})) == NOBODY[path]


def test_a_switch_after_a_scan_comes_back_to_the_point(staff: Callable[[str], httpx.Client], cast: Any) -> None:
    attendant, point = staff("point_attendant"), f"/terminal/at/{cast.gate.point_id}"
    assert lands_on(attendant, attendant.post(f"{point}/uses", data={"presentation": "OC1"})) == point


def test_a_switch_on_a_refused_form_comes_back_to_the_front_of_its_door(nobody: httpx.Client) -> None:
    strange = {"accept": "text/html", "origin": "https://evil.invalid"}
    for path, front in (("/loss/report", "/"), ("/terminal/open", "/terminal")):
        assert places(nobody.post(path, data={}, headers=strange).text) == {front}


def test_a_switch_on_a_page_that_was_visited_keeps_its_question(nobody: httpx.Client) -> None:
    assert places(nobody.get("/board?map=uses").text) == {"/board?map=uses"}
