"""Counts the uses of the hot door once a batch: by scene and by refusal, how many a batch, how long it took."""

from collections import Counter as Tally
from collections.abc import Sequence
from functools import cache
from typing import Any

from onecard.domains.usage import api as usage


@cache
def _counts() -> tuple[Any, Any, Any]:
    """Made at the first batch, because the library decides at its import where it counts (see kernel.metrics)."""
    from prometheus_client import Counter, Histogram  # noqa: PLC0415

    return (
        Counter(
            "onecard_uses", "Uses answered, by outcome: accepted, unknown or the refusal's code", ["scene", "outcome"]
        ),
        Histogram("onecard_batch_uses", "Uses a batch", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)),
        Histogram(
            "onecard_batch_seconds",
            "Seconds a batch took from load to commit",
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
        ),
    )


def count_batch(outcomes: Sequence[usage.Outcome], seconds: float) -> None:
    """A batch that was committed. A refusal does not say its scene: the point may be unknown."""
    uses, sizes, times = _counts()
    for (scene, outcome), many in Tally(map(_label, outcomes)).items():
        uses.labels(scene, outcome).inc(many)
    sizes.observe(len(outcomes))
    times.observe(seconds)


def count_unknown(many: int) -> None:
    """Uses whose outcome the database did not tell."""
    _counts()[0].labels("", "unknown").inc(many)


def _label(outcome: usage.Outcome) -> tuple[str, str]:
    if isinstance(outcome, usage.Accepted):
        return outcome.scene, "repeated" if outcome.repeated else "accepted"
    return "", outcome.problem.code
