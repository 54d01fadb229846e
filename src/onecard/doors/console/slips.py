"""Receipts: what was done, to print and take home; masked, with the number to name on the telephone."""

from litestar import Response

from onecard.doors.console.counter import read_counter, scope_at
from onecard.doors.console.desk import Asked, Console
from onecard.doors.console.handling import told_of
from onecard.doors.console.operation import ShownOnce, operation_of
from onecard.doors.console.telling import told_card
from onecard.doors.console.tickets import Slip, open_slip, open_visit
from onecard.doors.security.errors_visitors import NothingHere


def show_receipt(console: Console, request: Asked, ticket: str) -> Response[str]:
    """The receipt of a ticket, for a day."""
    slip = open_slip(console.house.keyring, console.clerk(request).staff_id, ticket, at=console.house.clock())
    return show_slip(console, request, slip)


def show_slip(console: Console, request: Asked, slip: Slip, shown: ShownOnce | None = None) -> Response[str]:
    """The page of a receipt; what is shown once stands on this answer and on no other."""
    staff, (t, manner) = console.clerk(request), console.words(request)
    operation = operation_of(slip.done.errand)
    if operation is None:
        raise NothingHere
    visit = open_visit(console.house.keyring, staff.staff_id, slip.back, at=slip.done.happened_at)
    with console.house.app.reading(scope_at(staff, visit)) as tx:
        counter = read_counter(console.house, tx, staff, visit)
    lines, next_steps = told_of(operation, counter, slip.done)
    return console.show(
        request,
        "sheet.html" if shown and shown.sheet else "receipt.html",
        staff,
        place=f"/console/at/{slip.back}",
        say=lambda said: manner.pick(*said),
        operation=operation,
        done=slip.done,
        lines=lines,
        next_steps=next_steps,
        shown_once=shown.lines if shown else (),
        sheet=shown.sheet if shown else None,
        person=counter.masked,
        card=told_card(counter, t, manner),
        back=f"/console/at/{slip.back}",
    )
