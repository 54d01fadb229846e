"""One person's application and a school's list are the same path: each row is answered, in order."""

import threading
from datetime import date

import pytest
from tests.factories import LANGZHONG, YUZHONG, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Database, Scope, Transaction

GUARDIAN = cards.Applicant("guardian", "mother", "户口簿")


def said(answers: list[cards.Card | Problem]) -> list[str]:
    return [one.code if isinstance(one, Problem) else one.state for one in answers]


def test_every_row_of_a_list_is_answered_in_its_place(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    at = clock()
    holding = make_cardholder(tx, keyring=keyring, at=at, division=YUZHONG).holder_id
    dead, waiting, child, free = (
        make_resident(tx, keyring=keyring, at=at, born=date(2015, 9, 1) if number == 2 else date(1960, 1, 1))
        for number in range(4)
    )
    residents.record_death(tx, holder_id=dead, died_on=date(2026, 1, 1))
    cards.apply_cards(tx, [cards.CardWanted(waiting, YUZHONG)], at=at, actor="test")
    someone = cards.Applicant("agent", "neighbour", "身份证")
    wanted = [
        cards.CardWanted(free, LANGZHONG, bank="illustrative"),
        cards.CardWanted(holding, LANGZHONG),
        cards.CardWanted(free, LANGZHONG),
        cards.CardWanted(dead, LANGZHONG),
        cards.CardWanted(waiting, LANGZHONG),
        cards.CardWanted(new_id(), LANGZHONG),
        cards.CardWanted(child, LANGZHONG, applicant=cards.Applicant("agent"), guardian_below=16),
        cards.CardWanted(child, LANGZHONG, applicant=someone, guardian_below=16),
        cards.CardWanted(child, LANGZHONG, applicant=GUARDIAN, guardian_below=16),
    ]
    answers = cards.apply_cards(tx, wanted, at=at, actor="test")
    assert said(answers) == [
        "applied",
        "cards.valid_card_exists",
        "cards.duplicate_application",
        "cards.holder_deceased",
        "cards.application_open",
        "cards.holder_unknown",
        "cards.proof_wanted",
        "cards.guardian_wanted",
        "cards.duplicate_application",
    ]
    assert cards.card_of(tx, holder_id=free) == answers[0]
    assert cards.card_of(tx, holder_id=child) is None
    again = cards.apply_cards(tx, wanted[-1:], at=at, actor="test")
    assert said(again) == ["applied"]
    [event] = cards.events_of(tx, holder_id=child)
    assert (event.event, event.facts) == ("applied", {"by": "guardian", "relation": "mother", "proof": "户口簿"})


@pytest.mark.parametrize(
    ("born", "answer"), [(date(2010, 11, 24), "cards.guardian_wanted"), (date(2010, 11, 23), "applied")]
)
def test_a_child_applies_alone_from_the_birthday_on(
    tx: Transaction, keyring: Keyring, clock: HeldClock, born: date, answer: str
) -> None:
    child = make_resident(tx, keyring=keyring, at=clock(), born=born)
    wanted = cards.CardWanted(child, LANGZHONG, guardian_below=16)
    assert said(cards.apply_cards(tx, [wanted], at=clock(), actor="test")) == [answer]


def test_a_refused_row_leaves_nothing_behind(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    one = make_cardholder(tx, keyring=keyring, at=clock())
    cards.apply_cards(tx, [cards.CardWanted(one.holder_id, LANGZHONG)], at=clock(), actor="test")
    for table in ("card", "by_identifier", "by_number", "event"):
        assert tx.execute(f"select count(*) from cards.{table}").fetchone() == (1,), table


def test_nobody_to_apply_for_is_no_error(tx: Transaction, clock: HeldClock) -> None:
    assert cards.apply_cards(tx, [], at=clock(), actor="test") == []


def test_two_provinces_in_the_same_second_issue_one_card(
    database: Database, keyring: Keyring, clock: HeldClock
) -> None:
    with database.writing() as tx:
        people = [make_resident(tx, keyring=keyring, at=clock()) for _ in range(8)]
    answers: dict[str, list[cards.Card | Problem]] = {}
    together = threading.Barrier(2)

    def apply(province: str, division: int, order: list) -> None:
        with database.writing(Scope("staff", reach=(province,))) as tx:
            together.wait()
            wanted = [cards.CardWanted(one, division) for one in order]
            answers[province] = cards.apply_cards(tx, wanted, at=clock(), actor="test")

    sessions = [
        threading.Thread(target=apply, args=("51", LANGZHONG, people)),
        threading.Thread(target=apply, args=("50", YUZHONG, people[::-1])),
    ]
    for one in sessions:
        one.start()
    for one in sessions:
        one.join(timeout=30)
    both = zip(said(answers["51"]), said(answers["50"])[::-1], strict=True)
    assert {tuple(sorted(pair)) for pair in both} == {("applied", "cards.application_open")}
    with database.reading() as tx:
        assert tx.execute("select count(*) from cards.card").fetchone() == (8,)


def test_who_waits_for_a_card_issued_at_once_is_told_of_the_valid_card(
    database: Database, keyring: Keyring, clock: HeldClock
) -> None:
    with database.writing() as tx:
        holder = make_resident(tx, keyring=keyring, at=clock())
    later: list[cards.Card | Problem] = []

    def apply() -> None:
        with database.writing() as tx:
            later.extend(cards.apply_cards(tx, [cards.CardWanted(holder, YUZHONG)], at=clock(), actor="test"))

    second = threading.Thread(target=apply)
    with database.writing() as tx:
        cards.apply_cards(tx, [cards.CardWanted(holder, LANGZHONG)], at=clock(), actor="test")
        second.start()
        _wait_for_a_waiting_session(database)
        cards.cancel_card(tx, holder_id=holder, at=clock(), actor="test", reason="duplicate")
        cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=clock(), actor="test")
    second.join(timeout=30)
    assert said(later) == ["cards.valid_card_exists"]


def test_an_application_beyond_the_reach_is_stopped_by_the_database(
    database: Database, keyring: Keyring, clock: HeldClock
) -> None:
    import psycopg

    with database.writing() as tx:
        holder = make_resident(tx, keyring=keyring, at=clock())
    for scope in (Scope("staff", reach=("50",)), Scope("resident", holder=new_id()), Scope("partner")):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), database.writing(scope) as tx:
            cards.apply_cards(tx, [cards.CardWanted(holder, LANGZHONG)], at=clock(), actor="test")
    with database.writing(Scope("resident", holder=holder)) as tx:
        assert said(cards.apply_cards(tx, [cards.CardWanted(holder, LANGZHONG)], at=clock(), actor="test")) == [
            "applied"
        ]


def _wait_for_a_waiting_session(database: Database) -> None:
    import time

    for _ in range(200):
        with database.reading() as tx:
            if tx.execute("select 1 from pg_locks where not granted").fetchone():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
