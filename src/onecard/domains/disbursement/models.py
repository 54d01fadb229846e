"""What disbursement speaks of: banks, batches, lines, instruction files, a bank's answers and what became of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from onecard.domains.disbursement.states import Said, State

Reach = Literal["folder", "http"]
#: pain.001 out and pain.002, camt in; or the plain text file of fixed columns, in one of two encodings.
Format = Literal["iso20022", "text_utf8", "text_gb18030"]


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank that pays for us: where its files go and in which format; `account` is ours there, nobody's own."""

    bank: str
    province: int
    name_zh: str
    name_en: str
    reach: Reach
    address: str
    format: Format
    debtor: str
    account: str


@dataclass(frozen=True, slots=True)
class BatchWanted:
    """Approved payments that belong together. `purpose` stands on the payee's statement, so it names the programme.

    `fund` is the ledger account that bears them; `period` such as 2026-11.
    """

    batch_id: UUID
    agency_id: UUID
    bank: str
    fund: int
    programme: str
    period: str
    purpose: str
    staff: str


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid where: the name and number of the account, and its bank. Never shown by `repr`."""

    name: str = field(repr=False)
    account: str = field(repr=False)
    bank: str = ""


@dataclass(frozen=True, slots=True)
class NewLine:
    """One approved payment: whose, to which account, how many fen, and its reference in the roster it came from."""

    holder_id: UUID
    payee: Payee
    amount_fen: int
    source: str


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a batch is: lines and fen, and how many of each state; the fen add up to `amount_fen` at any moment."""

    batch_id: UUID
    agency_id: UUID
    bank: str
    fund: int
    programme: str
    period: str
    purpose: str
    lines: int
    amount_fen: int
    recorded_at: datetime
    counts: dict[State, int]
    paid_fen: int
    home_fen: int
    outstanding_fen: int
    reissued: int
    doubted: int
    disputed: int

    @property
    def finished(self) -> bool:
        """Whether nothing is on its way any more."""
        return self.outstanding_fen == 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands, without the payee. `doubted_at`: the bank does not know; `disputed_at`: it contradicts."""

    holder_id: UUID
    line_id: UUID
    batch_id: UUID
    number: int
    attempt: int
    amount_fen: int
    state: State
    state_since: datetime
    doubted_at: datetime | None
    disputed_at: datetime | None
    reason: str | None
    bank_reason: str | None
    replaces: UUID | None
    reissued_as: UUID | None


@dataclass(frozen=True, slots=True)
class LineEvent:
    """Something that happened to a line: when in the world and when we knew, and by which file or person."""

    event: str
    happened_at: datetime
    recorded_at: datetime
    actor: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """One file for a bank. Its bytes follow from its rows, so it can be made again and is the same."""

    file_id: UUID
    batch_id: UUID
    bank: str
    format: Format
    lines: int
    amount_fen: int
    purpose: str
    made_at: datetime
    pay_on: date

    @property
    def message_id(self) -> str:
        """What the bank knows the file by: it takes a second one of this name for the first."""
        return f"P{self.file_id.hex}"


@dataclass(frozen=True, slots=True)
class PayLine:
    """A line as it stands in an instruction file."""

    number: int
    line_id: UUID
    payee: Payee
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One sentence of a bank about one line, or (with `line` empty) about a whole file of ours.

    `amount_fen` is what the bank says of the amount, if it does; `reason` is its own code.
    """

    said: Said
    line: str
    message_id: str = ""
    amount_fen: int | None = None
    reason: str | None = None
    happened_at: datetime | None = None


@dataclass(slots=True)
class Heard:
    """What a file of answers did, counted: `stray` names no line of ours or another amount; `repeated` changed none."""

    answers: int = 0
    changed: int = 0
    repeated: int = 0
    stray: int = 0
    disputed: int = 0
    doubted: int = 0

    def add(self, other: "Heard") -> None:
        """Count another piece's too."""
        for name in ("answers", "changed", "repeated", "stray", "disputed", "doubted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that a bank sent: how far it was read, and with what effect."""

    answer_id: UUID
    bank: str
    name: str
    kind: str
    received_at: datetime
    finished_at: datetime | None
    heard: Heard
    repeated: bool = False
