"""The way of every operation: form, check the answers, done. Nothing is kept in between but the form itself.

`step` says where the form comes from: none (a filled form), `form` (back to change something), `do` (the answers were
checked). What is done is done once, however often the last step is sent: the key came with the page of answers.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Response

from onecard.doors.api.card_counter import is_at_home
from onecard.doors.console.answers import read_answers, shown_answer
from onecard.doors.console.counter import Counter, read_counter, scope_at
from onecard.doors.console.desk import Asked, Console, Form
from onecard.doors.console.handling import effects_of, perform, scope_for
from onecard.doors.console.operation import Answers, Operation, Said, ShownOnce, operation_of, reason_against
from onecard.doors.console.slips import show_slip
from onecard.doors.console.tickets import Done, Slip, seal_ticket
from onecard.doors.look.forms import go_to
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.security.errors_visitors import NotForYou, NothingHere
from onecard.doors.security.request_keys import once, request_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

_KEY_LENGTH_MAX = 64


@dataclass(frozen=True, slots=True)
class Errand:
    """One operation at one visit, as one request finds it."""

    console: Console
    request: Asked
    ticket: str
    operation: Operation
    counter: Counter

    @property
    def manner(self) -> Manner:
        """How to speak to the operator."""
        return Manner.of(self.request)

    def show(self, template: str, status: int, **facts: Any) -> Response[str]:
        """A page of this errand."""
        back, staff, manner = f"/console/at/{self.ticket}", self.counter.staff, self.manner
        action = f"{back}/{self.operation.id}"
        known: dict[str, Any] = {"back": back, "action": action, "operation": self.operation, "counter": self.counter}
        known["say"] = lambda said: manner.pick(*said)
        return self.console.show(self.request, template, staff, status=status, place=action, **known, **facts)


def show_form(
    console: Console, request: Asked, ticket: str, operation_id: str, form: Form | None = None
) -> Response[Any]:
    """The questions; where there are none, the page that asks to confirm."""
    errand = _enter(console, request, ticket, operation_id)
    if not errand.operation.fields(errand.counter):
        return _check_page(errand, {})
    return _form_page(errand, form or {}, {})


def take_step(console: Console, request: Asked, ticket: str, operation_id: str, form: Form) -> Response[Any]:
    """One step of the form that was sent."""
    if form.get("step") == "form":
        return show_form(console, request, ticket, operation_id, form)
    errand = _enter(console, request, ticket, operation_id)
    answers, wrong = read_answers(errand.operation.fields(errand.counter), form, console.house.book.places)
    wrong = wrong or errand.operation.check(errand.counter, answers)
    if wrong:
        return _form_page(errand, form, wrong)
    if form.get("step") != "do":
        return _check_page(errand, answers)
    try:
        done, shown = _do(errand, answers, form.get("once", ""))
    except Problem as problem:
        return _check_page(errand, answers, problem)
    slip = Slip(done, ticket)
    if shown is not None:
        return show_slip(console, request, slip, shown)
    return go_to(f"/console/receipts/{seal_ticket(console.house.keyring, errand.counter.staff.staff_id, slip)}")


def _enter(console: Console, request: Asked, ticket: str, operation_id: str) -> Errand:
    staff, operation = console.clerk(request), operation_of(operation_id)
    if operation is None:
        raise NothingHere
    if operation.permission not in staff.permissions:
        raise NotForYou
    visit = console.visit(staff, ticket)
    with console.house.app.reading(scope_at(staff, visit)) as tx:
        counter = read_counter(console.house, tx, staff, visit)
    return Errand(console, request, ticket, operation, counter)


def _do(errand: Errand, answers: Answers, key: str) -> tuple[Done, ShownOnce | None]:
    """Do it once. A form that was sent before gets the first answer, although the state no longer allows a second.

    What is shown once comes beside it, the first time only.
    """
    house, operation, seen = errand.console.house, errand.operation, errand.counter
    asked = [str(seen.holder_id), dict(answers)]
    once_key = key[:_KEY_LENGTH_MAX] or str(new_id())
    request = request_of(seen.staff, f"console.{operation.id}", once_key, asked, house.keyring)
    shown: list[ShownOnce] = []
    with house.app.writing(scope_for(operation, seen, answers)) as tx:

        def work() -> Done:
            told = perform(operation, tx, seen, answers)
            if isinstance(told, ShownOnce):
                shown.append(told)
                told = told.done
            return msgspec.structs.replace(told, errand=operation.id)

        done = once(tx, request, Done, work, at=seen.at)
    operation.afterwards(seen)
    return done, shown[0] if shown else None


def _form_page(errand: Errand, form: Form, wrong: dict[str, Said]) -> Response[str]:
    fields, pick = errand.operation.fields(errand.counter), errand.manner.pick
    return errand.show(
        "operation_form.html",
        422 if wrong else 200,
        why_not=_why_not(errand),
        problems=[(one.name, pick(*wrong[one.name])) for one in fields if one.name in wrong],
        wrong={name: pick(*said) for name, said in wrong.items()},
        fields=fields,
        form=form,
        counties=_counties(errand) if any(one.kind == "place" for one in fields) else (),
    )


def _check_page(errand: Errand, answers: Answers, problem: Problem | None = None) -> Response[str]:
    operation, counter, manner = errand.operation, errand.counter, errand.manner
    places, fields = counter.house.book.places, operation.fields(counter)
    return errand.show(
        "operation_check.html",
        problem.status if problem else 200,
        why_not="" if problem else _why_not(errand),
        problems=[("", manner.told(problem))] if problem else [],
        answered=[(one, shown_answer(one, answers.get(one.name, ""), places, manner)) for one in fields],
        answers=answers,
        effects=effects_of(operation, counter, answers),
        once=new_id(),
    )


def _counties(errand: Errand) -> list[tuple[int, str]]:
    """The counties of the operator's own provinces, to choose from while typing; any other code may be typed too."""
    places, staff = errand.counter.house.book.places, errand.counter.staff
    own = (one.code for one in places.divisions.values() if one.level == "county" and is_at_home(staff, one.code))
    return [(code, place_words(places, code, errand.manner)) for code in sorted(own)]


def _why_not(errand: Errand) -> str:
    said = reason_against(errand.operation, errand.counter)
    return errand.manner.pick(*said) if said else ""
