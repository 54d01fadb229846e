"""A grandmother, her granddaughter, a mother and a child, in a committed database behind its walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.factories import Cardholder, make_cardholder

from onecard.domains.delegations import api as delegations
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Database, Scope, Transaction

SCENES = ("transit", "tourism")
BY_PASSWORD = delegations.Proof("password", "resident")
AT_COUNTER = delegations.Proof("household_register", "staff 1", "档案 2026-118")
ALL = delegations.SCOPES


@dataclass
class Family:
    """Everybody, and the verbs in each one's own scope."""

    database: Database
    keyring: Keyring
    clock: HeldClock
    book: Any
    grandmother: Cardholder
    granddaughter: Cardholder
    mother: Cardholder
    child: Cardholder

    @contextmanager
    def as_(self, who: Cardholder | None) -> Iterator[Transaction]:
        """A transaction in somebody's scope; nobody is the system."""
        with self.database.writing(Scope("resident", holder=who.holder_id) if who else Scope()) as tx:
            yield tx

    def terms(self, **change: Any) -> delegations.Terms:
        """All there is, for ninety days."""
        whole = delegations.Terms(ALL, ("transit",), 3, day_of(self.clock()) + timedelta(days=90))
        return replace(whole, **change)

    def wish(self, holder: Cardholder, delegate: Cardholder, relation: Any = "grandchild", **change: Any) -> Any:
        """A wish without the typed name."""
        return delegations.Wish(holder.holder_id, delegate.holder_id, relation, self.terms(**change))

    @property
    def facts(self) -> dict[str, Any]:
        """What nearly every verb takes."""
        return {"book": self.book, "at": self.clock()}

    def ask(self, holder: Cardholder, delegate: Cardholder, name: str = "王奶奶", **change: Any) -> Any:
        """The delegate asks."""
        wish = replace(self.wish(holder, delegate, **change), other_name=name)
        with self.as_(delegate) as tx:
            return delegations.ask_delegation(tx, wish, scenes=SCENES, keyring=self.keyring, **self.facts)

    def offer(self, holder: Cardholder, delegate: Cardholder, name: str = "李孙女", **change: Any) -> Any:
        """The represented person offers."""
        wish = replace(self.wish(holder, delegate, **change), other_name=name)
        with self.as_(holder) as tx:
            said = {"proof": BY_PASSWORD, "scenes": SCENES, "keyring": self.keyring}
            return delegations.offer_delegation(tx, wish, **said, **self.facts)

    def accept(self, one: Any, by: Cardholder) -> Any:
        """Whoever is given says yes; the represented person with her password."""
        proof = BY_PASSWORD if by.holder_id == one.holder_id else None
        ids = {"holder_id": one.holder_id, "delegation_id": one.delegation_id, "by": by.holder_id}
        with self.as_(by) as tx:
            return delegations.accept_delegation(tx, **ids, proof=proof, keyring=self.keyring, **self.facts)

    def agreed(self, **change: Any) -> Any:
        """The granddaughter asked and the grandmother agreed."""
        return self.accept(self.ask(self.grandmother, self.granddaughter, **change), self.grandmother)

    def guarded(self, guardian: Cardholder | None = None, relation: Any = "mother") -> Any:
        """A counter registered the mother as the child's guardian."""
        with self.as_(None) as tx:
            wish = self.wish(self.child, guardian or self.mother, relation)
            said = {"kind": "guardianship", "proof": AT_COUNTER, "scenes": SCENES, "keyring": self.keyring}
            return delegations.register_delegation(tx, wish, **said, **self.facts)

    def end(self, one: Any, by: Cardholder) -> Any:
        """Either ends it."""
        ids = {"holder_id": one.holder_id, "delegation_id": one.delegation_id, "by": by.holder_id}
        with self.as_(by) as tx:
            return delegations.end_delegation(tx, **ids, **self.facts)

    def holder_seen(self, one: Any, delegate: Cardholder) -> UUID:
        """For whom it is, as the delegate may know while her own card stands."""
        with self.as_(delegate) as tx:
            ids = {"delegate_id": delegate.holder_id, "delegation_id": one.delegation_id}
            return delegations.represented_by(tx, **ids, at=self.clock())

    def show(self, one: Any, delegate: Cardholder, scene: str = "transit") -> Any:
        """The delegate shows a code, as the doors do it."""
        holder = self.holder_seen(one, delegate)
        ids = {"holder_id": holder, "delegation_id": one.delegation_id, "delegate_id": delegate.holder_id}
        with self.database.writing(Scope("resident", holder=holder)) as tx:
            held = delegations.take_to_act(tx, **ids, scope="show_code", at=self.clock())
            return delegations.show_code_for(
                tx, held, scene=scene, wire=1, at=self.clock(), keyring=self.keyring, seconds=60
            )

    def stored(self, one: Any) -> Any:
        """The delegation as it stands now."""
        with self.as_(None) as tx:
            given = delegations.delegations_of(tx, holder_id=one.holder_id)
        return next(held for held in given if held.delegation_id == one.delegation_id)


@pytest.fixture
def family(database: Database, keyring: Keyring, clock: HeldClock, book: Any) -> Family:
    """Nobody acts for anybody yet."""
    people = {
        "grandmother": (date(1946, 3, 1), "王奶奶"),
        "granddaughter": (date(2000, 3, 1), "李孙女"),
        "mother": (date(1988, 6, 1), "陈母亲"),
        "child": (date(2015, 11, 30), "陈小宝"),
    }
    with database.writing() as tx:
        made = {
            part: make_cardholder(tx, keyring=keyring, at=clock(), born=born, name=name)
            for part, (born, name) in people.items()
        }
    return Family(database, keyring, clock, book, **made)
