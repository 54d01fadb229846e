"""What a form asks is done once, however often it is sent: a form gone back to must not do again what was undone."""

from collections.abc import Callable

from msgspec import Struct

from onecard.doors.portal.desk import Portal
from onecard.doors.security.request_keys import Request, once, request_of
from onecard.doors.security.visitors import Resident
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


class _Done(Struct, frozen=True):
    """All there is to keep of a form's answer: the page that follows is read anew."""


def form_request(portal: Portal, resident: Resident, form: str, key: str) -> Request:
    """The request that a form is, by the hidden key it carries; one without a key is a request of its own."""
    named = f"{form.rpartition('.')[2]} {key or new_id()}"[:100]
    return request_of(resident, f"portal.{form.partition('.')[0]}", named, None, portal.house.keyring)


def once_a_form(
    portal: Portal, tx: Transaction, resident: Resident, form: str, key: str, *, do: Callable[[], object]
) -> None:
    """Do what the form asks, unless it was done; `form` is the page and the deed, such as `loss.report`."""

    def work() -> _Done:
        do()
        return _Done()

    once(tx, form_request(portal, resident, form, key), _Done, work, at=portal.house.clock())
