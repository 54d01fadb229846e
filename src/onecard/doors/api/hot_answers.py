"""What the hot door says back: a receipt that says why, or a problem; in 中文 and English; nobody's name in it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from onecard.domains.usage import api as usage
from onecard.kernel.errors import Problem
from onecard.kernel.words import Words, load_words
from onecard.rules.reasons import Reason

_json = msgspec.json.Encoder()


class Answers:
    """Renders outcomes with the words of the scenes."""

    def __init__(self, scenes: Mapping[str, usage.Scene]) -> None:
        self._words = {scene_id: load_words(f"onecard.scenes.{scene_id}") for scene_id in scenes}

    def one(self, outcome: usage.Outcome) -> tuple[int, bytes]:
        """Status and body of one answer."""
        if isinstance(outcome, usage.Refused):
            refused = outcome.problem.as_problem() | {
                "outcome": "refused",
                "use_id": outcome.use_id,
                "repeated": outcome.repeated,
            }
            return outcome.problem.status, _json.encode(refused)
        return 200, _json.encode(self.receipt(outcome))

    def receipt(self, outcome: usage.Accepted) -> dict[str, Any]:
        """The receipt as JSON fields."""
        words = self._words[outcome.scene]
        return {
            "outcome": "accepted",
            "use_id": outcome.use_id,
            "scene": outcome.scene,
            "happened_at": outcome.happened_at,
            "price_fen": outcome.price_fen,
            "paid_fen": outcome.paid_fen,
            "borne_by_others_fen": outcome.price_fen - outcome.paid_fen,
            "why": [say(words, reason) for reason in outcome.reasons],
            "facts": outcome.facts,
            "repeated": outcome.repeated,
        }

    def many(self, uses: Sequence[usage.Use], outcomes: Sequence[usage.Outcome]) -> bytes:
        """An upload's answer: totals first, then a line a use."""
        lines = [_line(use, outcome) for use, outcome in zip(uses, outcomes, strict=True)]
        counts = {
            "accepted": sum(line["outcome"] == "accepted" for line in lines),
            "refused": sum(line["outcome"] == "refused" for line in lines),
            "repeated": sum(line["repeated"] for line in lines),
            "paid_fen": sum(line.get("paid_fen", 0) for line in lines),
        }
        return _json.encode(counts | {"uses": lines})

    @staticmethod
    def problem(problem: Problem) -> bytes:
        """A problem of the request itself."""
        return _json.encode(problem.as_problem())


def say(words: Words, reason: Reason) -> dict[str, Any]:
    """A reason in both languages with its document."""
    return {
        "code": reason.code,
        "zh": words.say(reason.code, reason.facts, "zh"),
        "en": words.say(reason.code, reason.facts, "en"),
        "source": reason.source,
        "illustrative": reason.illustrative,
    }


def _line(use: usage.Use, outcome: usage.Outcome) -> dict[str, Any]:
    line = {"sequence": use.sequence, "use_id": outcome.use_id, "repeated": outcome.repeated}
    if isinstance(outcome, usage.Refused):
        return line | {"outcome": "refused", "code": outcome.problem.code, **outcome.problem.words()}
    return line | {"outcome": "accepted", "price_fen": outcome.price_fen, "paid_fen": outcome.paid_fen}
