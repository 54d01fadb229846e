"""What a form asks is done once, however often it is sent: a form gone back to must not do again what was undone."""

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


def form_request(portal: Portal, resident: Resident, form: str, key: str, *, kept_with: UUID | None = None) -> Request:
    """The request that a form is, by the hidden key it carries; one without a key is a request of its own.

    `kept_with` is whose scope it is done in, where that is not the resident's own.
    """
    named = f"{form.rpartition('.')[2]} {key or new_id()}"[:100]
    request = request_of(resident, f"portal.{form.partition('.')[0]}", named, None, portal.house.keyring)
    if kept_with is None:
        return request
    return Request(kept_with, f"{resident.holder_id} {request.request_key}", request.digest)


def once_a_form(
    portal: Portal,
    tx: Transaction,
    resident: Resident,
    form: str,
    key: str,
    *,
    do: Callable[[], object],
    kept_with: UUID | None = None,
) -> None:
    """Do what the form asks, unless it was done; `form` is the page and the deed, such as `loss.report`."""

    def work() -> _Done:
        do()
        return _Done()

    once(tx, form_request(portal, resident, form, key, kept_with=kept_with), _Done, work, at=portal.house.clock())
