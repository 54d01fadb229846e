"""The seal of one link: HMAC-SM3 over every field of the look and the seal before it.

The key is derived from the keyring's master secret, outside the database, so that not even the database's owner can
rewrite a chain and seal it again. Each look names the master secret of its time, so a rotation breaks no chain.
"""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.crypto import Keyring

FIELDS = (
    "holder_id", "look_id", "chain", "sequence", "actor_kind", "actor", "subject", "purpose", "legal_basis",
    "reference", "found", "looked_at", "key_id", "seal_before",
)  # fmt: skip
NOUGHT = bytes(32)
LOG_KEY = "sharing.look"


class Sealer:
    """Seals looks with the keys of one keyring; each is derived once."""

    def __init__(self, keyring: Keyring) -> None:
        self._key = cache(lambda key_id: keyring.secret(LOG_KEY, key_id))

    def seal(self, look: dict[str, Any]) -> bytes:
        """The 32 bytes that bind this look to its predecessor."""
        return hmac.new(self._key(look["key_id"]), msgspec.json.encode(list(_plain(look))), "sm3").digest()


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
