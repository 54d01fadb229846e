"""What a bank says, applied to lines: a piece of a file a transaction, every line by the table of states.

A file is known by its bytes: however often it comes it is read once. A reading that was cut short goes on where it
stopped. What fits no line of ours is kept as a stray for whoever reconciles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from onecard.domains.disbursement import money
from onecard.domains.disbursement.models import Answer, AnswerFile, Heard
from onecard.domains.disbursement.reasons import SAYS_NOTHING, reason_of
from onecard.domains.disbursement.states import hear
from onecard.domains.disbursement.store import Happened, Held, add_events, change_lines, sql
from onecard.domains.ledger import api as ledger
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

_PAGE = 5_000


def take_answer(tx: Transaction, *, bank: str, digest: bytes, name: str, kind: str, at: datetime) -> AnswerFile:
    """Begin to read a file, or go on with one; `repeated` where it was read to its end before."""
    row = sql.take_answer(tx, answer_id=new_id(), bank=bank, digest=digest, name=name, kind=kind, at=at)
    if row is None:  # another session made it between our look and our insert: it stands now
        row = sql.take_answer(tx, answer_id=new_id(), bank=bank, digest=digest, name=name, kind=kind, at=at)
    return _file(row)


def hear_piece(tx: Transaction, file: AnswerFile, answers: Sequence[Answer], *, first: int, at: datetime) -> Heard:
    """Apply answers number `first` (from 0) and following; those that another reading was through with are left out."""
    standing = sql.hold_answer(tx, answer_id=file.answer_id)
    fresh = answers[max(0, standing.answers - first) :]
    position = max(first, standing.answers)
    work = _Work(file.bank, at, position)
    if fresh:
        work.load(tx, fresh)
        for answer in fresh:
            work.position += 1
            work.hear(tx, answer)
        work.store(tx, file)
    return work.heard


def finish_answer(tx: Transaction, file: AnswerFile, *, at: datetime) -> None:
    """The file was read to its end."""
    sql.finish_answer(tx, answer_id=file.answer_id, at=at)


def answers_of(tx: Transaction, *, bank: str, at_most: int = 50) -> list[AnswerFile]:
    """What a bank sent, newest first."""
    return [_file(row) for row in sql.list_answers(tx, bank=bank, at_most=at_most)]


@dataclass
class _Work:
    """One piece: the lines it speaks of as they are made, and what is to be written at its end."""

    bank: str
    at: datetime
    position: int
    heard: Heard = field(default_factory=Heard)
    ids: dict[str, UUID] = field(default_factory=dict)
    lines: dict[UUID, Held] = field(default_factory=dict)
    touched: dict[UUID, Held] = field(default_factory=dict)
    events: list[Happened] = field(default_factory=list)
    flows: list[ledger.Movement] = field(default_factory=list)
    strays: list[tuple[int, str, str, str, int | None]] = field(default_factory=list)

    def load(self, tx: Transaction, answers: Sequence[Answer]) -> None:
        self.ids = {one.line: line_id for one in answers if (line_id := _id_of(one.line))}
        self._take(tx, set(self.ids.values()))

    def hear(self, tx: Transaction, answer: Answer) -> None:
        self.heard.answers += 1
        if not answer.line:
            self._hear_whole_file(tx, answer)
            return
        line_id = self.ids.get(answer.line)
        line = self.lines.get(line_id) if line_id else None
        if line is None:
            self._stray("unknown_line", answer)
        else:
            self._hear_one(line, answer)

    def store(self, tx: Transaction, file: AnswerFile) -> None:
        change_lines(tx, list(self.touched.values()))
        money.post(tx, self.flows, at=self.at)
        add_events(tx, self.events, actor=f"answer {file.answer_id}", at=self.at)
        if self.strays:
            places, whats, lines, saids, amounts = zip(*self.strays, strict=True)
            sql.add_strays(
                tx, answer_id=file.answer_id, positions=list(places), whats=list(whats), lines=list(lines),
                saids=list(saids), amounts=columns.numbers(list(amounts)),
            )  # fmt: skip
        heard = self.heard
        sql.count_answer(
            tx, answer_id=file.answer_id, answers=heard.answers, changed=heard.changed, repeated=heard.repeated,
            stray=heard.stray, disputed=heard.disputed, doubted=heard.doubted,
        )  # fmt: skip

    def _take(self, tx: Transaction, wanted: set[UUID]) -> None:
        if wanted:
            rows = sql.take_lines(tx, lines=columns.ids(list(wanted)), bank=self.bank)
            self.lines |= {row.line_id: Held(*row) for row in rows}

    def _hear_whole_file(self, tx: Transaction, answer: Answer) -> None:
        """A sentence about a file is one about each of its lines that is still on its way."""
        file_id = _id_of(answer.message_id.removeprefix("P"))
        if file_id is None or not sql.is_our_file(tx, file_id=file_id, bank=self.bank):
            self._stray("unknown_file", answer)
            return
        changed = self.heard.changed
        for page in self._pages(tx, file_id):
            self._take(tx, set(page) - set(self.lines))
            for line_id in page:
                self._hear_one(self.lines[line_id], answer, counted=False)
        if self.heard.changed == changed:
            self.heard.repeated += 1

    def _pages(self, tx: Transaction, file_id: UUID) -> Iterator[list[UUID]]:
        after = 0
        while rows := list(sql.lines_of_message(tx, file_id=file_id, bank=self.bank, after=after, at_most=_PAGE)):
            yield [row.line_id for row in rows]
            after = rows[-1].number

    def _hear_one(self, line: Held, answer: Answer, *, counted: bool = True) -> None:
        if answer.amount_fen is not None and answer.amount_fen != line.amount_fen:
            self._stray("other_amount", answer)
            self._mark(line, "amount_differs", answer, disputed=True)
            return
        if answer.said == "rejected" and answer.reason in SAYS_NOTHING:
            self.heard.repeated += counted  # it has it already, and tells nothing of what became of it
            return
        outcome = hear(line.state, answer.said)
        if outcome.disputed or outcome.doubted:
            self._mark(line, "disputed" if outcome.disputed else "unknown", answer, disputed=outcome.disputed)
        elif outcome.state == line.state:
            self._no_news(line, counted=counted)
        else:
            self._move(line, answer)

    def _no_news(self, line: Held, *, counted: bool) -> None:
        """Nothing new, but whatever is certain ends a doubt."""
        if line.doubted_at is not None:
            line.doubted_at = None
            self.touched[line.line_id] = line
        self.heard.repeated += counted

    def _move(self, line: Held, answer: Answer) -> None:
        outcome, when = hear(line.state, answer.said), answer.happened_at or self.at
        self.flows += [
            money.movement(
                flow, holder_id=line.holder_id, line_id=line.line_id, fund=line.fund, province=line.province,
                amount_fen=line.amount_fen, at=when,
            )
            for flow in outcome.flows
        ]  # fmt: skip
        line.state, line.state_since, line.doubted_at = outcome.state, self.at, None
        if answer.said in ("rejected", "returned"):
            line.reason, line.bank_reason = reason_of(answer.reason), answer.reason
        self.events.append(Happened(line.holder_id, line.line_id, answer.said, when, line.reason))
        self.touched[line.line_id] = line
        self.heard.changed += 1

    def _mark(self, line: Held, event: str, answer: Answer, *, disputed: bool) -> None:
        """Doubt or dispute; said a second time it is no news."""
        if (line.disputed_at if disputed else line.doubted_at) is not None:
            self.heard.repeated += 1
            return
        if disputed:
            line.disputed_at, self.heard.disputed = self.at, self.heard.disputed + 1
        else:
            line.doubted_at, self.heard.doubted = self.at, self.heard.doubted + 1
        self.events.append(Happened(line.holder_id, line.line_id, event, answer.happened_at or self.at, answer.reason))
        self.touched[line.line_id] = line

    def _stray(self, what: str, answer: Answer) -> None:
        self.heard.stray += 1
        told = (answer.line or answer.message_id)[:60]
        self.strays.append((self.position, what, told, answer.said, answer.amount_fen))


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(hex=text) if len(text) == 32 else None
    except ValueError:
        return None


def _file(row: object) -> AnswerFile:
    answer_id, bank, name, kind, received_at, finished_at, *counts = tuple(row)  # type: ignore[arg-type, var-annotated]
    return AnswerFile(
        answer_id, bank, name, kind, received_at, finished_at, Heard(*counts), repeated=finished_at is not None
    )
