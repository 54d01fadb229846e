"""Pensions asked "what if" by anybody: over the API and on the page, without a name, and nothing is kept."""

import httpx
import pytest
from tests.acceptance.serving import served

from onecard.doors.security.limits import RATES, Rate
from onecard.doors.web import create_app

ESTIMATE = "/v1/pensions/estimate"
PERSON = {"place": 510100, "born": "1970-06", "paid_months": 300, "balance_fen": 12_000_000, "index": "1.2"}
PAGE = "/pension/what-if"
FORM = {
    "scheme": "employee", "place": "510000", "born": "1970年6月", "category": "male", "paid_months": "25年",
    "deemed_months": "0", "index": "１.２", "balance_fen": "120,000", "goes_on": "yes",
}  # fmt: skip
HTML = {"accept": "text/html"}


def said(answer):
    return answer.status_code, answer.json()["code"]


def test_anybody_is_told_when_how_much_and_why(nobody):
    told = nobody.post(ESTIMATE, json=PERSON | {"on": "2026-11-25"}).json()
    assert (told["earliest"], told["statutory"], told["latest"]) == ("2030-06", "2031-11", "2034-11")
    due = next(one for one in told["choices"] if one["kind"] == "statutory")
    assert due["entitled"] and due["amount_fen"] == sum(part["amount_fen"] for part in due["parts"]) == 371_136
    assert {reason["code"] for reason in told["reasons"]} >= {"pensions.delayed", "pensions.base"}
    for reason in [*told["reasons"], due["reason"], *(part["reason"] for part in due["parts"])]:
        assert reason["words"] and reason["words_zh"] and not (reason["source"] and reason["illustrative"])


def test_the_same_question_by_the_rules_of_before_the_reform_has_another_answer(nobody):
    told = nobody.post(ESTIMATE, json=PERSON | {"on": "2024-12-31", "paid_months": 270}).json()
    assert told["by_rules_of"] == "2024-12-31"
    assert told["earliest"] == told["statutory"] == told["latest"] == "2030-06"


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"place": 999999}, (422, "pensions.place_unknown")),
        ({"place": 10**30}, (422, "pensions.place_unknown")),
        ({"place": 710000}, (422, "pensions.place_unknown")),
        ({"born": "1899-12"}, (422, "pensions.fact_wrong")),
        ({"born": "9999-12"}, (422, "pensions.fact_wrong")),
        ({"index": "0.1"}, (422, "pensions.fact_wrong")),
        ({"paid_months": 1200}, (422, "pensions.fact_wrong")),
        ({"deemed_months": 301}, (422, "pensions.fact_wrong")),
        ({"on": "2019-01-01", "paid_months": 0}, (409, "pensions.rule_unknown")),
        ({"on": "9999-12-31"}, (422, "pensions.fact_wrong")),
        ({"born": "1970-13"}, (400, "door.request_malformed")),
        ({"born": "1970-06\n"}, (400, "door.request_malformed")),
        ({"born": "١٩٧٠-06"}, (400, "door.request_malformed")),
        ({"index": "1.23456"}, (400, "door.request_malformed")),
        ({"index": "١.٢"}, (400, "door.request_malformed")),
        ({"balance_fen": 1.5}, (400, "door.request_malformed")),
        ({"balance_fen": 10**11}, (400, "door.request_malformed")),
        ({"name": "somebody"}, (400, "door.request_malformed")),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name_and_never_breaks(nobody, more, refusal):
    assert said(nobody.post(ESTIMATE, json=PERSON | more)) == refusal


def test_a_families_grants_a_years_raise_and_a_paying_place_are_told(nobody):
    grants = nobody.post("/v1/pensions/grants", json={"place": 510100, "paid_months": 300, "on": "2026-06-01"}).json()
    assert (grants["funeral_fen"], grants["survivor_fen"], grants["survivor_months"]) == (712_000, 6_764_000, 19)
    drawn = {"place": 510100, "pension_fen": 300_000, "paid_months": 400, "born": "1950-01-01", "since": "2010-02"}
    assert nobody.post("/v1/pensions/adjustment", json=drawn | {"on": "2026-07-01"}).json()["after_fen"] == 310_100
    stretches = [{"place": 440000, "first": "1995-01", "last": "2004-12"}]
    place = nobody.post("/v1/pensions/paying-place", json={"home": 510100, "stretches": stretches}).json()
    assert (place["province"], place["months_by_province"], place["reason"]["code"]) == (
        440000, {"440000": 120}, "pensions.place_last",
    )  # fmt: skip
    twice = [*stretches, {"place": 330000, "first": "2004-12", "last": "2005-12"}]
    again = nobody.post("/v1/pensions/paying-place", json={"home": 510100, "stretches": twice})
    assert said(again) == (422, "pensions.periods_overlap")


def test_one_client_does_not_keep_the_others_from_asking(house):
    few = {**dict.fromkeys(RATES, Rate(1_000, 60.0)), "estimate": Rate(2, 60.0)}
    with served(create_app(house, rates=few)) as where, httpx.Client(base_url=where) as client:
        answers = [client.post(ESTIMATE, json=PERSON).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert client.post(PAGE, data=FORM, headers=HTML).status_code == 429
        assert client.get(PAGE, headers=HTML).status_code == 200


def test_the_page_answers_above_the_form_and_keeps_nothing_in_its_address(nobody):
    answer = nobody.post(PAGE, data=FORM, headers=HTML)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    assert str(answer.url).endswith(PAGE)
    for words in ("2031年11月", "2030年6月", "2034年11月", "¥3,711.36", "国发〔2005〕38号", "示意"):
        assert words in answer.text
    assert 'value="1970年6月"' in answer.text and "<svg" in answer.text


def test_what_is_wrong_on_the_page_stands_at_its_field(nobody):
    empty = nobody.post(PAGE, data={"scheme": "employee"}, headers=HTML)
    assert empty.status_code == 422
    for field in ("place", "born", "category", "paid_months", "deemed_months", "index", "balance_fen", "goes_on"):
        assert f'id="{field}-error"' in empty.text and f'href="#{field}"' in empty.text
    high = nobody.post(PAGE, data=FORM | {"index": "9"}, headers=HTML)
    assert high.status_code == 422 and 'id="index-error"' in high.text and "0.6–3" in high.text
    odd = nobody.post(PAGE, data=FORM | {"place": "999999", "scheme": "\0"}, headers=HTML)
    assert odd.status_code == 422 and 'id="place-error"' in odd.text


def test_a_resident_finds_her_own_birth_month_filled_in_and_her_form_needs_her_token(resident, cast):
    blank = resident.get(PAGE, headers=HTML)
    born = cast.resident.number[6:12]
    assert f'value="{born[:4]}-{born[4:]}"' in blank.text
    assert resident.post(PAGE, data=FORM, headers=HTML).status_code == 200
    del resident.headers["x-csrf-token"]
    assert resident.post(PAGE, data=FORM, headers=HTML).status_code == 403


def test_a_residents_scheme_is_asked_for_less(nobody):
    assert 'name="index"' not in nobody.get(f"{PAGE}?scheme=resident", headers=HTML).text
    form = {"scheme": "resident", "place": "510000", "born": "1966-11", "paid_months": "20年", "goes_on": "no"}
    answer = nobody.post(PAGE, data=form | {"balance_fen": "30000"}, headers=HTML)
    assert answer.status_code == 200 and "国发〔2014〕8号" in answer.text


DAYS = ("0001-01-01", "1899-12-31", "2021-08-31", "2199-12-31", "2200-01-01", "9999-12-31")
OTHERS = {
    "/v1/pensions/grants": {"place": 510100, "paid_months": 300},
    "/v1/pensions/adjustment": {
        "place": 510100, "pension_fen": 300_000, "paid_months": 300, "born": "1950-01-01", "since": "2010-02",
    },
    "/v1/pensions/paying-place": {
        "home": 510100, "stretches": [{"place": 440000, "first": "1995-01", "last": "2004-12"}],
    },
}  # fmt: skip
SPOILT = [
    *({"on": day} for day in DAYS),
    {"place": -1}, {"home": 10**40}, {"paid_months": -1}, {"paid_months": 1200}, {"drawn_months": 1200},
    {"pension_fen": 10**10}, {"pension_fen": -1}, {"born": "0001-01-01"}, {"born": "9999-12-31"},
    {"since": "1000-01"}, {"since": "9999-12"}, {"stretches": []}, {"stretches": None},
    {"stretches": [{"place": 440000, "first": "1000-01", "last": "9999-12"}]},
    {"stretches": [{"place": 10**40, "first": "2000-01", "last": "2000-01"}]},
]  # fmt: skip


BODIES = (b"", b"[]", b"{}", b"null", b'{"place": NaN}', b"{" * 5000, b'{"place": 1e400}', b"\xff")
TYPED = ("", "-1", "NaN", "1e9", "9" * 400, "١٢", "0000-00", "9999-12", "<b>", "\x00", "999999", "710000")


@pytest.mark.parametrize("path", [ESTIMATE, *OTHERS])
def test_far_days_and_huge_numbers_are_answered_or_refused_in_words(nobody, path):
    for more in SPOILT:
        answer = nobody.post(path, json=OTHERS.get(path, PERSON) | more)
        assert answer.status_code in (200, 400, 409, 422), (more, answer.text)
        assert answer.status_code == 200 or answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("path", [ESTIMATE, *OTHERS])
def test_a_body_that_is_no_question_is_refused_in_words(nobody, path):
    for body in BODIES:
        answer = nobody.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 400, body
        assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("field", sorted(FORM))
def test_whatever_is_typed_on_the_page_is_answered_at_its_field(nobody, field):
    for typed in TYPED:
        assert nobody.post(PAGE, data=FORM | {field: typed}, headers=HTML).status_code in (200, 422), typed


@pytest.mark.parametrize("field", ["home", "place_1", "first_1", "last_1", "temporary_1", "place_5"])
def test_whatever_is_typed_of_places_is_answered_at_its_field(nobody, field):
    form = {"home": "510000", "place_1": "440000", "first_1": "1995-01", "last_1": "2004-12"}
    for typed in TYPED:
        answer = nobody.post("/pension/place", data=form | {field: typed}, headers=HTML)
        assert answer.status_code in (200, 422), typed


def test_the_pages_of_benefits_take_any_place_and_word(nobody):
    for place in ("", "x", "-1", "9" * 400, "１１００００", "710000", "110105"):
        for path in ("/benefits", "/benefits/resident_pension"):
            answer = nobody.get(path, params={"place": place, "search": "养老 \x00" + "x" * 5000}, headers=HTML)
            assert answer.status_code == 200, place
    assert nobody.get("/benefits/" + "x" * 500, headers=HTML).status_code == 404
