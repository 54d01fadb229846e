"""How a simulated bank behaves, from a YAML page: weights of outcomes, and how it misbehaves in telling them.

What it decides of a line follows from the seed and the line's id alone, so that a run can be repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import yaml

from onecard.kernel.errors import Malformed

#: `unknown`: the bank says it does not know, until it is asked; `silent`: it says nothing at all, until it is asked.
OUTCOMES = ("paid", "rejected", "returned", "unknown", "silent")


class ScenarioWrong(Malformed):
    """A scenario says something the simulator cannot do."""

    code = "bank.scenario_wrong"
    title = ("银行情景文件有误：{what}", "The bank's scenario is wrong: {what}")
    next_step = ("请对照 kind.yaml 或 rough.yaml 修改。", "Write it as kind.yaml or rough.yaml is written.")


@dataclass(frozen=True)
class Scenario:
    """Shares are of a hundred. `late` answers come up to `rounds_late` rounds later, returns after `return_after`."""

    seed: int = 1
    outcomes: Mapping[str, int] = field(default_factory=lambda: {"paid": 100})
    reasons: Mapping[str, int] = field(default_factory=lambda: {"AC04": 1})
    statuses: int = 50  # this share is told by a status report, the others by a notice of the account
    late: int = 0
    rounds_late: int = 3
    return_after: int = 3
    twice: int = 0  # an answer is said again in a later file
    shuffled: bool = False  # the lines of a file stand in any order, and later news may come first
    lines_a_file: int = 5_000
    again: int = 0  # a whole file comes again under another name
    lose_reply: int = 0  # a file is taken, but whoever sent it is told that something failed

    def outcome(self, line_id: str) -> tuple[str, str]:
        """What becomes of a line, and the reason where it is not paid."""
        chance = self.chance(line_id, "outcome")
        return _draw(chance, self.outcomes), _draw(chance, self.reasons)

    def happens(self, share: int, *about: str) -> bool:
        """Whether something with this share of a hundred happens here; the same each time it is asked."""
        return self.chance(*about).random() * 100 < share

    def chance(self, *about: str) -> Random:
        """A source of chance that is the same for the same thing."""
        return Random(f"{self.seed} {' '.join(about)}")  # noqa: S311 - a simulation, no secret


def read_scenario(name: str) -> Scenario:
    """A page by its path, or one of ours by its name: `kind`, `rough`."""
    ours = files("onecard.doors.bank") / "scenarios" / f"{name}.yaml"
    text = ours.read_text("utf-8") if name.isidentifier() and ours.is_file() else _text(Path(name))
    try:
        told = yaml.safe_load(text) or {}
    except yaml.YAMLError:
        raise ScenarioWrong(what="YAML") from None
    return _checked(told)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ScenarioWrong(what=path.name) from None


def _checked(told: Any) -> Scenario:
    if not isinstance(told, dict):
        raise ScenarioWrong(what="YAML")
    known = {one.name for one in fields(Scenario)}
    for name, value in told.items():
        whole = isinstance(value, int) and value >= 0
        shares = isinstance(value, dict) and value and all(isinstance(one, int) and one >= 0 for one in value.values())
        if name not in known or not (shares if name in ("outcomes", "reasons") else whole):
            raise ScenarioWrong(what=name)
    scenario = Scenario(**told)
    if not set(scenario.outcomes) <= set(OUTCOMES) or not sum(scenario.outcomes.values()):
        raise ScenarioWrong(what="outcomes")
    if not sum(scenario.reasons.values()) or scenario.lines_a_file < 1:
        raise ScenarioWrong(what="reasons")
    return scenario


def _draw(chance: Random, weights: Mapping[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
