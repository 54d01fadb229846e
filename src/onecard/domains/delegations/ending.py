"""How a delegation ends: withdrawn, given up, run out, come of age, divorced, died. The next act is refused."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from onecard.domains.delegations import store, terms
from onecard.domains.delegations.errors import DelegationUnknown, GuardianStays, ProofMissing
from onecard.domains.delegations.models import Delegation, Proof, Terms
from onecard.domains.delegations.service import OWN_SESSION, ask_anew, take, tell_happened
from onecard.domains.delegations.states import OPEN, next_state
from onecard.domains.residents import api as residents
from onecard.kernel.clock import age_on, day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book

Because = Literal["withdrawn", "given_up", "revoked", "divorced", "died", "expired", "of_age", "unanswered"]


def end_delegation(
    tx: Transaction, *, holder_id: UUID, delegation_id: UUID, by: UUID, book: Book, at: datetime
) -> Delegation:
    """The represented person withdraws it, or the delegate gives it up; no password, for stopping must be easy.

    Ending what has ended already changes nothing. A child under the age of consent cannot end a guardianship.
    """
    one = take(tx, holder_id=holder_id, delegation_id=delegation_id)
    if one.effective(at) in ("ended", "declined"):
        return one
    next_state(one.effective(at), "end")
    if by == holder_id and one.kind == "guardianship":
        person, limits = terms.own_limits(tx, holder_id, book, at)
        if age_on(person.birth_date, day_of(at)) < limits.consent_years:
            raise GuardianStays(years=limits.consent_years)
    return _end(tx, one, "withdrawn" if by == holder_id else "given_up", at=at, actor=OWN_SESSION)


def revoke_delegation(
    tx: Transaction, *, holder_id: UUID, delegate_id: UUID, proof: Proof, at: datetime
) -> list[Delegation]:
    """A counter ends what is open from one person to another: on her word, or because the guardian has changed."""
    _require_proof(proof)
    found = _between(tx, holder_id, delegate_id)
    if not found:
        raise DelegationUnknown
    return [_end(tx, one, "revoked", at=at, actor=proof.seen_by, reference=proof.reference) for one in found]


def end_marriage(tx: Transaction, *, holder_id: UUID, spouse_id: UUID, proof: Proof, at: datetime) -> list[Delegation]:
    """A divorce was told and proven: what the two have as spouses ends in both directions; guardianships stay."""
    _require_proof(proof)
    both = [*_between(tx, holder_id, spouse_id), *_between(tx, spouse_id, holder_id)]
    spouses = [one for one in both if one.relation == "spouse"]
    if not spouses:
        raise DelegationUnknown
    return [_end(tx, one, "divorced", at=at, actor=proof.seen_by, reference=proof.reference) for one in spouses]


def end_at_death(tx: Transaction, *, holder_id: UUID, at: datetime) -> list[Delegation]:
    """Somebody died: nobody acts for her any more, nor she for anybody. Runs for the system."""
    given = [Delegation(*row) for row in store.sql.take_given(tx, holder_id=holder_id)]
    held = [one for one in store.held_by(tx, holder_id) if one.state in OPEN]
    taken = [take(tx, holder_id=one.holder_id, delegation_id=one.delegation_id) for one in held]
    return [_end(tx, one, "died", at=at, actor="system") for one in (*given, *taken)]


def end_due(tx: Transaction, *, book: Book, at: datetime, at_most: int = 500) -> list[Delegation]:
    """Write down what has ended by itself; a guardian of somebody who came of age asks the grown-up anew.

    The worker calls this; nobody waits for it, because every reader sees through `effective` that it is over.
    """
    rows = list(store.sql.list_due(tx, at=at, at_most=at_most))
    taken = [take(tx, holder_id=row.holder_id, delegation_id=row.delegation_id) for row in rows]
    return [_lapse(tx, one, book, at) for one in taken if one.state in OPEN and at >= one.ends_at]


def _lapse(tx: Transaction, one: Delegation, book: Book, at: datetime) -> Delegation:
    because: Because = "unanswered" if one.state == "asked" else "of_age" if one.kind == "guardianship" else "expired"
    ended = _end(tx, one, because, at=one.ends_at, actor="system")
    if because == "of_age":
        _ask_grown_up(tx, one, book, at)
    return ended


def _ask_grown_up(tx: Transaction, one: Delegation, book: Book, at: datetime) -> None:
    person = residents.find_resident(tx, holder_id=one.holder_id)
    if person is None or person.died_on is not None:
        return
    limits = terms.limits_at(book, place=person.division, on=day_of(at))
    codes = min(one.codes_per_day, limits.codes_per_day)
    wanted = Terms(tuple(one.scopes), tuple(one.scenes), codes, day_of(at) + timedelta(days=limits.days))
    ask_anew(tx, one, days=limits.answer_days, wanted=wanted, at=at)


def _between(tx: Transaction, holder_id: UUID, delegate_id: UUID) -> list[Delegation]:
    return [Delegation(*row) for row in store.sql.find_between(tx, holder_id=holder_id, delegate_id=delegate_id)]


def _end(
    tx: Transaction, one: Delegation, because: Because, *, at: datetime, actor: str, reference: str = ""
) -> Delegation:
    store.sql.close_delegation(
        tx, holder_id=one.holder_id, delegation_id=one.delegation_id, state="ended", because=because, at=at
    )
    facts = {"because": because, **({"reference": reference} if reference else {})}
    tell_happened(tx, one, "ended", at=at, actor=actor, facts=facts)
    return replace(one, state="ended", ended_because=because, ended_at=at)


def _require_proof(proof: Proof) -> None:
    if not proof.reference.strip() or proof.kind == "password":
        raise ProofMissing
