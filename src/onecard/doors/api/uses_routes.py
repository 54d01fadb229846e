"""A resident's uses and their receipts, each with what it cost, who bore it, and why."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar.params import FromPath, QueryParameter

from onecard.domains.usage import api as usage
from onecard.doors.api.documents_hot import RECEIPT, Receipt
from onecard.doors.api.given import TheAnswers, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.paging import NO_ID, start_of_page
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import scope_of


class UseTold(msgspec.Struct, frozen=True):
    """One use of the resident, with its receipt."""

    point_zh: str
    point_en: str
    division: int
    medium: str
    receipt: Receipt


USE_EXAMPLE = UseTold("111 路(示例)", "Line 111 (sample)", 500103, "e", RECEIPT)


@operation("GET", "/me/uses", id="listMyUses", summary="我的用卡记录 · My uses", tag="me", said=[USE_EXAMPLE])
def list_my_uses(
    house: TheHouse,
    answers: TheAnswers,
    resident: TheResident,
    *,
    before: Annotated[datetime | None, QueryParameter(description="earlier than this moment")] = None,
    before_use: Annotated[UUID, QueryParameter(description="among uses of that moment: before this one")] = NO_ID,
    at_most: Annotated[int, QueryParameter(ge=1, le=100)] = 30,
) -> list[UseTold]:
    """Newest first; for the next page give the last `happened_at` as `before` and its `use_id` as `before_use`."""
    start = start_of_page(before)
    with house.app.reading(scope_of(resident)) as tx:
        rows = usage.list_uses(tx, holder_id=resident.holder_id, before=start, before_use=before_use, at_most=at_most)
    return [tell_use(answers, row) for row in rows]


@operation(
    "GET", "/me/uses/{use_id:uuid}", id="getMyReceipt", summary="用卡凭证 · A receipt of mine", tag="me",
    problems=(NothingHere,), said=USE_EXAMPLE,
)  # fmt: skip
def get_my_receipt(house: TheHouse, answers: TheAnswers, resident: TheResident, use_id: FromPath[UUID]) -> UseTold:
    """One use with the reasons of its price."""
    with house.app.reading(scope_of(resident)) as tx:
        row = usage.find_use(tx, holder_id=resident.holder_id, use_id=use_id)
    if row is None:
        raise NothingHere
    return tell_use(answers, row)


def tell_use(answers: TheAnswers, row: Any) -> UseTold:
    """A row of `usage.list_uses` with its receipt."""
    receipt = msgspec.convert(answers.receipt(usage.receipt_of(row)), Receipt)
    return UseTold(row.point_zh, row.point_en, row.division, row.medium, receipt)


USES_ROUTES = [list_my_uses, get_my_receipt]
