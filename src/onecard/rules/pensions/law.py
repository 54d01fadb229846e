"""The pension values of a place on a day, as the formulas take them; each can be cited with its document."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book, Dated
from onecard.rules.pensions.ages import CATEGORIES, AgeRule
from onecard.rules.pensions.amounts import Formula, Raise, Survivors
from onecard.rules.pensions.errors import PensionFactWrong, PensionPlaceUnknown, PensionRuleUnknown
from onecard.rules.pensions.months import YEAR, month_number
from onecard.rules.reasons import Reason

TOPIC = "pensions"
#: Of the calendar: a window that opens from this year on still ends in one.
_LAST_YEAR = 2199


class Values(ABC):
    """The pension values in force on a day, wherever they were found, as the formulas take them."""

    day: date

    @abstractmethod
    def find(self, name: str) -> Dated | None:
        """The value in force, or None where there is none."""

    def value(self, name: str) -> Dated:
        """The value in force; PensionRuleUnknown where there is none."""
        found = self.find(name)
        if found is None:
            raise PensionRuleUnknown(rule=f"{TOPIC}.{name}")
        return found

    def ages(self) -> AgeRule:
        """Ages and their delay; before the delay was law there is none."""
        old = _by_category(self.value("old_age"))
        step, most = self.find("delay_step"), self.find("delay_most")
        early, late = self.find("early_most"), self.find("late_most")
        return AgeRule(
            old_age=old,
            step=_by_category(step) if step else (1,) * len(old),
            most=_by_category(most) if most else (0,) * len(old),
            begins=month_number(step.since if step else self.day),
            early=early.value if early else 0,
            late=late.value if late else 0,
        )

    def least_months(self) -> tuple[Dated, tuple[tuple[int, int], ...]]:
        """The rule of the least time paid, and its (from year, months) steps, the years to come included."""
        value = self.value("least_months")
        return value, _steps(value)

    def formula(self) -> Formula:
        """What an employee's monthly pension is worked out by."""
        table = self.value("payment_months").value
        return Formula(
            base_fen=self.value("base_fen").value,
            basic_percent=self.value("basic_percent").value,
            account_percent=self.value("account_percent").value,
            transitional_rate=self.value("transitional_rate").value,
            payment_months=tuple(table.values()),
            first_age=next(iter(table)),
            between=self.value("payment_months_between").value == "proportion",
        )

    def adjustment(self) -> Raise:
        """The year's adjustment."""
        return Raise(
            fixed_fen=self.value("raise_fixed_fen").value,
            per_year_fen=self.value("raise_per_year_fen").value,
            rate=self.value("raise_rate").value,
            by_age=_steps(self.value("raise_by_age")),
        )

    def survivors(self) -> Survivors:
        """How many months of income a family gets."""
        return Survivors(
            steps=_steps(self.value("survivor_steps")),
            more_from=self.value("survivor_more_from").value,
            most=self.value("survivor_most").value,
            least_drawn=self.value("survivor_least_drawn").value,
        )


@dataclass(frozen=True)
class Law(Values):
    """What the rulebook says of pensions at `place` (a division code) on `day`."""

    book: Book
    place: int
    day: date

    def __post_init__(self) -> None:
        division = self.book.places.divisions.get(self.place)
        if division is None or not division.included:
            raise PensionPlaceUnknown()
        if self.day.year > _LAST_YEAR:
            raise PensionFactWrong("on", "日期太远", "a day so far ahead has no rules")

    def find(self, name: str) -> Dated | None:
        """The value in force, or None where there is none."""
        return self.book.find(f"{TOPIC}.{name}", place=self.place, on=self.day)


def cite(code: str, value: Dated, **facts: str | int) -> Reason:
    """A step of an explanation that rests on one dated value."""
    return Reason(f"{TOPIC}.{code}", facts, value.source, value.illustrative)


def told(code: str, **facts: str | int) -> Reason:
    """A step that rests on what the person said or on how we work it out, and on no value; it cites nothing."""
    return Reason(f"{TOPIC}.{code}", facts)


def years_and_months(months: int, prefix: str = "") -> dict[str, str | int]:
    """A length as facts of a sentence: `years` and `months` beyond them."""
    return {f"{prefix}years": months // YEAR, f"{prefix}months": months % YEAR}


def calendar(month: int) -> dict[str, str | int]:
    """A month as facts of a sentence: `year` and `month`."""
    return {"year": month // YEAR, "month": month % YEAR + 1}


def _by_category(value: Dated) -> tuple[int, ...]:
    return tuple(value.value[category] for category in CATEGORIES)


def _steps(value: Dated) -> tuple[tuple[int, int], ...]:
    return tuple((since, said) for since, said in value.value)
