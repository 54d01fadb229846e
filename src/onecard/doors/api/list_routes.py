"""Lists of card applications from a school's or an employer's system: rows in, an answer for each row out.

Files in Excel or CSV come in through the console or the command line; they are the same lists.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from onecard.domains.cards import api as cards
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import DivisionCode
from onecard.doors.security.errors_visitors import NotForYou, RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.ids import new_id
from onecard.kernel.sheets import row_of

Cell = Annotated[str, Meta(max_length=120)]


class ListRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person: name and social security number as on the identity card."""

    name: Cell
    number: Cell
    phone: Cell = ""


class ListSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asks, which division's card agency is to issue, and for whom; more rows go into further lists."""

    issuer: DivisionCode
    applicant: Literal["school", "employer"]
    rows: Annotated[list[ListRow], Meta(min_length=1, max_length=5_000)]
    bank: Cell | None = None


class ListTold(msgspec.Struct, frozen=True):
    """How far a list is; what is neither accepted nor refused still waits."""

    list_id: UUID
    issuer: int
    applicant: str
    rows: int
    accepted: int
    refused: int
    finished: bool
    taken_at: datetime


class RowAnswer(msgspec.Struct, frozen=True):
    """A row's answer by its number in the list, from 1; `code` and words where it was refused."""

    row: int
    accepted: bool
    code: str | None = None
    title_zh: str | None = None
    title: str | None = None
    next_step_zh: str | None = None
    next_step: str | None = None


_ID = UUID("0193535e-0000-7000-8000-0000000000c1")
_SENT = ListSent(511300, "school", [ListRow("李示范", "510681194611230024")])
_TOLD = ListTold(_ID, 511300, "school", 1, 1, 0, True, datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


@operation(
    "POST", "/card-lists", id="sendCardList", summary="提交申领名单 · Send a list of applications", tag="cards",
    problems=(RequestKeyTaken,), sent=_SENT, said=_TOLD,
)  # fmt: skip
def send_card_list(house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[ListSent]) -> ListTold:
    """Taken at once and decided soon after; ask for its progress and then for the answers."""
    require_reach(staff, data.issuer)
    at, request = house.clock(), request_of(staff, "sendCardList", request_key, data, house.keyring)
    rows = [row_of(number, msgspec.to_builtins(one), cards.LIST_COLUMNS) for number, one in enumerate(data.rows, 1)]
    with house.app.writing(scope_of(staff)) as tx:

        def take() -> ListTold:
            wanted = cards.ListWanted(
                new_id(), staff.agency_id, data.issuer, data.bank, data.applicant, f"staff {staff.staff_id}"
            )
            many = cards.take_list(tx, wanted, rows, keyring=house.keyring, at=at)
            return ListTold(wanted.list_id, data.issuer, data.applicant, many, 0, 0, False, at)

        return once(tx, request, ListTold, take, at=at)


@operation("GET", "/card-lists", id="listCardLists", summary="本机构的名单 · Our lists", tag="cards", said=[_TOLD])
def list_card_lists(house: TheHouse, staff: TheStaff) -> list[ListTold]:
    """The agency's latest lists, newest first."""
    with house.app.reading(scope_of(staff)) as tx:
        return [tell_list(one) for one in cards.lists_of(tx, agency_id=staff.agency_id)]


@operation(
    "GET", "/card-lists/{list_id:uuid}", id="getCardList", summary="名单进度 · How far a list is", tag="cards",
    problems=(cards.ListUnknown,), said=_TOLD,
)  # fmt: skip
def get_card_list(house: TheHouse, staff: TheStaff, list_id: FromPath[UUID]) -> ListTold:
    """Counts of one list."""
    with house.app.reading(scope_of(staff)) as tx:
        return tell_list(cards.list_progress(tx, agency_id=staff.agency_id, list_id=list_id))


@operation(
    "GET", "/card-lists/{list_id:uuid}/answers", id="getCardListAnswers", summary="名单逐行结果 · A list's answers",
    tag="cards", problems=(cards.ListUnknown,), said=[RowAnswer(1, True)],
)  # fmt: skip
def get_card_list_answers(
    house: TheHouse, staff: TheStaff, list_id: FromPath[UUID], part: Annotated[FromQuery[int], Meta(ge=0)] = 0
) -> list[RowAnswer]:
    """A thousand rows with their answers, by number and without what they say of people; empty while they wait."""
    with house.app.reading(scope_of(staff)) as tx:
        cards.list_progress(tx, agency_id=staff.agency_id, list_id=list_id)
        answers = cards.part_answers(tx, list_id=list_id, part=part, keyring=house.keyring)
    return [RowAnswer(row.number, problem is None, **(problem or {})) for row, problem in answers or ()]


def require_reach(staff: Staff, issuer: int) -> None:
    """An agency asks for cards of its own division only."""
    if not str(issuer).startswith(staff.reach):
        raise NotForYou


def tell_list(one: cards.ListProgress) -> ListTold:
    """How far it is, as the API says it."""
    return ListTold(
        one.list_id, one.issuer, one.applicant, one.rows, one.accepted, one.refused, one.finished, one.taken_at
    )


LIST_ROUTES = [send_card_list, list_card_lists, get_card_list, get_card_list_answers]
