"""What people decide about a roster at the console: every verb is a form on the roster's own page."""

from typing import Any, cast, get_args
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from onecard.domains.rosters import api as rosters
from onecard.doors.api.given import TheLimits
from onecard.doors.console import rostering
from onecard.doors.console.desk import ROSTERS, Asked, Console, Form
from onecard.doors.console.rosters_shown import MAKE, OBJECT, SETTLE, show_roster
from onecard.doors.console.routes_rosters import FRONT
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.routes_work import needs
from onecard.doors.console.telling_rosters import told_checks
from onecard.doors.look.forms import go_to
from onecard.doors.security.errors_visitors import NotForYou, RequestMalformed
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.visitors import Staff
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

_KEY_LENGTH_MAX = 64


def roster_deciding_routes(console: Console) -> list[Any]:
    """POST /console/rosters/{roster}/…: a verb each, and a look at a row's checks."""
    verbs = {
        "notice": post_notice, "withdrawal": withdraw, "drop": drop, "objection": object_to, "settlement": settle,
        "approval": approve, "return": send_back, "handover": hand_over,
    }  # fmt: skip

    @post(f"{FRONT}/{{roster_id:uuid}}/checks", status_code=200, include_in_schema=False)
    async def checks(request: Asked, roster_id: FromPath[UUID], limits: TheLimits) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: show_checks(con, ask, roster_id, form, limits))

    def route(verb: str, handle: Any) -> Any:
        @post(f"{FRONT}/{{roster_id:uuid}}/{verb}", status_code=200, include_in_schema=False, name=f"roster {verb}")
        async def decide(request: Asked, roster_id: FromPath[UUID]) -> Response[Any]:
            return await take_form(console, request, lambda con, ask, form: _decide(con, ask, roster_id, form, handle))

        return decide

    return [checks, *(route(verb, handle) for verb, handle in verbs.items())]


def post_notice(errand: rostering.Errand, _: Form) -> str:
    """The township hangs out what was checked."""
    _require(errand.staff, MAKE)
    rostering.post_notice(errand)
    return "noticed"


def withdraw(errand: rostering.Errand, _: Form) -> str:
    """The township gives it up."""
    _require(errand.staff, MAKE)
    rostering.withdraw(errand)
    return "withdrawn"


def drop(errand: rostering.Errand, form: Form) -> str:
    """The township takes one entry out."""
    _require(errand.staff, MAKE)
    rostering.drop(errand, _number(form))
    return "dropped"


def object_to(errand: rostering.Errand, form: Form) -> str:
    """Somebody objects: one entry is held."""
    _require(errand.staff, OBJECT)
    ground = cast(rosters.ObjectionGround, _one_of(form, "ground", rosters.ObjectionGround))
    rostering.object_to(errand, _number(form), ground)
    return "objected"


def settle(errand: rostering.Errand, form: Form) -> str:
    """The department says whether an objection is upheld."""
    _require(errand.staff, SETTLE)
    outcome = cast(rosters.ObjectionOutcome, _one_of(form, "outcome", rosters.ObjectionOutcome))
    rostering.settle(errand, _number(form), outcome)
    return "settled"


def approve(errand: rostering.Errand, form: Form) -> str:
    """Yes, at the level that the form was drawn for: another one meanwhile is refused by the table of states."""
    level = _level(errand.staff, form)
    rostering.approve(errand, level)
    return "approved"


def send_back(errand: rostering.Errand, form: Form) -> str:
    """Back to who made it, with a reason."""
    level = _level(errand.staff, form)
    reason = cast(rosters.BackReason, _one_of(form, "reason", rosters.BackReason))
    rostering.send_back(errand, level, reason)
    return "returned"


def hand_over(errand: rostering.Errand, _: Form) -> str:
    """Finance gives payment what was approved."""
    _require(errand.staff, "rosters.approve_finance")
    rostering.hand_over(errand)
    return "handed"


def show_checks(
    console: Console, request: Asked, roster_id: UUID, form: Form, limits: RateLimits
) -> Response[str]:  # fmt: skip
    """A row's checks as they are now; that it was looked at stands in its person's record."""
    staff, (t, manner) = needs(console, request, ROSTERS), console.words(request)
    limits.take("look", str(staff.staff_id))
    try:
        found = rostering.check_again(console.house, staff, roster_id, _number(form))
    except rosters.RosterUnknown:
        raise
    except Problem as problem:
        return show_roster(console, request, roster_id, problem=problem)
    unreadable = found.unreadable
    return console.show(
        request,
        "roster_checks.html",
        staff,
        here="rosters",
        place=f"{FRONT}/{roster_id}",
        back=f"{FRONT}/{roster_id}",
        one=found,
        unreadable=manner.told(unreadable) if unreadable else "",
        checks=told_checks(found, t, manner),
    )


def _decide(console: Console, request: Asked, roster_id: UUID, form: Form, handle: Any) -> Response[Any]:
    """Do it and see the roster as it is then; a refusal is told on the same page."""
    staff = needs(console, request, ROSTERS)
    if form.get("step") == "form":  # came back over the sign-in: nothing is done without another look
        return go_to(f"{FRONT}/{roster_id}")
    try:
        done = handle(rostering.Errand(console.house, staff, roster_id, _key(form)), form)
    except (rosters.RosterUnknown, NotForYou, RequestMalformed):
        raise
    except Problem as problem:
        return show_roster(console, request, roster_id, problem=problem)
    return go_to(f"{FRONT}/{roster_id}?done={done}")


def _level(staff: Staff, form: Form) -> rosters.Level:
    if not any(f"rosters.approve_{level}" in staff.permissions for level in rosters.LEVELS):
        raise NotForYou
    level = cast(rosters.Level, _one_of(form, "level", rosters.Level))
    _require(staff, f"rosters.approve_{level}")
    return level


def _require(staff: Staff, permission: str) -> None:
    if permission not in staff.permissions:
        raise NotForYou


def _one_of(form: Form, name: str, choice: Any) -> str:
    """What a form of ours always says; RequestMalformed for anything else, so that nothing is decided by default."""
    said = form.get(name, "")
    if said not in get_args(choice):
        raise RequestMalformed
    return said


def _number(form: Form) -> int:
    said = form.get("number", "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _key(form: Form) -> str:
    return form.get("once", "")[:_KEY_LENGTH_MAX] or str(new_id())
