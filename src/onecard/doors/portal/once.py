"""What a form asks is done once, however often it is sent: a form gone back to must not do it again."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from onecard.doors.portal.desk import Portal
from onecard.doors.security.request_keys import Request, once, request_of
from onecard.doors.security.visitors import Resident
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


class _Done(Struct, frozen=True):
    """All there is to keep of a form's answer: the page that follows is read anew."""


def do_once(
    portal: Portal, tx: Transaction, resident: Resident, *, form: str, key: str, do: Callable[[], object],
    kept_with: UUID | None = None,
) -> None:  # fmt: skip
    """Do it under the form's own key; `kept_with` is whose scope this runs in, where that is not the resident's own."""

    def work() -> _Done:
        do()
        return _Done()

    request = request_of(resident, form, (key or str(new_id()))[:100], None, portal.house.keyring)
    if kept_with is not None:
        request = Request(kept_with, f"{resident.holder_id} {request.request_key}", request.digest)
    once(tx, request, _Done, work, at=portal.house.clock())
