"""What a person is told of her credentials, in the words of states that pages and API share."""

from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.issuing import Batch
from onecard.doors.wallet.offers import Offer
from onecard.verifier.status_list import SUSPENDED, VALID

Told = Literal["valid", "stopped", "ended", "expired"]


def state_of(batch: Batch, at: datetime) -> Told:
    """The state of what a wallet holds."""
    if batch.status not in (VALID, SUSPENDED):
        return "ended"
    if batch.expires_at <= at:
        return "expired"
    return "stopped" if batch.status == SUSPENDED else "valid"


def link_of(offer: Offer, addresses: Addresses) -> str:
    """What the QR code of an offer says, and what a wallet on the same device is opened with."""
    return "openid-credential-offer://?" + urlencode({"credential_offer_uri": addresses.offer(offer.offer_id)})
