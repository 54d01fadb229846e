"""Checks a code or a card tap offline: no database, no web; a gate can use it on its own."""

from onecard.kernel.crypto.keyset import CodeKey, KeySet
from onecard.verifier.presented import Presented
from onecard.verifier.verify import verify

__all__ = ["CodeKey", "KeySet", "Presented", "verify"]
