"""The printed code, OC4: for people without a phone; 84 bytes of which 64 are the platform's signature, 138 letters.

    version 4 | key id 1 | province 1 | scene 1 | serial 4 | pseudonym 8 | expiry 4 | signature 64

Paper cannot renew itself: the code lives long and is shown again and again. What holds it in check is elsewhere: only
scenes that say so take it, so many times a day and up to so much money, and its serial can be revoked.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from onecard.kernel.clock import day_of
from onecard.verifier.text import write_bytes

PREFIX, VERSION = "OC4", 4
LAYOUT = struct.Struct(">BBBBIqI")
SIGNATURE_BYTES = 64
SIZE = LAYOUT.size + SIGNATURE_BYTES
#: A day's row of nonces of one printed code: this many can be counted, so no rule may allow more uses a day.
USES_A_DAY_MAX = 255
_NONCE_TAG = 4 << 56
_EPOCH = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed code says. `scene` 0 is any that takes paper; `expiry` is whole seconds since 1970 in UTC."""

    key_id: int
    province: int
    scene: int
    serial: int
    pseudonym: int
    expiry: int


def write_printed(printed: Printed, sign: Callable[[bytes], bytes]) -> str:
    """The text of a signed printed code."""
    body = LAYOUT.pack(
        VERSION, printed.key_id, printed.province, printed.scene, printed.serial, printed.pseudonym, printed.expiry
    )
    return PREFIX + write_bytes(body + sign(body))


def printed_nonce(serial: int, at: datetime) -> int:
    """The first of the day's row: what is stored for the n-th use of that day (in Shanghai) is this plus n."""
    return _NONCE_TAG | serial << 24 | (day_of(at) - _EPOCH).days << 8
