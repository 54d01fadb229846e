"""The digest of a roster: keyed, over every entry it ever had, whatever became of it since.

So what takes an entry away leaves the digest, and the approvals, as they are; what adds or changes one does not.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from onecard.domains.rosters.errors import NothingStands, RosterChanged
from onecard.domains.rosters.models import Roster
from onecard.domains.rosters.store import Hashing, payees_of, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


class Digest(NamedTuple):
    """The digest, and how many entries stand for how many fen."""

    digest: bytes
    entries: int
    amount_fen: int


class Noticed(NamedTuple):
    """What is on notice in a round, and until when."""

    digest: bytes
    until_at: datetime


def digest_of(tx: Transaction, roster_id: UUID, *, keyring: Keyring, key_id: int | None = None) -> Digest:
    """The digest as the entries are now, under this or the newest key."""
    hashing, held = Hashing(keyring, key_id), sql.count_entries(tx, roster_id=roster_id)
    standing = next((row for row in held if row.state == "standing"), None)
    digest = hashing.over(_lines(tx, roster_id))
    return Digest(digest, standing.entries if standing else 0, standing.fen if standing else 0)


def require_unchanged(tx: Transaction, roster: Roster, *, keyring: Keyring) -> Noticed:
    """The notice of the roster's round; RosterChanged where the entries are not those of the notice."""
    notice = sql.find_notice(tx, roster_id=roster.roster_id, round=roster.round)
    assert notice is not None, "states from on_notice on have a notice"
    now = digest_of(tx, roster.roster_id, keyring=keyring, key_id=notice.digest[0])
    if now.digest != bytes(notice.digest):
        raise RosterChanged
    if not now.entries:
        raise NothingStands
    return Noticed(now.digest, notice.until_at)


def line_of(row: Any) -> bytes:
    """One entry as the digest covers it."""
    head = b"%d\n%d\n%s\n" % (row.number, row.amount_fen, row.source.encode())
    return b"".join((head, row.holder_id.bytes, bytes(row.payee_mac)))


def _lines(tx: Transaction, roster_id: UUID) -> Iterator[bytes]:
    return (line_of(row) for row in payees_of(tx, roster_id, all_states=True))
