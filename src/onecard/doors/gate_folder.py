"""All a gate without network keeps, in one folder: keys, rule, revocation list, its clock's error, the uses it took.

A use is on disk before the gate opens, so that a power cut loses none; what was uploaded goes to `sent/` as answered.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from onecard.doors.cli_errors import GateEmpty
from onecard.kernel.errors import Problem
from onecard.verifier import Freshness, Gate, GateRule, KeySet, Revocations, read_list, verify

KEYS, RULE, LIST, CLOCK, USES = "keys.json", "rule.json", "revocations.jwt", "clock.json", "uses.jsonl"
#: A code older than this is refused by its own age, so that nobody need remember it over a restart.
_REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True)
class Fetched:
    """What the platform said: texts as they came, and by how many seconds this gate's clock is behind it."""

    keys: str
    rule: str
    revocations: str
    behind_seconds: float


class GateFolder:
    """One gate's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, fetched: Fetched) -> None:
        """Take over what was fetched; each file whole or not at all."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        clock = json.dumps({"behind_seconds": fetched.behind_seconds})
        for name, text in (
            (KEYS, fetched.keys), (RULE, fetched.rule), (LIST, fetched.revocations), (CLOCK, clock),
        ):  # fmt: skip
            part = self.folder / f".{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(self.folder / name)

    def corrected(self, at: datetime) -> datetime:
        """The platform's time when this machine's clock says `at`."""
        page = self.folder / CLOCK
        told = json.loads(page.read_text(encoding="utf-8")) if page.is_file() else {"behind_seconds": 0}
        return at + timedelta(seconds=told["behind_seconds"])

    def open(self, point_id: UUID, *, at: datetime) -> Gate:
        """The gate, remembering what it took in the last minutes; GateEmpty where nothing was fetched yet."""
        if not (self.folder / KEYS).is_file() or not (self.folder / RULE).is_file():
            raise GateEmpty(folder=self.folder)
        keys = KeySet.from_json((self.folder / KEYS).read_text(encoding="utf-8"))
        gate = Gate(point_id, self._rule(), keys, self._revocations(keys, at))
        for use in self.waiting():
            happened = datetime.fromisoformat(use["happened_at"])
            if happened > at - _REMEMBERED:
                self._remember(gate, use, happened)
        return gate

    def take(self, text: str, *, sequence: int, at: datetime) -> None:
        """Write a use down, durably."""
        line = json.dumps({"sequence": sequence, "presentation": text, "happened_at": at.isoformat(), "details": {}})
        with (self.folder / USES).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    def next_sequence(self) -> int:
        """Above every number used before; by the time where the folder is new, so that a lost one repeats nothing."""
        known: list[int] = [use["sequence"] for use in self.waiting()]
        known += [int(page.stem) for page in (self.folder / "sent").glob("*.json")]
        return max([*known, time.time_ns() // 1000 if not known else 0]) + 1

    def waiting(self) -> list[dict[str, Any]]:
        """The uses that were not uploaded yet. A line that a power cut broke off is not one: its gate did not open."""
        page = self.folder / USES
        return list(_lines(page.read_text(encoding="utf-8"))) if page.is_file() else []

    def sent(self, answer: dict[str, Any], *, uses: list[dict[str, Any]]) -> None:
        """Put the answer aside under its last number and forget the uses it answers."""
        done = self.folder / "sent"
        done.mkdir(exist_ok=True)
        last = max(use["sequence"] for use in uses)
        (done / f"{last}.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
        answered = {use["sequence"] for use in uses}
        rest = [use for use in self.waiting() if use["sequence"] not in answered]
        part = self.folder / f".{USES}.part"
        part.write_text("".join(json.dumps(use) + "\n" for use in rest), encoding="utf-8")
        part.replace(self.folder / USES)

    def _rule(self) -> GateRule:
        told = json.loads((self.folder / RULE).read_text(encoding="utf-8"))
        return GateRule(
            told["scene"],
            told["wire"],
            frozenset(told["modes"]),
            Freshness(told["list_hours"], told["when_stale"]),
            tap_seconds=told["skew_seconds"],
            grace_seconds=told["grace_seconds"],
        )

    def _revocations(self, keys: KeySet, at: datetime) -> Revocations | None:
        page = self.folder / LIST
        return read_list(page.read_text(encoding="utf-8"), keys, at=at) if page.is_file() else None

    @staticmethod
    def _remember(gate: Gate, use: dict[str, Any], happened: datetime) -> None:
        try:
            shown = verify(
                use["presentation"], gate.keys, at=happened, point_id=gate.point_id, sequence=use["sequence"],
                scene=None,
            )  # fmt: skip
        except Problem:  # its key was withdrawn meanwhile: it would not be let through again anyway
            return
        gate.remember(shown, at=happened)


def _lines(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n")[:-1]:
        if line.strip():
            yield json.loads(line)
