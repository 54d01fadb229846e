"""How a delegation begins: one of the two asks and the other agrees, or a counter sees the proof.

Who is asked need not be known here: a question lies under the keyed hash of the number that was typed, so that asking
tells nobody who is registered. The represented person agrees with her own e-card password, which the door has checked.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from onecard.domains.delegations import store, terms
from onecard.domains.delegations.errors import (
    DelegationNotInForce,
    DelegationUnknown,
    NameDiffers,
    NotYoursToAnswer,
    OwnDelegate,
    ProofMissing,
    RelationImpossible,
)
from onecard.domains.delegations.models import (
    DELEGATE_NAME,
    GUARDIANS,
    HOLDER_NAME,
    AskedBy,
    Delegation,
    Kind,
    Proof,
    Terms,
    Wish,
)
from onecard.domains.delegations.states import State, next_state
from onecard.domains.residents import api as residents
from onecard.kernel import outbox
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book

#: The holder's own session, as one who saw a proof.
OWN_SESSION = "resident"


def offer_delegation(
    tx: Transaction, wish: Wish, *, proof: Proof, book: Book, scenes: Collection[str], at: datetime, keyring: Keyring
) -> Delegation:
    """A person lets a relative act for her, who then accepts; her own password was the proof of consent."""
    _refuse_oneself(wish)
    person, limits = terms.own_limits(tx, wish.holder_id, book, at)
    terms.check_holder(person, limits, kind="delegation", on=day_of(at))
    terms.check_terms(wish.terms, limits, scenes=scenes, on=day_of(at))
    own = residents.reveal(tx, holder_id=wish.holder_id, keyring=keyring).name
    names = (own, residents.read_name(wish.other_name))
    return _ask(
        tx, wish, asked_by="holder", names=names, proof=proof, answer_days=limits.answer_days, at=at, keyring=keyring
    )


def ask_delegation(
    tx: Transaction, wish: Wish, *, book: Book, scenes: Collection[str], at: datetime, keyring: Keyring
) -> Delegation:
    """A relative asks to act for a person, who then agrees or declines."""
    _refuse_oneself(wish)
    person, limits = terms.own_limits(tx, wish.delegate_id, book, at)
    terms.check_delegate(person, limits, on=day_of(at))
    terms.check_terms(wish.terms, limits, scenes=scenes, on=day_of(at))
    take_turn(tx, wish.delegate_id)
    terms.check_number(store.counted(tx, wish.delegate_id, at), wish.relation, limits)
    own = residents.reveal(tx, holder_id=wish.delegate_id, keyring=keyring).name
    names = (residents.read_name(wish.other_name), own)
    return _ask(
        tx, wish, asked_by="delegate", names=names, proof=None, answer_days=limits.answer_days, at=at, keyring=keyring
    )


def accept_delegation(
    tx: Transaction, *, holder_id: UUID, delegation_id: UUID, by: UUID, book: Book, at: datetime, keyring: Keyring,
    proof: Proof | None = None,
) -> Delegation:  # fmt: skip
    """Whoever was asked says yes; where that is the represented person, `proof` is her password, just given."""
    one = take(tx, holder_id=holder_id, delegation_id=delegation_id)
    next_state(one.effective(at), "accept")
    _require_asked(tx, one, by, keyring)
    person, limits = terms.own_limits(tx, by, book, at)
    if by == holder_id:
        if proof is None:
            raise ProofMissing
        terms.check_holder(person, limits, kind=one.kind, on=day_of(at))
    else:
        terms.check_delegate(person, limits, on=day_of(at))
        take_turn(tx, by)
        terms.check_number(store.counted(tx, by, at), one.relation, limits)
    return _begin(tx, one, proof or Proof(one.proof_kind or "password", one.proof_by or OWN_SESSION), at=at)


def decline_delegation(
    tx: Transaction, *, holder_id: UUID, delegation_id: UUID, by: UUID, at: datetime, keyring: Keyring
) -> Delegation:
    """Whoever was asked says no."""
    one = take(tx, holder_id=holder_id, delegation_id=delegation_id)
    state = next_state(one.effective(at), "decline")
    _require_asked(tx, one, by, keyring)
    store.sql.close_delegation(tx, holder_id=holder_id, delegation_id=delegation_id, state=state, because=None, at=at)
    tell_happened(tx, one, "declined", at=at, actor=OWN_SESSION)
    return take(tx, holder_id=holder_id, delegation_id=delegation_id)


def register_delegation(
    tx: Transaction, wish: Wish, *, kind: Kind, proof: Proof, book: Book, scenes: Collection[str], at: datetime,
    keyring: Keyring,
) -> Delegation:  # fmt: skip
    """A counter saw the proof, or the represented person herself: it is in force at once. Runs for the system.

    A guardianship ends by itself when the child comes of age, whatever last day was wished for.
    """
    _refuse_oneself(wish)
    if not proof.reference.strip() or proof.kind == "password":
        raise ProofMissing
    if kind == "guardianship" and wish.relation not in GUARDIANS:
        raise RelationImpossible
    holder, at_home = terms.own_limits(tx, wish.holder_id, book, at)
    delegate, there = terms.own_limits(tx, wish.delegate_id, book, at)
    terms.check_holder(holder, at_home, kind=kind, on=day_of(at))
    terms.check_delegate(delegate, there, on=day_of(at))
    if kind == "delegation":
        terms.check_terms(wish.terms, at_home, scenes=scenes, on=day_of(at))
    take_turn(tx, wish.delegate_id)
    _write_lapsed(tx, wish, at)
    terms.check_number(store.counted(tx, wish.delegate_id, at), wish.relation, there)
    until = wish.terms.until
    if kind == "guardianship":
        until = terms.end_of_childhood(holder.birth_date, at_home.adult_years) - timedelta(days=1)
    names = tuple(residents.reveal(tx, holder_id=h, keyring=keyring).name for h in (wish.holder_id, wish.delegate_id))
    kept = Terms(wish.terms.scopes, wish.terms.scenes, wish.terms.codes_per_day, until)
    new = _made(
        wish, kept, kind=kind, asked_by="counter", state="active", names=(names[0], names[1]), proof=proof,
        ends_at=terms.end_of(kept), at=at, keyring=keyring,
    )  # fmt: skip
    store.add(tx, new)
    tell_happened(tx, new, "begun", at=at, actor=proof.seen_by)
    return new


def change_terms(
    tx: Transaction, *, holder_id: UUID, delegation_id: UUID, wanted: Terms, book: Book, scenes: Collection[str],
    at: datetime,
) -> Delegation:  # fmt: skip
    """The represented person changes what is allowed, how often and until when; it holds at once."""
    one = take(tx, holder_id=holder_id, delegation_id=delegation_id)
    if one.effective(at) != "active" or one.kind != "delegation":
        raise DelegationNotInForce(one.effective(at))
    _, limits = terms.own_limits(tx, holder_id, book, at)
    terms.check_terms(wanted, limits, scenes=scenes, on=day_of(at))
    store.sql.change_terms(
        tx, holder_id=holder_id, delegation_id=delegation_id, scopes=list(wanted.scopes), scenes=list(wanted.scenes),
        codes_per_day=wanted.codes_per_day, until=wanted.until, ends_at=terms.end_of(wanted),
    )  # fmt: skip
    tell_happened(tx, one, "changed", at=at, actor=OWN_SESSION)
    return take(tx, holder_id=holder_id, delegation_id=delegation_id)


def take(tx: Transaction, *, holder_id: UUID, delegation_id: UUID) -> Delegation:
    """One delegation, held until the end of the transaction; DelegationUnknown where there is none in reach."""
    row = store.sql.take_delegation(tx, holder_id=holder_id, delegation_id=delegation_id)
    if row is None:
        raise DelegationUnknown
    return Delegation(*row)


def take_turn(tx: Transaction, delegate_id: UUID) -> None:
    """Whoever counts a delegate's relatives does so alone."""
    list(store.sql.take_turns(tx, delegate_id=delegate_id))


def tell_happened(
    tx: Transaction, one: Delegation, event: str, *, at: datetime, actor: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Into the record of both, and to whoever hears of it once this is committed."""
    store.tell(tx, one, event, at=at, actor=actor, facts=facts)
    ids = {
        "holder_id": str(one.holder_id),
        "delegation_id": str(one.delegation_id),
        "delegate_id": str(one.delegate_id),
    }
    outbox.append(tx, topic=f"delegations.{event}", body=ids, at=at)


def ask_anew(tx: Transaction, ended: Delegation, *, days: int, wanted: Terms, at: datetime) -> Delegation:
    """A child has come of age: the guardian's question to the grown-up, under the terms there were."""
    new_one = Delegation(
        ended.holder_id, new_id(), ended.delegate_id, "delegation", ended.relation, "system", "asked",
        list(wanted.scopes), list(wanted.scenes), wanted.codes_per_day,
        start_of(day_of(at) + timedelta(days=days)), wanted.until, None, None, None, "",
        bytes(ended.holder_name_sealed), bytes(ended.delegate_name_sealed), at, None, None,
    )  # fmt: skip
    store.add(tx, new_one)
    tell_happened(tx, new_one, "asked", at=at, actor="system")
    return new_one


def _ask(
    tx: Transaction, wish: Wish, *, asked_by: AskedBy, names: tuple[str, str], proof: Proof | None, answer_days: int,
    at: datetime, keyring: Keyring,
) -> Delegation:  # fmt: skip
    _write_lapsed(tx, wish, at)
    ends_at = min(start_of(day_of(at) + timedelta(days=answer_days)), terms.end_of(wish.terms))
    new = _made(
        wish, wish.terms, kind="delegation", asked_by=asked_by, state="asked", names=names, proof=proof,
        ends_at=ends_at, at=at, keyring=keyring,
    )  # fmt: skip
    store.add(tx, new)
    tell_happened(tx, new, "asked", at=at, actor=OWN_SESSION)
    return new


def _made(
    wish: Wish, kept: Terms, *, kind: Kind, asked_by: AskedBy, state: State, names: tuple[str, str],
    proof: Proof | None, ends_at: datetime, at: datetime, keyring: Keyring,
) -> Delegation:  # fmt: skip
    sealed = [
        keyring.seal(name, about=wish.holder_id, field=field)
        for name, field in zip(names, (HOLDER_NAME, DELEGATE_NAME), strict=True)
    ]
    return Delegation(
        wish.holder_id, new_id(), wish.delegate_id, kind, wish.relation, asked_by, state, list(kept.scopes),
        list(kept.scenes), kept.codes_per_day, ends_at, kept.until, None, proof.kind if proof else None,
        proof.seen_by if proof else None, proof.reference if proof else "", sealed[0], sealed[1], at,
        at if state == "active" else None, None,
    )  # fmt: skip


def _begin(tx: Transaction, one: Delegation, proof: Proof, *, at: datetime) -> Delegation:
    until = Terms((), (), 1, one.until)
    store.sql.begin_delegation(
        tx, holder_id=one.holder_id, delegation_id=one.delegation_id, at=at, ends_at=terms.end_of(until),
        proof_kind=proof.kind, proof_by=proof.seen_by, proof_reference=proof.reference,
    )  # fmt: skip
    tell_happened(tx, one, "begun", at=at, actor=OWN_SESSION)
    return take(tx, holder_id=one.holder_id, delegation_id=one.delegation_id)


def _write_lapsed(tx: Transaction, wish: Wish, at: datetime) -> None:
    for row in list(store.sql.lapse_pair(tx, holder_id=wish.holder_id, delegate_id=wish.delegate_id, at=at)):
        one = Delegation(*row)
        store.tell(tx, one, "ended", at=one.ends_at, actor="system", facts={"because": one.ended_because})


def _require_asked(tx: Transaction, one: Delegation, by: UUID, keyring: Keyring) -> None:
    """The answer is theirs who were asked, by number and by name: a number typed wrong reaches nobody."""
    if by != one.waits_for:
        raise NotYoursToAnswer
    if not names_agree(tx, one, keyring):
        raise NameDiffers


def names_agree(tx: Transaction, one: Delegation, keyring: Keyring) -> bool:
    """Whether the name that was typed for the one who is asked is this person's own."""
    typed = one.delegate_name(keyring) if one.asked_by == "holder" else one.holder_name(keyring)
    return residents.reveal(tx, holder_id=one.waits_for, keyring=keyring).name == typed


def _refuse_oneself(wish: Wish) -> None:
    if wish.holder_id == wish.delegate_id:
        raise OwnDelegate
