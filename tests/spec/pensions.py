"""The worked cases of pensions: one of five questions, put to `rules.pensions` with the real rulebook.

What comes of it is written flat, months as `2031-11`, so that an official can read and write it: `statutory`, `latest`,
`fen_in_2031-11`, `short_in_2031-11`, `enough_from`, `funeral_fen`, `after_fen`, `paid_by`, or the code of a refusal.
"""

from datetime import date

import msgspec

from onecard import rulebook
from onecard.kernel.errors import Problem
from onecard.rules.pensions.adjustment import adjust
from onecard.rules.pensions.employee import Worker, plan_retirement
from onecard.rules.pensions.grants import grants_for
from onecard.rules.pensions.months import first_of
from onecard.rules.pensions.paying_place import Stretch, paying_place
from onecard.rules.pensions.plan import Plan
from onecard.rules.pensions.resident import Saver, plan_pension
from onecard.rules.pensions.written import parts_of


class EmployeeSaid(msgspec.Struct, forbid_unknown_fields=True):
    born: str
    category: str
    paid_months: int
    index: str
    balance_fen: int
    deemed_months: int = 0
    goes_on_paying: bool = True


class ResidentSaid(msgspec.Struct, forbid_unknown_fields=True):
    born: str
    paid_months: int
    balance_fen: int
    goes_on_paying: bool = True


class DeathSaid(msgspec.Struct, forbid_unknown_fields=True):
    paid_months: int
    drawn_months: int = 0


class RaiseSaid(msgspec.Struct, forbid_unknown_fields=True):
    pension_fen: int
    paid_months: int
    born: date
    since: date


class StretchSaid(msgspec.Struct, forbid_unknown_fields=True):
    at: int
    first: str
    last: str
    temporary: bool = False


class PensionSaid(msgspec.Struct, forbid_unknown_fields=True):
    """One of the five; in `places` the case's own place is the home."""

    employee: EmployeeSaid | None = None
    resident: ResidentSaid | None = None
    death: DeathSaid | None = None
    raise_: RaiseSaid | None = msgspec.field(name="raise", default=None)
    places: list[StretchSaid] | None = None


def work_out(said: PensionSaid, *, place: int, on: date) -> dict[str, str]:
    """What came of it, as text."""
    try:
        return {name: str(value) for name, value in _worked_out(said, place, on).items()}
    except Problem as problem:
        return {"refused": problem.code}


def _worked_out(said: PensionSaid, place: int, on: date) -> dict[str, object]:
    book = rulebook.load()
    if said.employee:
        who = said.employee
        worker = Worker(
            _month(who.born), who.category, who.paid_months, parts_of(who.index), who.balance_fen, who.deemed_months,
            who.goes_on_paying,
        )  # fmt: skip
        return _plan(plan_retirement(book, worker, place=place, on=on))
    if said.resident:
        saver = Saver(
            _month(said.resident.born), said.resident.paid_months, said.resident.balance_fen,
            said.resident.goes_on_paying,
        )  # fmt: skip
        return _plan(plan_pension(book, saver, place=place, on=on))
    if said.death:
        found = grants_for(book, place=place, on=on, **msgspec.structs.asdict(said.death))
        return {"funeral_fen": found.funeral_fen, "survivor_fen": found.survivor_fen}
    if said.raise_:
        return {"after_fen": adjust(book, place=place, on=on, **msgspec.structs.asdict(said.raise_)).after_fen}
    stretches = [Stretch(one.at, _month(one.first), _month(one.last), one.temporary) for one in said.places or []]
    decided = paying_place(book, stretches, home=place, on=on)
    return {"paid_by": decided.province, "because": decided.reason.code}


def _plan(plan: Plan) -> dict[str, object]:
    found: dict[str, object] = {name: _written(getattr(plan, name)) for name in ("statutory", "earliest", "latest")}
    for choice in plan.choices:
        month = _written(choice.month)
        found |= {f"fen_in_{month}": choice.amount_fen, f"short_in_{month}": choice.short_months}
    found["choices"] = len(plan.choices)
    return found | {"enough_from": _written(plan.enough_from) if plan.enough_from else "none"}


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _written(month: int) -> str:
    return f"{first_of(month):%Y-%m}"
