"""Objections: a person says that a look at her data or a use of her card was wrong; the agency that did it answers.

Both texts are sealed. Whoever did the look does not answer for it, and an answer stands as it was given.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onecard.domains.sharing.errors import (
    EntryUnknown,
    ObjectionAnswered,
    ObjectionExists,
    ObjectionTextMissing,
    ObjectionUnknown,
    OwnLook,
)
from onecard.domains.sharing.models import AboutKind, Look, Objection, ObjectionWaiting, Outcome
from onecard.domains.sharing.service import sql
from onecard.domains.usage import api as usage
from onecard.kernel import outbox
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

TEXT, ANSWER = "objection.text", "objection.answer"
LENGTH_MAX = 1000


@dataclass(frozen=True, slots=True)
class About:
    """The entry an objection is about, as the answering agency may see it: its own look, or a use at its own point."""

    look: Look | None
    use_id: UUID | None


def find_look(tx: Transaction, *, holder_id: UUID, look_id: UUID) -> Look | None:
    """One look at a person, or None."""
    row = sql.find_look(tx, holder_id=holder_id, look_id=look_id)
    return Look(*row[:9]) if row else None


def object_to(
    tx: Transaction,
    *,
    holder_id: UUID,
    about_kind: AboutKind,
    about_id: UUID,
    text: str,
    due_on: date,
    keyring: Keyring,
    at: datetime,
) -> Objection:
    """Object to an entry of one's own record. `due_on`, the last day for the answer, comes from the rulebook's days."""
    said = _text(text)
    agency_id = _agency_of(tx, holder_id, about_kind, about_id)
    objection_id = new_id()
    added = sql.add_objection(
        tx,
        holder_id=holder_id,
        objection_id=objection_id,
        about_kind=about_kind,
        about_id=about_id,
        agency_id=agency_id,
        text_sealed=keyring.seal(said, about=holder_id, field=TEXT),
        at=at,
        due_on=due_on,
    )
    if not added:
        raise ObjectionExists
    _tell(tx, "sharing.objection_made", holder_id, objection_id, at)
    return Objection(objection_id, holder_id, about_kind, about_id, agency_id, said, at, due_on, None, "", None)


def objections_about(
    tx: Transaction, *, holder_id: UUID, about: Collection[UUID], keyring: Keyring
) -> dict[UUID, Objection]:
    """A person's objections to these entries, by entry."""
    rows = sql.objections_about(tx, holder_id=holder_id, about=list(about)) if about else ()
    return {one.about_id: one for one in _open_all(rows, keyring)}


def objections_of(tx: Transaction, *, holder_id: UUID, keyring: Keyring, at_most: int = 100) -> list[Objection]:
    """All a person objected to, the latest first."""
    return list(_open_all(sql.objections_of(tx, holder_id=holder_id, at_most=at_most), keyring))


def objections_to(tx: Transaction, *, agency_id: UUID, at_most: int = 100) -> list[ObjectionWaiting]:
    """What an agency has to answer, the most urgent first; no person in it."""
    return [ObjectionWaiting(*row) for row in sql.objections_to(tx, agency_id=agency_id, at_most=at_most)]


def read_objection(
    tx: Transaction, *, agency_id: UUID, objection_id: UUID, keyring: Keyring
) -> tuple[Objection, About]:
    """One objection in full, with what it is about. The caller records that staff looked."""
    row = sql.find_objection(tx, agency_id=agency_id, objection_id=objection_id)
    if row is None:
        raise ObjectionUnknown
    about = row.about_kind == "look" and find_look(tx, holder_id=row.holder_id, look_id=row.about_id)
    return _open(row, keyring), About(about or None, row.about_id if row.about_kind == "use" else None)


def answer_objection(
    tx: Transaction,
    *,
    agency_id: UUID,
    objection_id: UUID,
    outcome: Outcome,
    answer: str,
    by: str,
    keyring: Keyring,
    at: datetime,
) -> Objection:
    """The agency's answer, once. `by` is the member of staff's id; who did the look may not answer for it."""
    said = _text(answer)
    row = sql.take_objection(tx, agency_id=agency_id, objection_id=objection_id)
    if row is None:
        raise ObjectionUnknown
    if row.answered_at is not None:
        raise ObjectionAnswered
    look = sql.find_look(tx, holder_id=row.holder_id, look_id=row.about_id) if row.about_kind == "look" else None
    if look is not None and look.actor_kind == "staff" and look.actor == by:
        raise OwnLook
    sealed = keyring.seal(said, about=row.holder_id, field=ANSWER)
    names = {"holder_id": row.holder_id, "objection_id": objection_id}
    sql.answer_objection(tx, **names, outcome=outcome, answer_sealed=sealed, at=at, by=by)
    _tell(tx, "sharing.objection_answered", row.holder_id, objection_id, at)
    return _open(row._replace(outcome=outcome, answer_sealed=sealed, answered_at=at), keyring)


def _agency_of(tx: Transaction, holder_id: UUID, about_kind: AboutKind, about_id: UUID) -> UUID:
    if about_kind == "look":
        look = find_look(tx, holder_id=holder_id, look_id=about_id)
        # A relative who acts by a delegation answers to no agency: there the person ends the delegation.
        agency_id = look.agency_id if look and look.delegation_id is None else None
    else:
        use = usage.find_use(tx, holder_id=holder_id, use_id=about_id)
        agency_id = use.agency_id if use else None
    if agency_id is None:
        raise EntryUnknown
    return agency_id


def _open_all(rows: Any, keyring: Keyring) -> Iterator[Objection]:
    return (_open(row, keyring) for row in rows)


def _open(row: Any, keyring: Keyring) -> Objection:
    answer = keyring.unseal(bytes(row.answer_sealed), about=row.holder_id, field=ANSWER) if row.answer_sealed else ""
    return Objection(
        row.objection_id,
        row.holder_id,
        row.about_kind,
        row.about_id,
        row.agency_id,
        keyring.unseal(bytes(row.text_sealed), about=row.holder_id, field=TEXT),
        row.made_at,
        row.due_on,
        row.outcome,
        answer,
        row.answered_at,
    )


def _text(text: str) -> str:
    said = text.strip()
    if not 1 <= len(said) <= LENGTH_MAX or "\0" in said:
        raise ObjectionTextMissing(most=LENGTH_MAX)
    return said


def _tell(tx: Transaction, topic: str, holder_id: UUID, objection_id: UUID, at: datetime) -> None:
    body = {"holder_id": str(holder_id), "objection_id": str(objection_id)}
    outbox.append(tx, topic=topic, body=body, at=at)
