"""Where the money goes, as it is kept: sealed to the person, opened only for a batch, sealed again after a rotation."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from onecard.domains.disbursement.api import Payee
from onecard.domains.entitlements.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

#: What a payee's seal is bound to, beside the person. Renaming it makes the column unreadable.
PAYEE = "entitlements.payee"
_json = msgspec.json.Encoder().encode


def seal_payees(keyring: Keyring, payees: Iterable[Payee], holders: Iterable[UUID]) -> list[bytes]:
    """Payees as they are kept."""
    texts = (_json([one.name, one.account, one.bank]).decode() for one in payees)
    return keyring.seal_all(texts, about=holders, field=PAYEE)


def unseal_payee(keyring: Keyring, sealed: bytes, holder_id: UUID) -> Payee:
    """The payee again, for a batch."""
    return Payee(*msgspec.json.decode(keyring.unseal(bytes(sealed), about=holder_id, field=PAYEE)))


def reseal(tx: Transaction, *, keyring: Keyring, at_most: int = 1000) -> int:
    """After a rotation: seal the next payees again under the newest key; returns how many, 0 when none is left."""
    rows = list(sql.take_old_seals(tx, key_id=keyring.seal_key_id(), at_most=at_most))
    if rows:
        again = [
            keyring.reseal(bytes(row.payee_sealed), about=row.holder_id, field=PAYEE) or bytes(row.payee_sealed)
            for row in rows
        ]
        holders, programmes = [row.holder_id for row in rows], [row.programme for row in rows]
        sql.reseal(tx, holders=holders, programmes=programmes, sealed=again)
    return len(rows)
