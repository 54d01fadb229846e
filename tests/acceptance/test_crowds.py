"""Many people behind one address: each session counts by itself, a made-up cookie buys nothing, people get a page."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from tests.acceptance.cast import PASSWORD
from tests.acceptance.serving import GENEROUS, served

from onecard.doors.security.cookies import BARE
from onecard.doors.security.limits import RATES, Rate
from onecard.doors.security.sessions import close_sessions_of
from onecard.doors.web import create_app

UNSIGNED, SIGNED, ALL = 12, 8, 40
TIGHT = {**GENEROUS, "request": Rate(UNSIGNED, 3600), "session": Rate(SIGNED, 3600), "address": Rate(ALL, 3600)}
PAGE = {"accept": "text/html"}


@pytest.fixture
def arrive(house: Any, cast: Any) -> Iterator[Callable[..., httpx.Client]]:
    """Another browser at the same address; with a card it signs in, which costs one request without a session."""
    with served(create_app(house, rates=TIGHT)) as where:

        def new(card_number: str = "") -> httpx.Client:
            client = httpx.Client(base_url=where)
            if card_number:
                given = {"card_number": card_number, "password": PASSWORD}
                assert client.post("/v1/sign-in/resident", json=given).status_code == 200
            return client

        yield new


def passed(client: httpx.Client, times: int, path: str = "/v1/me") -> int:
    return sum(client.get(path).status_code != 429 for _ in range(times))


def test_neighbours_behind_one_address_do_not_use_up_each_others_requests(arrive, cast):
    first, second = (arrive(one.card.card_number) for one in (cast.resident, cast.neighbour))
    assert passed(first, SIGNED + 5) == SIGNED + 1, "the first one found the session, and counted without it"
    assert passed(second, SIGNED) == SIGNED, "and the other's are untouched"


def test_a_made_up_cookie_counts_with_those_who_have_none(arrive):
    got = 0
    for number in range(UNSIGNED + 5):
        with arrive() as client:
            client.cookies.set(BARE, f"made-up-{number}")
            got += passed(client, 1)
    assert got == UNSIGNED
    assert passed(arrive(), 1) == 0


def test_a_session_that_has_ended_counts_with_the_unsigned_again(arrive, cast):
    client = arrive(cast.resident.card.card_number)
    assert client.get("/v1/me").status_code == 200
    with cast.house.app.writing() as tx:
        close_sessions_of(tx, cast.resident.holder_id)
    assert client.get("/v1/me").status_code == 401
    assert passed(client, UNSIGNED) == UNSIGNED - 2, "signing in and finding the session were the other two"


def test_one_address_has_a_bound_however_many_have_signed_in(arrive, cast):
    first, second = (arrive(one.card.card_number) for one in (cast.resident, cast.neighbour))
    assert passed(second, 1) == 1
    assert passed(first, ALL) == SIGNED + 1
    assert passed(second, 1) == 0


def test_whoever_is_sent_away_reads_a_page_and_a_program_problem_json(arrive):
    client = arrive()
    assert passed(client, UNSIGNED, "/health/live") == UNSIGNED
    told = client.get("/board", headers={**PAGE, "accept-language": "en"})
    assert (told.status_code, told.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert "Too many requests" in told.text and 'lang="en"' in told.text and "12333" in told.text
    assert int(told.headers["retry-after"]) > 0 and "content-security-policy" in told.headers
    for path, headers in (("/board", {}), ("/v1/me", PAGE)):
        answer = client.get(path, headers=headers)
        assert (answer.headers["content-type"], answer.json()["code"]) == (
            "application/problem+json",
            "door.too_many_requests",
        )


def test_the_real_rates_let_a_hall_show_its_codes_and_keep_a_stranger_short():
    a_code, a_camera, people = 60 / 1.5, 60 / 0.25, 200
    assert RATES["session"].count > max(a_code, a_camera)
    assert RATES["address"].count > people * a_code
    assert RATES["request"].count <= 600 and RATES["sign_in"].count <= 20
