"""A pension asked "what if", by anybody: nobody is named, nothing is kept, and each amount says why."""

from datetime import date

from litestar.params import JSONBody

from onecard.doors.api import examples_pensions as examples
from onecard.doors.api.given import Asked, TheHouse, TheLimits, client
from onecard.doors.api.operation import operation
from onecard.doors.api.pensions_told import tell_plan
from onecard.doors.api.shapes_pensions import PensionPlan, PensionQuestion
from onecard.doors.pensions.asking import Question, answer
from onecard.kernel.clock import day_of
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown
from onecard.rules.pensions.written import parts_of


@operation(
    "POST", "/pensions/estimate", id="estimatePension", summary="养老金估算 · Estimate a pension", tag="pensions",
    problems=(PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown), sent=examples.QUESTION, said=examples.PLAN,
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
        born=date.fromisoformat(f"{data.born}-01"),
        paid_months=data.paid_months,
        balance_fen=data.balance_fen,
        category=data.category,
        index=parts_of(data.index),
        deemed_months=data.deemed_months,
        goes_on_paying=data.goes_on_paying,
    )
    return tell_plan(answer(house.book, asked, on=on), on)


PENSION_ROUTES = [estimate_pension]
