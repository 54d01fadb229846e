"""Two sessions at once: one is first, and the other is told so in words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from tests.factories import LANGZHONG, make_cardholder, make_resident

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Database, Transaction


@pytest.fixture
def holder(database: Database, keyring: Keyring, clock: HeldClock) -> UUID:
    with database.writing() as tx:
        return make_resident(tx, keyring=keyring, at=clock())


def both(database: Database, verb: Callable[[Transaction], object]) -> list[str]:
    """Run the verb in two transactions that are open at the same time; what each was told, sorted."""
    start = Barrier(2)

    def one(_: int) -> str:
        try:
            with database.writing() as tx:
                start.wait()
                verb(tx)
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)))


def test_two_cards_for_one_person_at_once(database: Database, clock: HeldClock, holder: UUID) -> None:
    new = [cards.NewCard(holder, LANGZHONG)]
    said = both(database, lambda tx: cards.issue_cards(tx, new, at=clock(), actor="test"))
    assert said == ["cards.valid_card_exists", "done"]
    with database.reading() as tx:
        assert len(cards.cards_of(tx, holder_id=holder)) == 1


def test_two_e_cards_for_one_person_at_once(database: Database, clock: HeldClock, holder: UUID) -> None:
    said = both(database, lambda tx: ecards.issue_ecards(tx, [ecards.NewEcard(holder, LANGZHONG)], at=clock()))
    assert said == ["done", "ecards.exists"]


def test_two_reports_of_one_loss_at_once_are_one_loss(database: Database, keyring: Keyring, clock: HeldClock) -> None:
    with database.writing() as tx:
        one = make_cardholder(tx, keyring=keyring, at=clock())
    facts = {"holder_id": one.holder_id, "kind": "formal", "at": clock(), "actor": "test"}
    assert both(database, lambda tx: cards.report_loss(tx, **facts)) == ["done", "done"]
    with database.reading() as tx:
        assert [event.event for event in cards.events_of(tx, holder_id=one.holder_id)] == [
            "formal_loss_reported",
            "issued",
        ]


def test_wrong_passwords_at_once_are_all_counted(database: Database, keyring: Keyring, clock: HeldClock) -> None:
    with database.writing() as tx:
        one = make_cardholder(tx, keyring=keyring, at=clock(), password="394857")

    def wrong(_: int) -> object:
        with database.writing() as tx:
            return ecards.check_password(tx, holder_id=one.holder_id, password="394858", keyring=keyring, at=clock())

    with ThreadPoolExecutor(3) as pool:
        said = [type(answer) for answer in pool.map(wrong, range(6))]
    assert said.count(ecards.SignInRefused) == 4
    assert said.count(ecards.SignInLocked) == 2
