"""What people carry in these tests: a phone with a key of its own, and a printed code."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onecard.kernel.crypto import Keyring
from onecard.verifier.paper import Printed, write_printed
from onecard.verifier.phone import Certificate, Proof, write_certificate, write_phone_code


@dataclass
class Phone:
    """A browser's half: its key never leaves it."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(message, ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def show(self, certificate: bytes, *, at: datetime, number: int = 1, scene: int = 0) -> str:
        return write_phone_code(certificate, Proof(scene, number, int(at.timestamp())), self.sign)


def certify(
    keys: Keyring, phone: Phone, *, at: datetime, days: int = 7, serial: int = 5, key_id: int = 1, most: int = 10
) -> bytes:
    expiry = int((at + timedelta(days=days)).timestamp())
    return write_certificate(Certificate(key_id, 51, most, serial, -77, expiry, phone.public), keys.sign_code)


def printed(keys: Keyring, *, at: datetime, days: int = 365, serial: int = 6, scene: int = 0) -> str:
    expiry = int((at + timedelta(days=days)).timestamp())
    return write_printed(Printed(1, 51, scene, serial, -77, expiry), keys.sign_code)
