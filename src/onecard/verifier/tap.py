"""The tap of a physical card, OC2: 42 bytes, 71 letters, proven with a key that only this card and a SAM can make.

    version 1 | key id 1 | identifier 16 | counter 4 | made-at 4 | mac 16

The mac is HMAC-SM3, cut to 128 bits, over these fields and the terminal's point and sequence number, so a recorded tap
is worth nothing anywhere else. Card keys derive from a master key by identifier, as 部级根密钥 → 省 → 市 → 卡 do.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from onecard.kernel.crypto.hashing import hmac_sm3
from onecard.verifier.text import write_bytes

PREFIX, VERSION = "OC2", 1
LAYOUT = struct.Struct(">BB16sII")
MAC_BYTES = 16
SIZE = LAYOUT.size + MAC_BYTES
_TERMINAL = struct.Struct(">16sq")
_derive = lru_cache(maxsize=16)(hmac_sm3)


@dataclass(frozen=True, slots=True)
class Tap:
    """What a tap says: which card, its own running count of taps, and the terminal's clock in seconds since 1970."""

    key_id: int
    identifier: UUID
    counter: int
    made_at: int


def card_key(master: bytes, identifier: bytes) -> bytes:
    """The key of one card, diversified from the master key by its identifier."""
    return _derive(master)(b"card" + identifier)


def terminal_bytes(point_id: UUID, sequence: int) -> bytes:
    """Which terminal asks, and for which of its uses."""
    return _TERMINAL.pack(point_id.bytes, sequence)


def tap_mac(key: bytes, body: bytes, terminal: bytes) -> bytes:
    """The card's proof for this terminal and this sequence number."""
    return hmac_sm3(key)(body + terminal)[:MAC_BYTES]


def write_tap(tap: Tap, key: bytes, *, point_id: UUID, sequence: int) -> str:
    """The text of a proven tap."""
    body = LAYOUT.pack(VERSION, tap.key_id, tap.identifier.bytes, tap.counter, tap.made_at)
    return PREFIX + write_bytes(body + tap_mac(key, body, terminal_bytes(point_id, sequence)))
