"""The person herself: signed in with an e-card of level 2, and its password again."""

from uuid import UUID

from onecard.domains.ecards import api as ecards
from onecard.domains.entitlements.errors import LevelTwoNeeded
from onecard.kernel.postgres.transaction import Transaction

KIND = "self_service"


def check(tx: Transaction, holder_id: UUID) -> None:
    """LevelTwoNeeded unless the e-card is in use and of level 2; the password is the door's to ask."""
    ecard = ecards.ecard_of(tx, holder_id=holder_id)
    if ecard is None or ecard.state != "active" or ecard.level < 2:
        raise LevelTwoNeeded
