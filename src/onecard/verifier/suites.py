"""Signature algorithms by name: `(message, signature, public key) -> holds?`. SM2 takes a line here when it comes."""

from collections.abc import Callable

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

Holds = Callable[[bytes, bytes, bytes], bool]


def _ed25519(message: bytes, signature: bytes, public: bytes) -> bool:
    try:
        crypto_sign_open(signature + message, public)
    except BadSignatureError:
        return False
    return True


SUITES: dict[str, Holds] = {"ed25519": _ed25519}
