"""Sharing: every look at a person by staff or partner is written down before the data leaves.

`record_look` appends to the agency's chain; `looks_at` is what the person reads; `verify` proves the chains.
"""

from onecard.domains.sharing.errors import PurposeUnknown, ReferenceHoldsNumber
from onecard.domains.sharing.models import (
    LEGAL_BASES,
    PURPOSES,
    SIGN_IN,
    Finding,
    Ground,
    Look,
    Onlooker,
    Subject,
    Verdict,
)
from onecard.domains.sharing.service import looks_at, record_look, verify

__all__ = [
    "LEGAL_BASES",
    "PURPOSES",
    "SIGN_IN",
    "Finding",
    "Ground",
    "Look",
    "Onlooker",
    "PurposeUnknown",
    "ReferenceHoldsNumber",
    "Subject",
    "Verdict",
    "looks_at",
    "record_look",
    "verify",
]
