"""What the benefit programmes know of a pension: facts by their names, and the values of a place for the formulas."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from onecard.rules.book import Dated
from onecard.rules.pensions.law import TOPIC, Values
from onecard.rules.pensions.months import YEAR
from onecard.rules.programmes.bound import Bound

BORN, CATEGORY, RETIRED = "born", "employee_category", "retired_on"
PAID, DEEMED, INDEX = "pension_paid_months", "pension_deemed_months", "pension_index"
BALANCE, DRAWN = "pension_account_fen", "pension_drawn_fen"
RESIDENT_PAID, RESIDENT_BALANCE = "resident_paid_months", "resident_account_fen"
DEAD_PAID, DEAD_DRAWN = "deceased_paid_months", "deceased_drawn_months"
AWARD, RAISE = (BORN, RETIRED, PAID, DEEMED, INDEX, BALANCE), (BORN, PAID, DRAWN)
AGES = (BORN, CATEGORY, RETIRED)


@dataclass(frozen=True)
class Here(Values):
    """The pension values of a programme that is bound to a place and a day."""

    here: Bound

    @property
    def day(self) -> date:  # type: ignore[override]  # read only, like the field of a frozen Law
        return self.here.on

    def find(self, name: str) -> Dated | None:
        return self.here.dated.get(f"{TOPIC}.{name}")


def month_of(day: Any) -> Any:
    """The month's number of a day yyyymmdd."""
    return day // 10000 * YEAR + day // 100 % 100 - 1
