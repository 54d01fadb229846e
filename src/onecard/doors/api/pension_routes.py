"""Pensions asked "what if", by anybody: nobody is named, nothing is kept, and each amount says why."""

from datetime import date

from litestar.params import JSONBody

from onecard.doors.api import examples_pensions as examples
from onecard.doors.api.given import Asked, TheHouse, TheLimits, client
from onecard.doors.api.operation import operation
from onecard.doors.api.pensions_told import tell_plan, tell_reason
from onecard.doors.api.shapes_pensions import (
    Adjustment,
    AdjustmentQuestion,
    Grants,
    GrantsQuestion,
    PayingPlace,
    PayingPlaceQuestion,
    PensionPlan,
    PensionQuestion,
)
from onecard.doors.pensions.asking import Question, answer
from onecard.doors.security.errors_visitors import RequestMalformed
from onecard.kernel.clock import day_of
from onecard.rules.pensions.adjustment import adjust
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown, PeriodsOverlap
from onecard.rules.pensions.grants import grants_for
from onecard.rules.pensions.paying_place import Stretch, paying_place
from onecard.rules.pensions.written import parts_of

_REFUSALS = (PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown)


@operation(
    "POST", "/pensions/estimate", id="estimatePension", summary="养老金估算 · Estimate a pension", tag="pensions",
    problems=_REFUSALS, sent=examples.QUESTION, said=examples.PLAN,
)  # fmt: skip
def estimate_pension(
    request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[PensionQuestion]
) -> PensionPlan:
    """When one must, may and need not retire, and what each choice would bring a month, in the money of today."""
    limits.take("estimate", client(request))
    on = data.on or day_of(house.clock())
    asked = Question(
        scheme=data.scheme,
        place=data.place,
        born=_month(data.born),
        paid_months=data.paid_months,
        balance_fen=data.balance_fen,
        category=data.category,
        index=_parts(data.index),
        deemed_months=data.deemed_months,
        goes_on_paying=data.goes_on_paying,
    )
    return tell_plan(answer(house.book, asked, on=on), on)


@operation(
    "POST", "/pensions/grants", id="findGrants", summary="丧葬补助金和抚恤金 · What a family gets", tag="pensions",
    problems=_REFUSALS, sent=examples.GRANTS_QUESTION, said=examples.GRANTS,
)  # fmt: skip
def find_grants(request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[GrantsQuestion]) -> Grants:
    """The funeral grant and the survivors' grant when an insured employee or pensioner dies."""
    limits.take("estimate", client(request))
    on = data.on or day_of(house.clock())
    found = grants_for(
        house.book, place=data.place, on=on, paid_months=data.paid_months, drawn_months=data.drawn_months
    )
    reasons = [tell_reason(one) for one in found.reasons]
    return Grants(on, found.funeral_fen, found.survivor_fen, found.survivor_months, reasons)


@operation(
    "POST", "/pensions/adjustment", id="adjustPension", summary="年度调整 · The year's adjustment", tag="pensions",
    problems=_REFUSALS, sent=examples.RAISE_QUESTION, said=examples.RAISED,
)  # fmt: skip
def adjust_pension(
    request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[AdjustmentQuestion]
) -> Adjustment:
    """What a pension that is drawn comes to after the adjustment of that year."""
    limits.take("estimate", client(request))
    on = data.on or day_of(house.clock())
    found = adjust(
        house.book,
        place=data.place,
        on=on,
        pension_fen=data.pension_fen,
        paid_months=data.paid_months,
        born=data.born,
        since=_month(data.since),
    )
    return Adjustment(on, found.before_fen, found.after_fen, [tell_reason(one) for one in found.reasons])


@operation(
    "POST", "/pensions/paying-place", id="findPayingPlace", summary="待遇领取地 · Which place pays", tag="pensions",
    problems=(*_REFUSALS, PeriodsOverlap), sent=examples.PLACE_QUESTION, said=examples.PAID_BY,
)  # fmt: skip
def find_paying_place(
    request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[PayingPlaceQuestion]
) -> PayingPlace:
    """For who paid in several places: where the pension is applied for, and whose rule decides."""
    limits.take("estimate", client(request))
    on = data.on or day_of(house.clock())
    paid = [Stretch(one.place, _month(one.first), _month(one.last), one.temporary) for one in data.stretches]
    found = paying_place(house.book, paid, home=data.home, on=on)
    named = house.book.places.divisions[found.province]
    return PayingPlace(
        by_rules_of=on,
        province=found.province,
        name_zh=named.name_zh,
        name_en=named.name_en,
        months_by_province=found.months,
        all_months=found.all_months,
        reason=tell_reason(found.reason),
    )


def _month(text: str) -> date:
    """The pattern lets a line's end through, which is no part of a month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise RequestMalformed from None


def _parts(text: str) -> int:
    try:
        return parts_of(text)
    except ValueError:
        raise RequestMalformed from None


PENSION_ROUTES = [estimate_pension, find_grants, adjust_pension, find_paying_place]
