"""A gate that decides by itself: keys, a revocation list and the rule of its kind of place; no network, no database.

It takes what it can prove and remembers what it took, so that the same code is not taken twice here. What another gate
took it cannot know: that is found at the upload, where the second use of a code is refused.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from onecard.kernel.crypto.keyset import KeySet
from onecard.verifier.errors import ModeNotTaken, UsedHere
from onecard.verifier.presented import Presented
from onecard.verifier.revocation import Freshness, Revocations, require_in_order
from onecard.verifier.verify import verify

#: Nonces of codes whose end is this far behind need not be remembered: they are expired.
_REMEMBERED_SECONDS = 600


@dataclass(frozen=True, slots=True)
class GateRule:
    """What a gate of one scene takes offline: `wire` is the scene's byte, `modes` what it takes beside codes, taps."""

    scene: str
    wire: int
    modes: frozenset[str] = frozenset()
    freshness: Freshness = field(default_factory=Freshness)
    tap_seconds: int = 120
    grace_seconds: int = 5


@dataclass(frozen=True, slots=True)
class Passed:
    """Yes: what was shown, and whether the revocation list had its say about it."""

    shown: Presented
    list_was_asked: bool


@dataclass
class Gate:
    """One gate's own judgement. `keys` and `revocations` are replaced when newer ones were fetched."""

    point_id: UUID
    rule: GateRule
    keys: KeySet
    revocations: Revocations | None = None
    _taken: dict[int, float] = field(default_factory=dict)

    def check(self, text: str, *, at: datetime, sequence: int) -> Passed:
        """Let through, or raise the problem that says why not and what to do. `at` is the gate's corrected clock."""
        rule = self.rule
        shown = verify(
            text, self.keys, at=at, point_id=self.point_id, sequence=sequence, scene=rule.wire,
            grace_seconds=rule.grace_seconds, tap_seconds=rule.tap_seconds,
        )  # fmt: skip
        if shown.serial is not None and shown.mode not in rule.modes:
            raise ModeNotTaken
        asked = require_in_order(shown, self.revocations, at=at, freshness=rule.freshness)
        self._take(shown, at)
        return Passed(shown, asked)

    def remember(self, shown: Presented, *, at: datetime) -> None:
        """A use that was accepted before this gate was switched off and on again."""
        if shown.mode != "paper":
            self._taken[shown.nonce] = at.timestamp()

    def _take(self, shown: Presented, at: datetime) -> None:
        if shown.mode == "paper":  # shown again and again; how often a day is counted by the platform
            return
        if shown.nonce in self._taken:
            raise UsedHere
        now = at.timestamp()
        if len(self._taken) > 10_000:
            self._taken = {nonce: then for nonce, then in self._taken.items() if then > now - _REMEMBERED_SECONDS}
        self._taken[shown.nonce] = now
