"""A list of applications: what is sent with it, how far it is, and a row with its answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.kernel.sheets import Column

ListApplicant = Literal["school", "employer"]
#: What a list of applications holds; a template shows the first title of each.
COLUMNS = (
    Column("name", ("姓名", "学生姓名", "职工姓名", "Name")),
    Column("number", ("社会保障号码", "公民身份号码", "身份证号", "身份证号码", "证件号码", "Number"), code=True),
    Column("phone", ("手机号", "手机号码", "联系电话", "Phone"), required=False, code=True),
)


@dataclass(frozen=True, slots=True)
class ListWanted:
    """Who sends it and for which division's cards."""

    list_id: UUID
    agency_id: UUID
    issuer: int
    bank: str | None
    applicant: ListApplicant
    staff: str


@dataclass(frozen=True, slots=True)
class ListProgress:
    """How far a list is: every row is accepted, refused or still waits. `answered_at` is the latest answer's moment.

    One that is `held` is decided only once its sender has handed it in.
    """

    list_id: UUID
    issuer: int
    bank: str | None
    applicant: ListApplicant
    rows: int
    taken_at: datetime
    taken_by: str
    accepted: int
    refused: int
    answered_at: datetime | None
    held: bool = False

    @property
    def finished(self) -> bool:
        """Whether every row has its answer."""
        return self.accepted + self.refused == self.rows


@dataclass(frozen=True, slots=True)
class ListPart:
    """One part of a list: its number from 0, its rows, how many were refused, and whether it has its answers."""

    part: int
    rows: int
    refused: int
    answered: bool


@dataclass(frozen=True, slots=True)
class PartsDone:
    """What was decided: whose, how many, and the people about whom a refusal told the sender something."""

    list_id: UUID
    agency_id: UUID
    staff: str
    accepted: int
    refused: int
    told_about: tuple[UUID, ...]
