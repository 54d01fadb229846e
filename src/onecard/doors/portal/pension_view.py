"""A pension plan as the page shows it: a bar a choice made of its parts, a table of the same numbers, and why."""

from dataclasses import dataclass

from markupsafe import Markup

from onecard.doors.look import charts, writing
from onecard.doors.look.manner import Manner
from onecard.doors.pensions.telling import Said, said
from onecard.doors.portal.pension_form import Say
from onecard.rules.pensions.months import YEAR, first_of
from onecard.rules.pensions.plan import Choice, PartName, Plan


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One month to choose; `amounts` follow the parts that any choice of the plan has."""

    month: str
    age: str
    kind: str
    statutory: bool
    short: str
    amount_fen: int
    amounts: list[int]
    bar: Markup
    why: list[Said]


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """The answer in words."""

    due: str
    age: str
    earliest: str
    latest: str
    has_window: bool
    enough_from: str
    parts: list[str]
    choices: list[ShownChoice]
    why: list[Said]
    illustrative: bool


def show_plan(plan: Plan, born: int, t: Say, manner: Manner) -> ShownPlan:
    """The plan of somebody born in that month (by its number), in this visitor's language."""
    names: list[PartName] = list(dict.fromkeys(part.name for choice in plan.choices for part in choice.parts))
    most = max((choice.amount_fen for choice in plan.choices), default=0)
    choices = [_shown(choice, names, most, t, manner) for choice in plan.choices]
    why = said(plan.reasons, manner.language)
    return ShownPlan(
        due=_month(plan.statutory, manner),
        age=_age(plan.statutory - born, t),
        earliest=_month(plan.earliest, manner),
        latest=_month(plan.latest, manner),
        has_window=plan.earliest < plan.latest,
        enough_from=_month(plan.enough_from, manner) if plan.enough_from else "",
        parts=[t(f"pension.part_{name}") for name in names],
        choices=choices,
        why=why,
        illustrative=any(one.illustrative for one in [*why, *(w for c in choices for w in c.why)]),
    )


def _shown(choice: Choice, names: list[PartName], most: int, t: Say, manner: Manner) -> ShownChoice:
    by_name = {part.name: part.amount_fen for part in choice.parts}
    amounts, month = [by_name.get(name, 0) for name in names], _month(choice.month, manner)
    return ShownChoice(
        month=month,
        age=_age(choice.age_months, t),
        kind=t(f"pension.kind_{choice.kind}"),
        statutory=choice.kind == "statutory",
        short=t("pension.short", count=choice.short_months) if choice.short_months else "",
        amount_fen=choice.amount_fen,
        amounts=amounts,
        bar=charts.stacked(amounts, most, name=f"{month}: {writing.yuan(choice.amount_fen)}"),
        why=said([choice.reason, *(part.reason for part in choice.parts)], manner.language),
    )


def _month(number: int, manner: Manner) -> str:
    return writing.month(first_of(number), manner.language)


def _age(months: int, t: Say) -> str:
    years, rest = divmod(months, YEAR)
    return t("pension.age_whole", years=years) if not rest else t("pension.age", years=years, months=rest)
