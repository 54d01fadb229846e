"""People who are entitled, and the verbs as the doors call them, in a committed database behind its walls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.factories import Cardholder, make_cardholder

from onecard.domains.disbursement.api import Payee
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.kernel.clock import SHANGHAI, HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database

PENSION = "resident_pension"
LANGZHONG = 511381


@dataclass
class Office:
    """An agency's verbs over its own clock."""

    database: Database
    keyring: Keyring
    clock: HeldClock
    book: Any

    @property
    def facts(self) -> dict[str, Any]:
        return {"book": self.book, "at": self.clock()}

    def person(self, *, born: date = date(1955, 5, 1), level: Any = 2) -> Cardholder:
        with self.database.writing() as tx:
            return make_cardholder(tx, keyring=self.keyring, at=self.clock(), born=born, level=level)

    def grant(
        self, holders: Sequence[UUID], *, since: date = date(2026, 11, 1), fen: int = 14_300, programme: str = PENSION
    ) -> int:
        new = [
            entitlements.NewEntitlement(one, LANGZHONG, since, fen, Payee("张小明", "6229990000000000019"))
            for one in holders
        ]
        with self.database.writing() as tx:
            return entitlements.grant(
                tx, new, programme=programme, basis="决定 1 号", keyring=self.keyring, actor="staff 1", **self.facts
            )

    def entitled(self, **more: Any) -> Cardholder:
        who = self.person(**more)
        self.grant([who.holder_id])
        return who

    def on(self, day: date) -> "Office":
        """Ten in the morning of a day."""
        self.clock.at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)
        return self

    def run(self) -> list[entitlements.Move]:
        moves: list[entitlements.Move] = []
        with self.database.writing() as tx:
            after = UUID(int=0)
            while people := entitlements.next_people(tx, after=after, at=self.clock(), at_most=2):
                moves += entitlements.run_piece(tx, people, **self.facts)
                after = people[-1]
        return moves

    def days(self, first: date, last: date, step: int = 1) -> list[entitlements.Move]:
        """The run on every day of a span."""
        moves, day = [], first
        while day <= last:
            moves += self.on(day).run()
            day += timedelta(days=step)
        return moves

    def month(self, month: date) -> list[entitlements.Owed]:
        """Open a month and make it due for everybody."""
        with self.database.writing() as tx:
            entitlements.open_month(tx, programme=PENSION, month=month, at=self.clock())
        owed: list[entitlements.Owed] = []
        with self.database.writing() as tx:
            after = UUID(int=0)
            while people := entitlements.next_payable(tx, programme=PENSION, after=after, at_most=2):
                owed += entitlements.owe(tx, people, at=self.clock())
                after = people[-1]
        return owed

    def of(self, who: Cardholder) -> entitlements.Entitlement:
        with self.database.reading() as tx:
            return entitlements.list_of(tx, holder_id=who.holder_id, at=self.clock())[0]

    def dues(self, who: Cardholder) -> list[entitlements.Due]:
        with self.database.reading() as tx:
            return entitlements.dues_of(tx, holder_id=who.holder_id, at_most=500)

    def months(self, who: Cardholder) -> list[date]:
        return sorted(one.month for one in self.dues(who) if one.withdrawn_at is None)

    def do(self, verb: Any, who: Cardholder, **more: Any) -> Any:
        with self.database.writing() as tx:
            return verb(tx, holder_id=who.holder_id, **self.facts, **more)

    def history(self, who: Cardholder) -> list[str]:
        """What happened, the first first."""
        with self.database.reading() as tx:
            last = self.clock() + timedelta(days=4000)
            found = entitlements.entries_before(tx, holder_id=who.holder_id, before=last, at_most=500)
        return [one.event for one in reversed(found)]

    def dies(self, who: Cardholder, died_on: date) -> int:
        """The death is recorded and heard of."""
        with self.database.writing() as tx:
            residents.record_death(tx, holder_id=who.holder_id, died_on=died_on)
            return entitlements.stop_at_death(tx, holder_id=who.holder_id, **self.facts)


@pytest.fixture
def office(database: Database, keyring: Keyring, clock: HeldClock, book: Any) -> Office:
    return Office(database, keyring, clock, book)
