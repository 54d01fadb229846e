"""SM2 signatures (GM/T 0003.2, GB/T 32918.2) with SM3: 32-byte private keys, 64-byte public keys and signatures.

A public key is x‖y and a signature r‖s, each number in 32 bytes, so that codes keep their size under either suite. The
digest is SM3(Z_A‖M), Z_A being SM3 over the signer's id, the curve and the public key; the id is the default.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from onecard.kernel.crypto.hashing import sm3
from onecard.kernel.crypto.libcrypto import KeyHandle

#: Appendix of GM/T 0009: where nobody agreed on another id.
DEFAULT_ID = b"1234567812345678"
_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_GX = 0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7
_GY = 0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0
_CURVE = b"".join(number.to_bytes(32) for number in (_P - 3, _B, _GX, _GY))
#: SubjectPublicKeyInfo of id-ecPublicKey on 1.2.156.10197.1.301, up to the point; ECPrivateKey around its number.
_PUBLIC_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
_PRIVATE_HEAD, _PRIVATE_TAIL = bytes.fromhex("303102010104 20"), bytes.fromhex("a00a06082a811ccf5501822d")
_HALF = 32


class Sm2Signer:
    """One private key: a number from 1 to n-2 in 32 bytes, as `is_private_key` has it."""

    def __init__(self, secret: bytes) -> None:
        self._handle = KeyHandle(_PRIVATE_HEAD + secret + _PRIVATE_TAIL, private=True)
        self.public = self._handle.public_der()[-64:]
        self._z = signer_digest(self.public)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        r, s = decode_dss_signature(self._handle.sign(sm3(self._z + message)))
        return r.to_bytes(_HALF) + s.to_bytes(_HALF)


def is_private_key(secret: bytes) -> bool:
    """Whether these 32 bytes are a private key; of random ones all but one in four thousand million are."""
    return 1 <= int.from_bytes(secret) <= _N - 2


def sm2_holds(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether the signature holds. A key or signature of another size or outside the curve holds for nothing."""
    key = _verifier(public)
    if key is None or len(signature) != 2 * _HALF:
        return False
    handle, z = key
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    return handle.holds(sm3(z + message), encode_dss_signature(r, s))


def signer_digest(public: bytes, signer_id: bytes = DEFAULT_ID) -> bytes:
    """Z_A: whose key it is, 32 bytes."""
    return sm3((len(signer_id) * 8).to_bytes(2) + signer_id + _CURVE + public)


def is_on_curve(public: bytes) -> bool:
    """Whether x‖y is a point of the curve: libcrypto is asked about nothing else."""
    x, y = int.from_bytes(public[:_HALF]), int.from_bytes(public[_HALF:])
    return len(public) == 2 * _HALF and x < _P and y < _P and (y * y - (x * x * x - 3 * x + _B)) % _P == 0


@lru_cache(maxsize=64)
def _verifier(public: bytes) -> tuple[KeyHandle, bytes] | None:
    if not is_on_curve(public):
        return None
    return KeyHandle(_PUBLIC_HEAD + public, private=False), signer_digest(public)
