"""Keys, sealing of personal fields, the holder hash: two suites, international and 国密, chosen by key id."""

from onecard.kernel.crypto.keyring import Keyring
from onecard.kernel.crypto.keyset import CodeKey, KeySet

__all__ = ["CodeKey", "KeySet", "Keyring"]
