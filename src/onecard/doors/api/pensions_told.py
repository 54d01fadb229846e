"""How the API tells of a pension to come."""

from datetime import date

from onecard.doors.api.shapes_pensions import PensionChoice, PensionPart, PensionPlan, PensionReason
from onecard.doors.pensions.telling import say
from onecard.rules.pensions.months import first_of
from onecard.rules.pensions.plan import Choice, Plan
from onecard.rules.reasons import Reason


def tell_plan(plan: Plan, on: date) -> PensionPlan:
    """The whole answer."""
    return PensionPlan(
        by_rules_of=on,
        statutory=_month(plan.statutory),
        earliest=_month(plan.earliest),
        latest=_month(plan.latest),
        enough_from=_month(plan.enough_from) if plan.enough_from else None,
        choices=[_choice(one) for one in plan.choices],
        reasons=[tell_reason(one) for one in plan.reasons],
    )


def tell_reason(one: Reason) -> PensionReason:
    """A reason in both languages."""
    return PensionReason(one.code, say(one, "en"), say(one, "zh"), one.source, one.illustrative)


def _choice(one: Choice) -> PensionChoice:
    return PensionChoice(
        month=_month(one.month),
        kind=one.kind,
        age_months=one.age_months,
        paid_months=one.paid_months,
        entitled=one.entitled,
        short_months=one.short_months,
        amount_fen=one.amount_fen,
        parts=[PensionPart(part.name, part.amount_fen, tell_reason(part.reason)) for part in one.parts],
        reason=tell_reason(one.reason),
    )


def _month(number: int) -> str:
    return f"{first_of(number):%Y-%m}"
