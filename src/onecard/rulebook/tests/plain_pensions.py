"""Pension programmes as a clerk would work them out: one person, calendars, fractions, and the plain formulas.

`told` answers what is known of the person and raises where it is not; the values are those of the bound programme.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from onecard.kernel.clock import age_on
from onecard.rules.pensions.tests import plain
from onecard.rules.programmes.bound import Bound

Told = Callable[[str], Any]
REFORM = 2025 * 12


def amount(name: str, here: Bound, told: Told) -> int:
    return {"employee_pension": employee, "resident_pension": resident, "funeral_grant": funeral,
            "survivors_grant": survivors}[name](here, told)  # fmt: skip


def holds(name: str, here: Bound, told: Told) -> bool:
    born, category, retired = told("born"), told("employee_category"), told("retired_on")
    born_in, retired_in = month(born), month(retired)
    old, late = delayed(here, born_in, "male" if category == "none" else category)
    if name == "may_retire":
        early = 36 if here.on.year >= 2025 else 0
        return retired_in >= max(born_in + old + late - early, born_in + old)
    year = min(retired_in, born_in + old + late) // 12
    wanted = [months for since, months in value(here, "least_months") if since <= max(year, 2011)][-1]
    return told("pension_paid_months") >= wanted


def delayed(here: Bound, born_in: int, category: str) -> tuple[int, int]:
    """The old age in months, and by how many it is delayed."""
    old = value(here, "old_age")[category]
    if here.on.year < 2025:
        return old, 0
    return old, plain.delay(
        born_in, old, value(here, "delay_step")[category], value(here, "delay_most")[category], REFORM
    )


def employee(here: Bound, told: Told) -> int:
    retired = told("retired_on")
    if retired.year < here.on.year:
        born, paid, drawn = told("born"), told("pension_paid_months"), told("pension_drawn_fen")
        age = age_on(born, date(here.on.year - 1, 12, 31)) if born.year < here.on.year else 0
        raises = [value(here, f"raise_{name}") for name in ("fixed_fen", "per_year_fen", "rate")]
        return plain.raised(drawn, paid, age, *raises, dict(value(here, "raise_by_age"))) if drawn else 0
    born, months, deemed = told("born"), told("pension_paid_months"), told("pension_deemed_months")
    index, balance, base = told("pension_index"), told("pension_account_fen"), value(here, "base_fen")
    age = max(month(retired) - month(born), 0)
    return (
        plain.basic(base, index, months, value(here, "basic_percent"))
        + plain.account(balance, age, value(here, "payment_months"), between=False)
        + plain.transitional(base, index, min(deemed, months), value(here, "transitional_rate"))
    )


def resident(here: Bound, told: Told) -> int:
    paid, balance = told("resident_paid_months"), told("resident_account_fen")
    beyond = max(paid - value(here, "resident_least_months"), 0) // 12
    account = plain.half_up(plain.Fraction(balance, value(here, "resident_payment_months")))
    return value(here, "resident_basic_fen") + account + beyond * value(here, "resident_year_fen")


def funeral(here: Bound, told: Told) -> int:
    return value(here, "income_fen") * 2


def survivors(here: Bound, told: Told) -> int:
    months = plain.survivor_months(told("deceased_paid_months"), told("deceased_drawn_months"))
    return value(here, "income_fen") * months


def month(day: date) -> int:
    return day.year * 12 + day.month - 1


def value(here: Bound, name: str) -> Any:
    return here.value(f"pensions.{name}")
