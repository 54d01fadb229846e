"""试算 · Other values of a programme tried on the nation: the question is the address, so nothing is stored."""

import io
from datetime import date
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get

from onecard import rulebook
from onecard.doors.api.given import TheLimits, TheTrials
from onecard.doors.console.desk import WHAT_IF, Asked, Console
from onecard.doors.console.routes_work import needs
from onecard.doors.console.telling_what_if import told_form, told_result
from onecard.doors.look.forms import go_to
from onecard.doors.nation import read_scale
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.visitors import Staff, scope_of
from onecard.doors.what_if.errors import DayUnknown, PlaceUnknown
from onecard.doors.what_if.reaching import place_for
from onecard.doors.what_if.telling import write_csv
from onecard.doors.what_if.trials import Progress, Trials
from onecard.doors.what_if.trying import Question
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.rulebook.proposing import current
from onecard.rulebook.typing_values import write_value

FRONT, VALUE = "/console/what-if", "set."
RESULT, SHEET = f"{FRONT}/result", f"{FRONT}/sheet"
_TYPED_MAX, _VALUES_MAX, _NO_PLACE = 2_000, 20, -1
Wrong = list[tuple[str, str]]


def what_if_routes(console: Console) -> list[Any]:
    """GET /console/what-if, its result, and the result as a sheet."""

    @get(FRONT, sync_to_thread=True, include_in_schema=False)
    def form(request: Asked) -> Response[str]:
        return show_form(console, request, [])

    @get(RESULT, sync_to_thread=True, include_in_schema=False)
    def result(request: Asked, limits: TheLimits, trials: TheTrials) -> Response[str]:
        return show_result(console, request, limits, trials)

    @get(SHEET, sync_to_thread=True, include_in_schema=False)
    def sheet(request: Asked, limits: TheLimits, trials: TheTrials) -> Response[Any]:
        return send_sheet(console, request, limits, trials)

    return [form, result, sheet]


def show_form(console: Console, request: Asked, wrong: Wrong, status: int = 200) -> Response[str]:
    """Which programme, where and from when; once that is chosen, its values to be changed."""
    staff, (t, manner) = needs(console, request, WHAT_IF), console.words(request)
    asked, today = request.query_params, day_of(console.house.clock())
    on, place = _day(asked.get("on", ""), today), None
    if on is None:
        wrong = [*wrong, ("on", t("what_if.on_wrong"))]
    try:
        place = place_for(staff, _whole(asked.get("at", "")))
    except Problem as problem:
        wrong = [*wrong, ("at", manner.told(problem))]
    told = told_form(console, staff, asked, on=on or today, place=place, manner=manner)
    return console.show(
        request, "what_if.html", staff, here="what_if", place=FRONT, status=422 if wrong and status == 200 else status,
        problems=wrong, wrong={"at": "", "on": ""} | dict(wrong),
        typed_on=asked.get("on", "")[:20] or today.isoformat(), **told,
    )  # fmt: skip


def show_result(console: Console, request: Asked, limits: RateLimits, trials: Trials) -> Response[str]:
    """How far the trial is, and what came of it; a question that cannot be asked comes back as the form."""
    staff, (t, manner) = needs(console, request, WHAT_IF), console.words(request)
    limits.take("trial", str(staff.staff_id))
    try:
        question = _question(console, staff, request)
        found = trials.ask(question, scope_of(staff))
    except (DayUnknown, PlaceUnknown) as problem:  # the form says it at the field
        return show_form(console, request, [], problem.status)
    except Problem as problem:
        at = f"{VALUE}{problem.facts['name']}" if "name" in problem.facts else ""
        return show_form(console, request, [(at, manner.told(problem))], problem.status)
    found.over.wait(_GLANCE_SECONDS)
    query = urlencode(_asked(request))
    return console.show(
        request, "what_if_result.html", staff, here="what_if", place=f"{RESULT}?{query}", query=query,
        scale=read_scale(console.house.settings), **told_result(console, found, t, manner),
    )  # fmt: skip


def send_sheet(console: Console, request: Asked, limits: RateLimits, trials: Trials) -> Response[Any]:
    """The rows as CSV; while the trial still runs, its page."""
    staff = needs(console, request, WHAT_IF)
    limits.take("trial", str(staff.staff_id))
    found: Progress = trials.ask(_question(console, staff, request), scope_of(staff))
    if found.answer is None:
        return go_to(f"{RESULT}?{urlencode(_asked(request))}")
    file = io.StringIO(newline="")
    write_csv(file, found.answer, console.house.book.places)
    name = f"what-if-{found.trial.proposal.programme.id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _question(console: Console, staff: Staff, request: Asked) -> Question:
    """What the address asks; a value that stands as it does now is no change."""
    asked, today = request.query_params, day_of(console.house.clock())
    on, place = _day(asked.get("on", ""), today), place_for(staff, _whole(asked.get("at", "")))
    if on is None:
        raise DayUnknown
    catalogue, name = rulebook.programmes(), asked.get("programme", "")
    programme = catalogue.programme(name)
    rule = programme.rule_on(on)
    now = current(catalogue, rule, name, place=place, on=on) if rule else {}
    values = {key.removeprefix(VALUE): said for key, said in _asked(request).items() if key.startswith(VALUE)}
    changed = {key: said for key, said in values.items() if said and said != _written(now.get(key))}
    return Question(name, changed, place, on)


def _asked(request: Asked) -> dict[str, str]:
    """The parts of the address that are ours, each once."""
    said = {key: request.query_params.get(key, "") for key in ("programme", "at", "on")}
    values = [key for key in request.query_params if key.startswith(VALUE)][:_VALUES_MAX]
    return said | {key: request.query_params.get(key, "").strip()[:_TYPED_MAX] for key in values}


def _written(value: Any) -> str:
    return write_value(value.value) if value is not None else ""


def _whole(text: str) -> int | None:
    """A typed division code; None where none was typed, and one that does not exist where it cannot be read."""
    if not text.strip():
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else _NO_PLACE


def _day(text: str, today: date) -> date | None:
    """The typed day; today where none was typed, None where it cannot be read."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else today
    except ValueError:
        return None


#: A small nation is tried while the page is asked for.
_GLANCE_SECONDS = 1.5
