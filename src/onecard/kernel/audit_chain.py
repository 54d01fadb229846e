"""The chain over the audit trail: each link is an HMAC-SM3 over its entry and the link before it.

The key is derived from the keyring's master secret, outside the database, so that not even the database's owner can
rewrite an entry and seal it again. Between its commit and the worker's next turn an entry is not sealed yet; entries
cut off at the very end are seen by whoever kept the end of the chain that `verify` tells.
"""

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.audit import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

NOUGHT = bytes(32)
_PAGE = 1_000
_FIRST, _DAY_MILLISECONDS = UUID(int=0), 86_400_000
_encode = msgspec.json.Encoder(order="sorted").encode
Mac = Callable[[int, int, bytes, Any], bytes]


@dataclass(frozen=True, slots=True)
class Flaw:
    """One link that does not hold, and (中文, English) what is wrong there."""

    sequence: int
    said: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were checked and how many wait for their seal; `end` may be kept elsewhere as a witness."""

    sealed: int
    waiting: int
    flaws: tuple[Flaw, ...]
    end: str


def seal_new(tx: Transaction, *, keyring: Keyring, whole: bool = False) -> int:
    """Seal what was appended since the last time; returns how many.

    Ids are ordered by when they were made, so only those a day back are looked at, however long the trail is; `whole`
    looks at all of it, for an entry whose transaction was open longer than that.
    """
    end, key_id, mac = sql.audit_end(tx), keyring.secret_key_id(), _mac(keyring)
    last, before = (end.sequence, bytes(end.seal)) if end else (0, NOUGHT)
    after = _FIRST if whole or end is None else _a_day_before(end.entry_id)
    entries = list(sql.unsealed_audit(tx, after=after, count=_PAGE))
    for sequence, entry in enumerate(entries, last + 1):
        seal = mac(key_id, sequence, before, entry)
        sql.append_audit_seal(
            tx, sequence=sequence, entry_id=entry.entry_id, key_id=key_id, seal_before=before, seal=seal
        )
        before = seal
    return len(entries)


def verify(tx: Transaction, *, keyring: Keyring) -> Verdict:
    """Seal every link again and say where one does not hold."""
    flaws: list[Flaw] = []
    sealed, last, before, mac = 0, 0, NOUGHT, _mac(keyring)
    for link in _links(tx):
        flaws += _flaws(link, last, before, mac)
        sealed, last, before = sealed + 1, link.sequence, bytes(link.seal)
    waiting = len(list(sql.unsealed_audit(tx, after=_FIRST, count=None)))
    return Verdict(sealed, waiting, tuple(flaws), before.hex())


def _a_day_before(entry_id: UUID) -> UUID:
    """The first id of that time: the upper 48 bits of a UUIDv7 are its milliseconds."""
    return UUID(int=max(0, (entry_id.int >> 80) - _DAY_MILLISECONDS) << 80)


def _flaws(link: Any, last: int, before: bytes, mac: Mac) -> Iterator[Flaw]:
    if link.sequence != last + 1 or bytes(link.seal_before) != before:
        yield Flaw(link.sequence, (f"未接在第 {last} 条之后：有缺失", f"does not follow {last}: a link is missing"))
    if link.verb is None:
        yield Flaw(link.sequence, ("记录已被删除", "its entry was removed"))
    elif mac(link.key_id, link.sequence, bytes(link.seal_before), link) != bytes(link.seal):
        yield Flaw(link.sequence, ("封印之后被改动", "was changed after it was sealed"))


def _links(tx: Transaction) -> Iterator[Any]:
    after = 0
    while page := list(sql.audit_links(tx, after=after, count=_PAGE)):
        yield from page
        after = page[-1].sequence


def _mac(keyring: Keyring) -> Mac:
    secret = cache(lambda key_id: keyring.secret("kernel.audit", key_id))

    def mac(key_id: int, sequence: int, before: bytes, entry: Any) -> bytes:
        instant = entry.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
        said = [sequence, str(entry.entry_id), instant, entry.actor, entry.verb, entry.about, entry.facts, before.hex()]
        return hmac.new(secret(key_id), _encode(said), "sm3").digest()

    return mac
