"""The first step: verify every presentation of a batch. Pure: no database; costs a signature check each."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from onecard.domains.usage.models import Use
from onecard.kernel.errors import Problem
from onecard.verifier import KeySet, Presented, verify

_encode = msgspec.json.Encoder(order="sorted").encode


class Checked(Struct, frozen=True):
    """A use and what its presentation turned out to be; `digest` tells whether a repeat says the same."""

    use: Use
    digest: bytes
    presented: Presented | None
    problem: Problem | None


def check(use: Use, keys: KeySet, *, now: datetime, grace_seconds: int = 5) -> Checked:
    """Verify one presentation as of the moment it is judged at (`Use.judged_at`), give or take the grace.

    The scene is compared later, when the point is known.
    """
    digest = _digest(use)
    try:
        presented = verify(
            use.presentation,
            keys,
            at=use.judged_at(now),
            point_id=use.point_id,
            sequence=use.sequence,
            scene=None,
            grace_seconds=grace_seconds,
        )
    except Problem as problem:
        return Checked(use, digest, None, problem)
    return Checked(use, digest, presented, None)


def check_all(uses: Sequence[Use], keys: KeySet, *, now: datetime, grace_seconds: int = 5) -> list[Checked]:
    """Verify a batch, in order."""
    return [check(use, keys, now=now, grace_seconds=grace_seconds) for use in uses]


def _digest(use: Use) -> bytes:
    said = (use.presentation, _instant(use.happened_at), use.details)
    return hashlib.blake2b(_encode(said), digest_size=16).digest()


def _instant(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
