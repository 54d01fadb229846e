"""The seal of one link: HMAC-SM3 over every field of the look and the seal before it.

The key lies outside the database, so that not even its owner can rewrite a chain and seal it again.
"""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

FIELDS = (
    "holder_id", "look_id", "chain", "sequence", "actor_kind", "actor", "subject", "purpose", "legal_basis",
    "reference", "found", "looked_at", "seal_before",
)  # fmt: skip
NOUGHT = bytes(32)


def seal(look: dict[str, Any], key: bytes) -> bytes:
    """The 32 bytes that bind this look to its predecessor."""
    return hmac.new(key, msgspec.json.encode(list(_plain(look))), "sm3").digest()


def _plain(look: dict[str, Any]) -> Iterator[str | int | bool]:
    for name in FIELDS:
        value = look[name]
        match value:
            case datetime():
                yield value.astimezone(UTC).isoformat(timespec="microseconds")
            case UUID():
                yield str(value)
            case bytes():
                yield value.hex()
            case _:
                yield value
