"""Checking in where a venue's code hangs: once a day and point, by an e-card that works. Staff see mark and time."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from onecard.domains.ecards.errors import EcardStopped, EcardUnknown
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import CheckIn
from onecard.domains.ecards.service import ecard_of, require_physical_card
from onecard.domains.ecards.store import sql
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

#: Letters and digits that are read aloud without mistakes.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_in(
    tx: Transaction, *, holder_id: UUID, point_id: UUID, agency_id: UUID, point_words: str, at: datetime
) -> CheckIn:
    """Note that this person is at that point today; a second time gives the first answer. `point_words` is its name."""
    held = ecard_of(tx, holder_id=holder_id)
    if held is None:
        raise EcardUnknown
    if held.state != "active":
        raise EcardStopped
    require_physical_card(tx, holder_id, at)
    mark = "".join(secrets.choice(_LETTERS) for _ in range(4))
    where = {"holder_id": holder_id, "point_id": point_id, "day": day_of(at)}
    if sql.add_check_in(tx, **where, agency_id=agency_id, mark=mark, at=at):
        write_event(tx, holder_id=holder_id, event="checked_in", at=at, facts={"point": point_words})
    return CheckIn(*sql.find_check_in(tx, **where))


def find_check_in(tx: Transaction, *, holder_id: UUID, point_id: UUID, at: datetime) -> CheckIn | None:
    """Somebody's check-in at a point on the day of `at`, if there is one."""
    row = sql.find_check_in(tx, holder_id=holder_id, point_id=point_id, day=day_of(at))
    return CheckIn(*row) if row else None


def check_ins_at(
    tx: Transaction, *, point_id: UUID, agency_id: UUID, day: date, at_most: int = 50
) -> Sequence[CheckIn]:
    """Who checked in at a point of this agency on that day, the latest first: marks and times, no person."""
    rows = sql.list_check_ins(tx, point_id=point_id, agency_id=agency_id, day=day, at_most=at_most)
    return [CheckIn(*row) for row in rows]
