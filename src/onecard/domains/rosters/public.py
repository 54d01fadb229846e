"""Public notices as everybody may read them: while they run, names masked, and afterwards no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.domains.rosters.errors import NoticeUnknown
from onecard.domains.rosters.models import NoticeLine
from onecard.domains.rosters.noticing import notice_lines
from onecard.domains.rosters.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Notice:
    """What hung on the board in a round of a roster: how much of it, from when until when."""

    round: int
    entries: int
    amount_fen: int
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """A notice that runs: of which roster, for which programme, place and period, and whose it is to answer."""

    roster_id: UUID
    name: str
    township: UUID
    department: UUID
    programme: str
    place: int
    period: str
    from_at: datetime
    until_at: datetime
    entries: int
    amount_fen: int


def notices_of(tx: Transaction, *, roster_id: UUID) -> list[Notice]:
    """Every notice a roster had, the first round first. Ask `find_roster` first: it knows whose the roster is."""
    return [Notice(*row) for row in sql.list_notices(tx, roster_id=roster_id)]


def public_notices(tx: Transaction, *, at: datetime, near: str = "", at_most: int = 100) -> list[PublicNotice]:
    """The notices that run now, the newest first; `near` is the beginning of a division's code."""
    return [PublicNotice(*row) for row in sql.running_notices(tx, at=at, near=near, roster_id=None, at_most=at_most)]


def public_notice(tx: Transaction, *, roster_id: UUID, at: datetime) -> PublicNotice:
    """One notice that runs now; NoticeUnknown before it, after it, and where a new round made it void."""
    for row in sql.running_notices(tx, at=at, near="", roster_id=roster_id, at_most=1):
        return PublicNotice(*row)
    raise NoticeUnknown


def public_lines(
    tx: Transaction, *, roster_id: UUID, keyring: Keyring, after: int, at_most: int
) -> Iterator[NoticeLine]:
    """A page of what it says, by number. Ask `public_notice` first: it knows whether it runs."""
    return notice_lines(tx, roster_id=roster_id, keyring=keyring, after=after, at_most=at_most)
