"""Signing in: who gets in, who does not, what a wrong try costs, and what a session is worth."""

from datetime import timedelta

import httpx
import pytest
from tests.acceptance.cast import PASSWORD, STAFF_PASSWORD
from tests.acceptance.serving import served

from onecard.doors.security.limits import RATES, Rate
from onecard.doors.web import create_app


def sign_in(client: httpx.Client, cast, password: str = PASSWORD) -> httpx.Response:
    return client.post(
        "/v1/sign-in/resident", json={"card_number": cast.resident.card.card_number, "password": password}
    )


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.json()["code"]


def test_resident_signs_in_and_sees_herself_masked(resident):
    me = resident.get("/v1/me").json()
    assert (me["name"], me["number"][3:14]) == ("何*英", "*" * 11)


def test_session_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(nobody, cast):
    cookie = sign_in(nobody, cast).headers["set-cookie"]
    assert cookie.startswith("onecard_session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


def test_wrong_password_and_unknown_card_are_answered_alike(nobody, cast):
    wrong = sign_in(nobody, cast, "314159")
    unknown = nobody.post("/v1/sign-in/resident", json={"card_number": "ZZZZZZZZZ", "password": PASSWORD})
    assert (wrong.status_code, code_of(wrong)) == (401, "ecards.sign_in_refused")
    assert {**wrong.json(), "trace": ""} == {**unknown.json(), "trace": ""}


def test_five_wrong_passwords_lock_the_card_even_for_the_right_one(nobody, cast, clock):
    for _ in range(4):
        assert sign_in(nobody, cast, "314159").status_code == 401
    locked = sign_in(nobody, cast, "314159")
    assert (locked.status_code, code_of(locked)) == (429, "ecards.sign_in_locked")
    assert sign_in(nobody, cast).status_code == 429
    clock.move(minutes=16)
    assert sign_in(nobody, cast).status_code == 200


def test_a_number_that_is_no_card_locks_as_a_card_does(nobody, cast, clock):
    def tries(number: str) -> list[dict]:
        given = {"card_number": number, "password": "314159"}
        answers = [nobody.post("/v1/sign-in/resident", json=given) for _ in range(6)]
        return [{**answer.json(), "trace": ""} for answer in answers]

    assert tries("ZZZZZZZZZ") == tries(cast.resident.card.card_number)


def test_staff_need_password_and_a_code_that_serves_once(nobody, cast):
    code = cast.one_time_code("auditor")
    given = {"sign_in_name": "auditor", "password": STAFF_PASSWORD, "one_time_code": code}
    assert nobody.post("/v1/sign-in/staff", json={**given, "password": "something else"}).status_code == 401
    assert nobody.post("/v1/sign-in/staff", json=given).status_code == 200
    again = nobody.post("/v1/sign-in/staff", json=given)
    assert (again.status_code, code_of(again)) == (401, "agencies.sign_in_refused")


def test_who_left_is_out_at_once(staff, cast, owner_tx):
    auditor = staff("auditor")
    assert auditor.get("/v1/session").status_code == 200
    owner_tx.execute("update agencies.staff set state = 'left' where sign_in_name = 'auditor'")
    assert auditor.get("/v1/session").status_code == 401


def test_signing_out_ends_the_session_everywhere(resident):
    token = resident.cookies["onecard_session"]
    assert resident.post("/v1/sign-out").status_code == 204
    resident.cookies.set("onecard_session", token)
    assert resident.get("/v1/me").status_code == 401


def test_signing_in_again_ends_the_session_before(resident, cast):
    first = resident.cookies["onecard_session"]
    assert sign_in(resident, cast).status_code == 200
    assert resident.cookies["onecard_session"] != first
    resident.cookies.clear()
    resident.cookies.set("onecard_session", first)
    assert resident.get("/v1/me").status_code == 401


@pytest.mark.parametrize(("idle", "status"), [(29, 200), (31, 401)])
def test_session_left_alone_for_half_an_hour_ends(resident, clock, idle, status):
    clock.move(minutes=idle)
    assert resident.get("/v1/me").status_code == status


def test_busy_session_ends_after_twelve_hours(resident, clock):
    for _ in range(35):
        clock.move(minutes=20)
        assert resident.get("/v1/me").status_code == 200
    clock.move(minutes=20)
    assert resident.get("/v1/me").status_code == 401


def test_staff_session_goes_idle_after_a_quarter_of_an_hour(staff, clock):
    auditor = staff("auditor")
    clock.move(minutes=16)
    assert auditor.get("/v1/session").status_code == 401


def test_made_up_token_opens_nothing(nobody, cast):
    nobody.cookies.set("onecard_session", "x" * 43)
    assert code_of(nobody.get("/v1/me")) == "door.sign_in_needed"


def test_database_holds_no_token_that_could_be_used(resident, owner_tx):
    rows = owner_tx.execute("select token_hash from security.session").fetchall()
    token = resident.cookies["onecard_session"].encode()
    assert [len(row.token_hash) for row in rows] == [32]
    assert token not in rows[0].token_hash


def test_change_without_the_csrf_token_is_refused(resident):
    del resident.headers["x-csrf-token"]
    assert code_of(resident.post("/v1/me/code", json={})) == "door.form_not_ours"
    answer = resident.post("/v1/me/code", json={}, headers={"x-csrf-token": "0" * 64})
    assert code_of(answer) == "door.form_not_ours"


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "https://evil.invalid"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_change_that_another_site_asks_for_is_refused_even_with_the_token(resident, said):
    assert code_of(resident.post("/v1/me/code", json={}, headers=said)) == "door.came_from_elsewhere"


def test_change_from_our_own_page_passes(resident, address):
    said = {"origin": address, "sec-fetch-site": "same-origin"}
    assert resident.post("/v1/me/code", json={}, headers=said).status_code == 200


def test_nobody_signs_in_from_another_site(nobody, cast):
    given = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    answer = nobody.post("/v1/sign-in/resident", json=given, headers={"origin": "https://evil.invalid"})
    assert code_of(answer) == "door.came_from_elsewhere"


def test_one_account_is_tried_ten_times_a_minute_and_no_more(house, cast):
    with served(create_app(house)) as where, httpx.Client(base_url=where) as client:
        given = {"card_number": "ZZZZZZZZZ", "password": PASSWORD}
        answers = [client.post("/v1/sign-in/resident", json=given) for _ in range(RATES["account"].count + 1)]
    counted = ["ecards.sign_in_refused"] * 4 + ["ecards.sign_in_locked"] * (RATES["account"].count - 4)
    assert [code_of(answer) for answer in answers] == [*counted, "door.too_many_requests"]
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_one_address_is_served_so_often_and_no_more(house):
    few = {**RATES, "request": Rate(20, 3600.0)}
    with served(create_app(house, rates=few)) as where, httpx.Client(base_url=where) as client:
        statuses = [client.get("/health/live").status_code for _ in range(25)]
    assert statuses == [200] * 20 + [429] * 5


def test_password_longer_than_any_is_malformed_and_not_hashed(nobody, cast):
    answer = sign_in(nobody, cast, "1" * 100_000)
    assert (answer.status_code, code_of(answer)) == (400, "door.request_malformed")


def test_body_larger_than_any_is_refused(nobody):
    answer = nobody.post("/v1/sign-in/resident", content=b"x" * 1_000_001, headers={"content-type": "application/json"})
    assert (answer.status_code, code_of(answer)) == (413, "door.body_too_large")


def test_sessions_that_ended_are_swept(resident, house, clock, owner_tx):
    from onecard.doors.security.sessions import sweep

    with house.app.writing() as tx:
        assert sweep(tx, at=clock()) == 0
    with house.app.writing() as tx:
        assert sweep(tx, at=clock() + timedelta(hours=13)) == 1
