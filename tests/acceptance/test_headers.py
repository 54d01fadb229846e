"""Every answer of every route carries the security headers, whether it says yes, no or nothing."""

from dataclasses import replace

import httpx
import pytest
from tests.acceptance.serving import served
from tests.acceptance.test_least_privilege import OPERATIONS, PAGES

from onecard.doors.web import create_app

ALL = [
    *OPERATIONS.values(),
    *[page for pages in PAGES.values() for page in pages],
    ("GET", "/nowhere"),
    ("PUT", "/v1/me"),
]
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def policy_of(answer: httpx.Response) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))


@pytest.mark.parametrize("visitor", ["nobody", "resident"])
def test_every_route_is_guarded_by_headers(visitor, request, cast):
    client = request.getfixturevalue(visitor)
    for method, path in ALL:
        answer = client.request(method, path)
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, path
        assert len(answer.headers["x-trace-id"]) == 32, path
        assert "camera=(self)" in answer.headers["permissions-policy"], path
        policy = policy_of(answer)
        assert policy["default-src"] == "'self'", path
        assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3, path
        assert policy["form-action"] == "'self'", path
        assert "unsafe" not in answer.headers["content-security-policy"], path


#: What is the same for everybody: files, and the signed list of what is revoked.
KEPT = ("/static", "/v1/revocations")


def test_only_static_files_are_kept_by_anybody(resident, cast):
    for method, path in ALL:
        answer = resident.request(method, path)
        if not (path.startswith(KEPT) and answer.status_code == 200):
            assert answer.headers["cache-control"] == "no-store", path


def test_pages_hold_no_inline_script_or_style(resident, nobody):
    for client in (resident, nobody):
        for method, path in ALL:
            answer = client.request(method, path, headers={"accept": "text/html"})
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>" not in answer.text, path
                assert "<style" not in answer.text, path
                assert " style=" not in answer.text, path
                assert " onclick=" not in answer.text, path


def test_with_tls_in_front_cookies_are_bound_and_the_browser_is_told_to_stay(house, cast):
    outside = replace(house, settings=replace(house.settings, public_url="https://card.invalid"))
    given = {"card_number": cast.resident.card.card_number, "password": "271828"}
    with served(create_app(outside)) as where, httpx.Client(base_url=where) as client:
        answer = client.post("/v1/sign-in/resident", json=given)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-onecard_session=")
        assert "; Secure" in cookie
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
        token = cookie.split(";")[0]
        assert client.get("/v1/me", headers={"cookie": token}).status_code == 200
        bare = token.removeprefix("__Host-")
        assert client.get("/v1/me", headers={"cookie": bare}).status_code == 401


def test_without_tls_nothing_is_promised_that_plain_http_cannot_keep(nobody):
    assert "strict-transport-security" not in nobody.get("/health/live").headers


def test_metrics_are_for_our_own_network(house):
    outside = replace(house, settings=replace(house.settings, public_url="https://card.invalid"))
    with served(create_app(outside)) as where, httpx.Client(base_url=where) as client:
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 404


def test_forwarded_address_is_believed_only_behind_our_proxy(nobody):
    assert nobody.get("/metrics", headers={"x-forwarded-for": "8.8.8.8"}).status_code == 200


def test_people_get_a_page_and_programs_problem_json(nobody):
    assert nobody.get("/nowhere", headers={"accept": "text/html"}).headers["content-type"].startswith("text/html")
    assert nobody.get("/nowhere").headers["content-type"] == "application/problem+json"
    answer = nobody.get("/v1/nowhere", headers={"accept": "text/html"})
    assert (answer.headers["content-type"], answer.json()["code"]) == (
        "application/problem+json",
        "door.nothing_here",
    )


def test_form_of_another_site_is_refused_with_a_page(resident):
    said = {"accept": "text/html", "origin": "https://evil.invalid"}
    answer = resident.post("/loss/report", data={}, headers=said)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")
    assert "请求来自其他网站" in answer.text


def test_what_breaks_inside_says_a_number_and_nothing_else(house, cast, capsys):
    def broken():
        raise RuntimeError("何秀英 510681194611230024")

    with served(create_app(replace(house, clock=broken))) as where, httpx.Client(base_url=where) as client:
        answer = client.get("/v1/places/510000")
    assert (answer.status_code, answer.json()["code"]) == (500, "door.broken")
    assert answer.json()["trace"] == answer.headers["x-trace-id"]
    assert "何秀英" not in answer.text
    said = capsys.readouterr()
    assert answer.json()["trace"] in said.out + said.err
    assert "何秀英" not in said.out + said.err
