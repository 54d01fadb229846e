"""Checks a code or a card tap offline: no database, no web; a gate can use it on its own."""

from onecard.kernel.crypto.keyset import CodeKey, KeySet
from onecard.verifier.gate import Gate, GateRule
from onecard.verifier.presented import Presented
from onecard.verifier.revocation import Freshness, Revocations, read_list
from onecard.verifier.status_list import StatusList
from onecard.verifier.verify import verify

__all__ = [
    "CodeKey", "Freshness", "Gate", "GateRule", "KeySet", "Presented", "Revocations", "StatusList", "read_list",
    "verify",
]  # fmt: skip
