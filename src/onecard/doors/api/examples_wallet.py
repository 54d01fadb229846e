"""Examples of what is sent and said about credentials and proofs."""

from datetime import UTC, datetime
from uuid import UUID

from onecard.doors.api.shapes_wallet import (
    CredentialsShape,
    OfferShape,
    OfferWanted,
    ProofShape,
    ProofWanted,
    WantedShape,
)

_ID = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
_AT, _END = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2027, 5, 21, 16, 0, tzinfo=UTC)
_SOON = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
_OVER_65 = [WantedShape("age_over_65", True)]

CREDENTIALS = CredentialsShape(_ID, _AT, _END, 10, "valid")
ENDED = CredentialsShape(_ID, _AT, _END, 10, "ended")
OFFER_WANTED = OfferWanted("271828")
OFFER = OfferShape(_ID, "openid-credential-offer://?credential_offer_uri=https…", "492039", _SOON)
PROOF_WANTED = ProofWanted(_OVER_65)
PROOF = ProofShape(_ID, "waiting", _OVER_65, "openid4vp://?client_id=x509_hash…", _SOON, None)
PROVEN = ProofShape(_ID, "proven", _OVER_65, "openid4vp://?client_id=x509_hash…", _SOON, None)
