"""After a rotation of the seal key: the names in delegations are sealed again, a batch at a time."""

from uuid import UUID

from onecard.domains.delegations.models import DELEGATE_NAME, HOLDER_NAME
from onecard.domains.delegations.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

Place = tuple[UUID, UUID]
#: Before the first of all.
NONE_YET: Place = (UUID(int=0), UUID(int=0))


def reseal(tx: Transaction, *, keyring: Keyring, after: Place, at_most: int = 1000) -> Place | None:
    """After a rotation: seal the next people's names again; the last one done, or None when nothing is left."""
    wanted = {"after_holder": after[0], "after": after[1], "key_id": keyring.seal_key_id(), "at_most": at_most}
    rows = list(sql.take_sealed(tx, **wanted))
    if not rows:
        return None
    sql.reseal(
        tx,
        holders=[row.holder_id for row in rows],
        delegations=[row.delegation_id for row in rows],
        holder_names=[_again(keyring, row.holder_name_sealed, row.holder_id, HOLDER_NAME) for row in rows],
        delegate_names=[_again(keyring, row.delegate_name_sealed, row.holder_id, DELEGATE_NAME) for row in rows],
    )
    return rows[-1].holder_id, rows[-1].delegation_id


def _again(keyring: Keyring, sealed: bytes, holder_id: UUID, field: str) -> bytes:
    return keyring.reseal(bytes(sealed), about=holder_id, field=field) or bytes(sealed)
