"""The bank itself: books what it is sent once, decides by its scenario, and writes its answers round by round.

Everything lies in one folder: `in` (files to the bank), `out` (its answers), `books.sqlite`. Killed at any moment it
goes on where it was: a round is committed after its files are written, and writes the same names again.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path

from onecard.doors.bank.orders import Order, Sent, read_sent
from onecard.doors.bank.replies import Channel, Saying, write_replies
from onecard.doors.bank.scenario import Scenario
from onecard.kernel.clock import Clock, now
from onecard.kernel.errors import Problem

_ADD = "insert into saying (due, channel, about, line_id, fen, said, reason) values (?, ?, ?, ?, ?, ?, ?)"
_PIECE = 5_000
_Row = tuple[int, str, str, str, int, str, str | None]


@dataclass(frozen=True, slots=True)
class _Due:
    channel: str
    saying: Saying


class Simulator:
    """One bank in one folder; not for several threads at once."""

    def __init__(self, folder: Path, scenario: Scenario, clock: Clock = now) -> None:
        self.incoming, self.outgoing = folder / "in", folder / "out"
        for one in (self.incoming, self.outgoing):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.scenario, self.clock = scenario, clock
        self.books = sqlite3.connect(folder / "books.sqlite", check_same_thread=False)
        self.books.executescript((files("onecard.doors.bank") / "books.sql").read_text("utf-8"))

    def close(self) -> None:
        """Leave the books."""
        self.books.close()

    def take_folder(self) -> int:
        """Take every file that lies in `in`; what cannot be read is put aside as `.refused`. Returns how many."""
        found = [one for one in sorted(self.incoming.iterdir()) if one.suffix in (".xml", ".txt")]
        for path in found:
            try:
                self.take(path)
            except Problem:
                path.rename(path.with_name(f"{path.name}.refused"))
            else:
                path.unlink()
        return len(found)

    def take(self, path: Path) -> bool:
        """Take one file; False where one of its message id was taken before, which then changes nothing."""
        sent = read_sent(path)
        with self.books:
            made = self.books.execute(
                "insert or ignore into sent values (?, ?, ?)", (sent.message_id, int(sent.iso), self._round())
            )
            if not made.rowcount:
                return False
            while piece := list(islice(sent.orders, _PIECE)):
                (self._answer_asked if sent.asks else self._book)(sent, piece)
        return True

    def tick(self) -> int:
        """One round further: write the answers that are due; returns how many files."""
        with self.books:
            self.books.execute("update now set round = round + 1")
            written = sum(self._write(channel, about, some) for (channel, about), some in self._due())
            self.books.execute("delete from saying where due <= ?", (self._round(),))
        return written

    def waiting(self) -> int:
        """How many answers it still has to give."""
        return int(self.books.execute("select count(*) from saying").fetchone()[0])

    def _book(self, sent: Sent, piece: list[Order]) -> None:
        told: list[_Row] = []
        lines = []
        for one in piece:
            outcome, reason = self.scenario.outcome(one.line_id)
            lines.append((one.line_id, sent.message_id, one.fen, outcome, reason))
            told += self._plan(sent, one, outcome, reason)
        self.books.executemany("insert or ignore into line values (?, ?, ?, ?, ?, 0)", lines)
        self.books.executemany(_ADD, told)

    def _plan(self, sent: Sent, one: Order, outcome: str, reason: str) -> Iterator[_Row]:
        """Everything that will be said of a line, and when."""
        rules = self.scenario
        chance = rules.chance(one.line_id, "plan")
        first = self._round() + 1
        final = first + 1 + (chance.randint(1, max(1, rules.rounds_late)) if chance.random() * 100 < rules.late else 0)
        plan: list[tuple[int, str, str | None]] = []
        if outcome != "silent":
            plan.append((first, "unknown" if outcome == "unknown" else "accepted", None))
        if outcome in ("paid", "rejected"):
            plan.append((final, outcome, reason if outcome == "rejected" else None))
        if outcome == "returned":
            back = final + rules.return_after
            early = rules.shuffled and chance.random() < 0.25  # its "paid" is told after its return
            plan += [(back + 1 if early else final, "paid", None), (back, "returned", reason)]
        for due, said, why in plan:
            times = [due, due + 1] if chance.random() * 100 < rules.twice else [due]
            for when in times:
                yield (
                    when,
                    self._channel(sent.iso, said, one.line_id),
                    sent.message_id,
                    one.line_id,
                    one.fen,
                    said,
                    why,
                )

    def _channel(self, iso: bool, said: str, line_id: str) -> str:
        if not iso:
            return "columns"
        if said == "returned":
            return "statement" if self.scenario.happens(50, line_id, "statement") else "notice"
        told_by_account = said == "paid" and not self.scenario.happens(self.scenario.statuses, line_id, "status")
        return "notice" if told_by_account else "status"

    def _answer_asked(self, sent: Sent, piece: list[Order]) -> None:
        """Asked, it finds out: what it did not know is decided now, everything else is said again."""
        for one in piece:
            row = self.books.execute(
                "select fen, outcome, reason, about from line where line_id = ?", (one.line_id,)
            ).fetchone()
            if row is None:
                continue
            fen, outcome, reason, about = row
            if outcome in ("unknown", "silent"):
                outcome = "paid" if self.scenario.happens(70, one.line_id, "found") else "rejected"
                self.books.execute("update line set outcome = ? where line_id = ?", (outcome, one.line_id))
            for said in ("paid", "returned") if outcome == "returned" else (outcome,):
                why = None if said == "paid" else reason
                channel = self._channel(sent.iso, said, one.line_id)
                self.books.execute(_ADD, (self._round() + 1, channel, about, one.line_id, fen, said, why))

    def _due(self) -> Iterator[tuple[tuple[str, str], list[_Due]]]:
        rows = self.books.execute(
            "select channel, about, line_id, fen, said, reason from saying where due <= ?"
            " order by channel, about, number",
            (self._round(),),
        ).fetchall()
        found = [_Due(row[0], Saying(*row[1:])) for row in rows]
        for key, some in groupby(found, key=lambda one: (one.channel, one.saying.about)):
            yield key, list(some)

    def _write(self, channel: str, about: str, due: list[_Due]) -> int:
        sayings = [one.saying for one in due]
        if self.scenario.shuffled:
            self.scenario.chance(about, str(self._round())).shuffle(sayings)
        written = 0
        for start in range(0, len(sayings), self.scenario.lines_a_file):
            name, kind = self._name(), ".txt" if channel == "columns" else ".xml"
            path = self.outgoing / f"{name}.part"
            some = sayings[start : start + self.scenario.lines_a_file]
            write_replies(path, name, some, _channel_of(channel), self.clock())
            if self.scenario.happens(self.scenario.again, name, "again"):
                copy = self.outgoing / f"{self._name()}.part"
                shutil.copyfile(path, copy)
                copy.rename(copy.with_suffix(kind))
                written += 1
            path.rename(path.with_suffix(kind))
            written += 1
        return written

    def _name(self) -> str:
        self.books.execute("update now set files = files + 1")
        number = self.books.execute("select files from now").fetchone()[0]
        return f"R{number:08d}"

    def _round(self) -> int:
        return int(self.books.execute("select round from now").fetchone()[0])


def _channel_of(channel: str) -> Channel | None:
    match channel:
        case "status" | "notice" | "statement":
            return channel
        case _:
            return None
