"""The port of signatures: a `Signer` makes one, `HOLDS` checks one, by the algorithm's name; an HSM may stand there.

Every algorithm of the tables has 64-byte signatures, so a code keeps its size under any of them. The platform signs
with Ed25519 or SM2; ES256 is what the keys in people's browsers sign with, and is only checked here.
"""

import secrets
from collections.abc import Callable
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from onecard.kernel.crypto.sm2 import Sm2Signer, is_private_key, sm2_holds

#: `(message, signature, public key) -> holds?`
Holds = Callable[[bytes, bytes, bytes], bool]


class Signer(Protocol):
    """One private key, wherever it is kept."""

    public: bytes

    def sign(self, message: bytes) -> bytes: ...


class Ed25519Signer:
    """Ed25519 (RFC 8032) by libsodium."""

    def __init__(self, secret: bytes) -> None:
        self._key = SigningKey(secret)
        self.public = bytes(self._key.verify_key)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return self._key.sign(message).signature


def _ed25519_holds(message: bytes, signature: bytes, public: bytes) -> bool:
    try:
        crypto_sign_open(signature + message, public)
    except (BadSignatureError, ValueError):
        return False
    return True


def _es256_holds(message: bytes, signature: bytes, public: bytes) -> bool:
    """ECDSA on P-256 with SHA-256 as browsers make it: r‖s, and a key of 33 bytes (compressed point)."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
        key.verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


SIGNERS: dict[str, Callable[[bytes], Signer]] = {"ed25519": Ed25519Signer, "sm2": Sm2Signer}
HOLDS: dict[str, Holds] = {"ed25519": _ed25519_holds, "sm2": sm2_holds, "es256": _es256_holds}


def draw_secret(algorithm: str) -> bytes:
    """A new private key: 32 random bytes, which for SM2 must be a number below the order of the curve."""
    secret = secrets.token_bytes(32)
    while algorithm == "sm2" and not is_private_key(secret):
        secret = secrets.token_bytes(32)
    return secret
