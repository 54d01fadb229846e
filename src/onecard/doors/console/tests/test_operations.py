"""Operations as a table: each has words, a role that may do it, and an answer to every state a card can be in."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.doors.console.answers import read_answers
from onecard.doors.console.carried import carry, uncarry
from onecard.doors.console.counter import Counter
from onecard.doors.console.errors import VisitEnded
from onecard.doors.console.operation import Field, Operation, offers, operations, reason_against
from onecard.doors.console.tickets import Done, Slip, Visit, open_slip, open_visit, seal_ticket
from onecard.doors.look.pages import Pages
from onecard.doors.security.visitors import Staff

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
VISIT = Visit(ONE, AT, "service_desk", "consent", "", "here", 511381, None, ("51",), "511***********0024")
EVERYTHING = frozenset().union(*agencies.ROLES.values())
PAGES = Pages("onecard.doors.console")


class _House:
    """As much of a house as conditions ask for: the rulebook."""

    def __init__(self, book: Any) -> None:
        self.book = book


def card(state: Any, **changes: Any) -> cards.Card:
    until = AT + timedelta(days=3) if state == "temporarily_lost" else None
    made = cards.Card(ONE, TWO, "YKT510001", TWO, 511381, None, state, "active", "active", "active", AT, until)
    return replace(made, **changes)


def counter(book: Any, *held: cards.Card, died_on: date | None = None, where: Any = "here", **changes: Any) -> Counter:
    import msgspec

    staff = Staff(ONE, ONE, changes.pop("permissions", EVERYTHING), ("51",), "")
    agency = agencies.Agency(ONE, changes.pop("kind", "card_agency"), 510000, "某机构", "An agency")
    person = residents.Resident(ONE, 511381, date(1954, 3, 12), "F", died_on, AT)
    halves = tuple(cards.HalfStanding(TWO, half, "active", (), "none", None) for half in cards.HALVES) if held else ()
    visit = msgspec.structs.replace(VISIT, where=where)
    masked = residents.Masked("张*雨", VISIT.number)
    return Counter(_House(book), staff, agency, visit, AT, person, masked, held, None, halves, (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.id)
def test_each_operation_speaks_both_languages_and_somebody_may_do_it(operation: Operation, book: Any) -> None:
    said = [operation.name, operation.what, operation.button, *operation.next_steps]
    fields = operation.fields(counter(book, card("active")))
    said += [words for one in fields for words in (one.label, *(label for _, label in one.options))]
    for zh, en in said:
        assert re.search(r"[\u4e00-\u9fff]", zh) and en and not re.search(r"[\u4e00-\u9fff]", en), (zh, en)
    assert operation.permission in EVERYTHING
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", operation.id)
    assert len({one.name for one in fields}) == len(fields)
    assert (operation.deed is not None) == (operation.elsewhere == "asked")


def test_every_state_has_an_answer_for_every_operation(book: Any) -> None:
    found: dict[str, list[str]] = {}
    for state in cards.STATE_WORDS:
        seen = counter(book, card(state))
        found[state] = [one.operation.id for one in offers(seen) if one.why_not is None]
        assert all(one.why_not[0] and one.why_not[1] for one in offers(seen) if one.why_not is not None)
    counter_only = {"give-pin", "lock-half", "change-data", "cancel-card", "issue-ecard"}
    assert {"report-temporary-loss", "report-formal-loss", "replace-card", *counter_only} == set(found["active"])
    assert {"cancel-loss", "report-formal-loss", "issue-temporary-card"} <= set(found["temporarily_lost"])
    assert "cancel-loss" not in found["lost"], "this place does not un-hang after a formal report"
    assert set(found["applied"]) == {"produce-here", "withdraw-application", "issue-temporary-card", "cancel-card"}
    assert "activate-card" in found["produced"] and "activate-card" in found["delivered"]
    assert found["replaced"] == found["cancelled"] == ["apply-card"]


def test_nothing_but_ending_is_offered_for_the_dead(book: Any) -> None:
    seen = counter(book, card("active"), died_on=date(2026, 11, 20))
    offered = {one.operation.id for one in offers(seen) if one.why_not is None}
    assert not offered & {"apply-card", "replace-card", "change-data", "issue-temporary-card", "activate-card"}
    assert "cancel-card" in offered


def test_a_bank_keeps_its_own_half_and_a_finance_department_none(book: Any) -> None:
    lock = next(one for one in operations() if one.id == "lock-half")
    assert reason_against(lock, counter(book, card("active"), kind="bank")) is None
    refused = reason_against(lock, counter(book, card("active"), kind="finance"))
    assert refused is not None and "不管理" in refused[0]


def test_the_role_is_asked_before_the_state(book: Any) -> None:
    seen = counter(book, card("active"), permissions=frozenset({"residents.find"}))
    assert {one.why_not for one in offers(seen)} == {("您的岗位没有此项权限", "your role does not include it")}


def test_elsewhere_only_a_loss_and_what_can_be_asked_is_offered(book: Any) -> None:
    offered = {one.operation for one in offers(counter(book, where="away")) if one.why_not is None}
    assert offered == {one for one in operations() if one.elsewhere != "no"}


def test_every_event_and_role_has_words() -> None:
    codes = PAGES.words.codes()
    assert {f"role.{role}" for role in agencies.ROLES} <= codes
    happened = (
        "issued", "applied", "ordered", "spoiled", "produced", "delivered", "activated", "replaced", "cancelled",
        "temporary_issued", "extended", "temporary_loss_reported", "formal_loss_reported", "loss_cancelled",
        "loss_lapsed", "half_activated", "half_locked", "half_unlocked", "pin_given", "pin_reset", "pin_changed",
        "pin_locked",
    )  # fmt: skip
    assert {f"event.{one}" for one in happened} <= codes
    assert {f"deed.{one}" for one in cards.Operation.__args__} <= codes  # type: ignore[attr-defined]


def test_answers_are_checked_by_their_kind(places: Any) -> None:
    fields = [
        Field(name="a", label=("甲", "A")),
        Field(name="b", label=("乙", "B"), kind="choice", options=(("x", ("子", "X")),)),
        Field(name="c", label=("丙", "C"), kind="day"),
        Field(name="d", label=("丁", "D"), kind="place"),
        Field(name="e", label=("戊", "E"), kind="tick"),
        Field(name="f", label=("己", "F"), needed=False),
    ]
    _, wrong = read_answers(fields, {}, places)
    assert set(wrong) == {"a", "b", "c", "d", "e"}
    _, wrong = read_answers(fields, {"a": "1", "b": "y", "c": "2026-13-01", "d": "510000", "e": "yes"}, places)
    assert set(wrong) == {"b", "c", "d"}
    answers, wrong = read_answers(fields, {"a": " 1 ", "b": "x", "c": "2026-11-23", "d": "511381", "e": "yes"}, places)
    assert (wrong, answers["a"], answers["f"]) == ({}, "1", "")


def test_a_ticket_opens_for_its_operator_in_its_time_and_nothing_else(keyring: Any) -> None:
    ticket = seal_ticket(keyring, ONE, VISIT)
    assert open_visit(keyring, ONE, ticket, at=AT) == VISIT
    slip = seal_ticket(keyring, ONE, Slip(Done("A", AT), ticket))
    assert open_slip(keyring, ONE, slip, at=AT).back == ticket
    for who, text, at in (
        (TWO, ticket, AT), (ONE, ticket, AT + timedelta(hours=2)), (ONE, ticket, AT - timedelta(seconds=1)),
        (ONE, slip, AT), (ONE, ticket[:-2], AT), (ONE, "", AT), (ONE, "é" * 20, AT), (ONE, "A" * 5_000, AT),
    ):  # fmt: skip
        with pytest.raises(VisitEnded):
            open_visit(keyring, who, text, at=at)
    with pytest.raises(VisitEnded):
        open_slip(keyring, ONE, slip, at=AT + timedelta(days=1))


def test_what_was_typed_is_carried_without_what_belongs_to_the_old_session(keyring: Any) -> None:
    text = carry(keyring, "/console/find", {"number": "1", "csrf": "old", "once": "k", "step": "do"})
    back = uncarry(keyring, text)
    assert back is not None and (back.path, back.fields) == ("/console/find", {"number": "1"})
    assert uncarry(keyring, text[:-4] + "AAAA") is None and uncarry(keyring, "nonsense") is None
