"""The rosters' named queries, and how rows, answers and payees are kept: sealed, and payees behind a keyed hash too."""

import hmac
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters.models import Roster
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

sql = named_queries("onecard.domains.rosters")
checks = named_queries("onecard.domains.rosters", "checks.sql")
#: What a seal is bound to, beside the roster or the person. Renaming one makes its column unreadable.
ROWS, ANSWERS, PAYEE = "roster.rows", "roster.answers", "roster.payee"
#: What a keyed hash of rosters is derived for.
SECRET = "rosters"  # noqa: S105 - its name, not the secret
PAGE = 5_000
_json = msgspec.json.Encoder().encode
_rows = msgspec.json.Decoder(list[Row]).decode
_payee = msgspec.json.Decoder(tuple[str, str, str]).decode


def written(told: object) -> str:
    """Rows or answers as the text that is sealed."""
    return _json(told).decode()


def unsealed_rows(keyring: Keyring, sealed: bytes, roster_id: UUID) -> list[Row]:
    """The rows of a part as they came."""
    return _rows(keyring.unseal(bytes(sealed), about=roster_id, field=ROWS))


def seal_payees(keyring: Keyring, payees: Iterable[disbursement.Payee], holders: Sequence[UUID]) -> list[bytes]:
    """Payees as they are kept."""
    return keyring.seal_all((payee_text(one).decode() for one in payees), about=holders, field=PAYEE)


def unseal_payee(keyring: Keyring, sealed: bytes, holder_id: UUID) -> disbursement.Payee:
    """The payee again."""
    return disbursement.Payee(*_payee(keyring.unseal(bytes(sealed), about=holder_id, field=PAYEE)))


def payee_text(payee: disbursement.Payee) -> bytes:
    """A payee as it is sealed and hashed."""
    return _json([payee.name, payee.account, payee.bank])


class Hashing:
    """Keyed hashes under one key: of payees, and of rosters."""

    def __init__(self, keyring: Keyring, key_id: int | None = None) -> None:
        self.key_id = keyring.secret_key_id() if key_id is None else key_id
        self._secret = keyring.secret(SECRET, self.key_id)

    def payee(self, payee: disbursement.Payee, holder_id: UUID) -> bytes:
        """The key's number and the keyed hash of a payee of this person."""
        mac = hmac.new(self._secret, holder_id.bytes + payee_text(payee), sha256)
        return bytes([self.key_id]) + mac.digest()

    def over(self, lines: Iterable[bytes]) -> bytes:
        """The same over lines, in their order."""
        mac = hmac.new(self._secret, digestmod=sha256)
        for line in lines:
            mac.update(len(line).to_bytes(4) + line)
        return bytes([self.key_id]) + mac.digest()


def payees_of(tx: Transaction, roster_id: UUID, *, all_states: bool, after: int = 0) -> Iterator[Any]:
    """Entries with their payees by number, a page in memory at a time."""
    while True:
        page = list(sql.page_payees(tx, roster_id=roster_id, after=after, all=all_states, at_most=PAGE))
        if not page:
            return
        yield from page
        after = page[-1].number


def add_event(
    tx: Transaction, roster: Roster, event: str, *, at: datetime, actor: str, reason: str | None = None
) -> None:
    """Write what happened to a roster, in the round it stands in."""
    sql.add_event(
        tx, roster_id=roster.roster_id, event_id=new_id(), event=event, round=roster.round, at=at, actor=actor,
        reason=reason,
    )  # fmt: skip
