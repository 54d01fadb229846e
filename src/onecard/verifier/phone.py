"""The code of a phone without network, OC3: a certificate of the platform and a proof of the phone's own key.

    certificate  version 3 | key id 1 | province 1 | codes a day 1 | serial 4 | pseudonym 8 | expiry 4 | public key 33
                 | signature of the platform 64
    proof        scene 1 | number of the day 1 | made at 4 | signature of the phone (ES256) 64

187 bytes, 303 letters: more than the 144 of an online code, because a gate without network has never met this phone's
key. A QR code of version 9 (53 modules) holds it. The number counts the codes of a day from 1 to the certificate's
limit, and with serial and day it is the code's nonce: so one number serves once, and no phone more often than that.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from onecard.kernel.clock import day_of
from onecard.verifier.text import write_bytes

PREFIX, VERSION = "OC3", 3
CERTIFICATE = struct.Struct(">BBBBIqI33s")
PROOF = struct.Struct(">BBI")
SIGNATURE_BYTES = 64
CERTIFICATE_BYTES = CERTIFICATE.size + SIGNATURE_BYTES
SIZE = CERTIFICATE_BYTES + PROOF.size + SIGNATURE_BYTES
#: What a phone signs begins with this, so that the same key never signs the same bytes for another protocol.
DOMAIN = b"onecard.oc3"
#: The number of the day is one byte.
CODES_A_DAY_MAX = 255
_NONCE_TAG = 3 << 56
_EPOCH = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the platform says of a phone: whose it is, until when (seconds since 1970), and its compressed P-256 key."""

    key_id: int
    province: int
    codes_per_day: int
    serial: int
    pseudonym: int
    expiry: int
    public: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """What the phone adds each time: for which scene (0: any its gate takes), the how-manieth of the day, and when."""

    scene: int
    number: int
    made_at: int


def write_certificate(made: Certificate, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed certificate, as the phone keeps it."""
    body = CERTIFICATE.pack(
        VERSION, made.key_id, made.province, made.codes_per_day, made.serial, made.pseudonym, made.expiry, made.public
    )
    return body + sign(body)


def write_phone_code(certificate: bytes, proof: Proof, sign: Callable[[bytes], bytes]) -> str:
    """The text of one code. `sign` is the phone's key: ES256, r‖s. The portal's page does the same in a browser."""
    said = PROOF.pack(proof.scene, proof.number, proof.made_at)
    return PREFIX + write_bytes(certificate + said + sign(DOMAIN + certificate + said))


def phone_nonce(serial: int, number: int, made_at: datetime) -> int:
    """Once a phone, a day (in Shanghai) and a number; a tag keeps it apart from a printed code's."""
    return _NONCE_TAG | serial << 24 | (day_of(made_at) - _EPOCH).days << 8 | number
