"""The e-card's code, OC1: 24 bytes of fields and a 64-byte signature, written in 144 letters.

    version 1 | key id 1 | province 1 | scene 1 | pseudonym 8 | nonce 8 | expiry 4 | signature 64

The key id chooses the algorithm; every algorithm of the table signs in 64 bytes, so the format stays.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from onecard.verifier.text import write_bytes

PREFIX, VERSION = "OC1", 1
LAYOUT = struct.Struct(">BBBBqqI")
SIGNATURE_BYTES = 64
SIZE = LAYOUT.size + SIGNATURE_BYTES


@dataclass(frozen=True, slots=True)
class Fields:
    """What a code says. `pseudonym` and `nonce` are signed 64-bit; `expiry` is whole seconds since 1970 in UTC."""

    key_id: int
    province: int
    scene: int
    pseudonym: int
    nonce: int
    expiry: int


def write_code(fields: Fields, sign: Callable[[bytes], bytes]) -> str:
    """The text of a signed code."""
    body = LAYOUT.pack(
        VERSION, fields.key_id, fields.province, fields.scene, fields.pseudonym, fields.nonce, fields.expiry
    )
    return PREFIX + write_bytes(body + sign(body))
