"""An employee's pension asked "what if": the month she must, may and need not retire, and what each choice brings.

Amounts are in the money of today: the base of today, no growth of wages, no interest on the account. Who goes on paying
does so at the same index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book
from onecard.rules.pensions import ages, amounts
from onecard.rules.pensions.ages import CATEGORIES
from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.facts import check_balance, check_born, check_paid
from onecard.rules.pensions.law import Law, Values, calendar, cite, told, years_and_months
from onecard.rules.pensions.months import YEAR, month_number
from onecard.rules.pensions.plan import Choice, Kind, Part, PartName, Plan
from onecard.rules.pensions.written import as_decimal, as_percent, as_twelfths
from onecard.rules.reasons import Reason

#: How far ahead we look for the month in which enough will have been paid.
_LONGEST_WAIT = 40 * YEAR


@dataclass(frozen=True, slots=True)
class Worker:
    """What the formulas ask of an employee.

    `born` is any day of the birth month; `paid_months` are paid so far, with the `deemed_months` that only count as
    paid; `index` is the average paid wage over the average wage, in ten-thousandths; `balance_fen` is the account's.
    """

    born: date
    category: str
    paid_months: int
    index: int
    balance_fen: int
    deemed_months: int = 0
    goes_on_paying: bool = True


def plan_retirement(book: Book, who: Worker, *, place: int, on: date) -> Plan:
    """The whole answer by the rules of that day at that place.

    PensionRuleUnknown, PensionPlaceUnknown, PensionFactWrong.
    """
    desk = _Desk.open(Law(book, place, on), who)
    choices = tuple(desk.choice(month) for month in desk.months())
    return Plan(desk.statutory, desk.earliest, desk.latest, choices, tuple(desk.reasons()), desk.enough_from())


def award(
    law: Values, *, age_months: int, index: int, months: int, deemed_months: int, balance_fen: int
) -> Iterator[Part]:
    """The parts of a pension that begins now, each with its formula and the document of the value it rests on."""
    rule = law.formula()
    basic, account, transitional = amounts.monthly(
        rule, age_months=age_months, index=index, months=months, deemed_months=deemed_months, balance_fen=balance_fen
    )
    over = as_twelfths(amounts.payment_twelfths(age_months, rule))
    wage: dict[str, str | int] = {"base_fen": rule.base_fen, "index": as_decimal(index)}
    yield _part(law, "basic", basic, "basic_percent", **wage, paid=months, percent=rule.basic_percent)
    age = years_and_months(age_months)
    yield _part(law, "account", account, "payment_months", balance_fen=balance_fen, over=over, **age)
    if deemed_months:
        rate = as_percent(rule.transitional_rate)
        yield _part(law, "transitional", transitional, "transitional_rate", **wage, deemed=deemed_months, rate=rate)


def _part(law: Values, name: PartName, amount: int, rests_on: str, **facts: str | int) -> Part:
    return Part(name, amount, cite(name, law.value(rests_on), amount_fen=amount, **facts))


@dataclass(frozen=True, slots=True)
class _Desk:
    """One person before one law: the numbers that every step needs."""

    law: Law
    who: Worker
    rule: ages.AgeRule
    formula: amounts.Formula
    birth: int
    category: int
    today: int
    statutory: int
    earliest: int
    latest: int

    @classmethod
    def open(cls, law: Law, who: Worker) -> "_Desk":
        _check(law, who)
        rule, birth, category = law.ages(), month_number(who.born), CATEGORIES.index(who.category)
        months = (found(birth, category, rule) for found in (ages.statutory, ages.earliest, ages.latest))
        return cls(law, who, rule, law.formula(), birth, category, month_number(law.day), *months)

    def months(self) -> list[int]:
        """The first and the last month of the window, and each year from the statutory one; none that is over."""
        first = max(self.earliest, self.today)
        yearly = range(self.statutory % YEAR, self.latest + 1, YEAR)
        return sorted({month for month in (first, *yearly, self.latest) if first <= month <= self.latest})

    def choice(self, month: int) -> Choice:
        """What retiring in that month would bring."""
        paid, short = self._paid_by(month), self._short_by(month)
        kind: Kind = "early" if month < self.statutory else "late" if month > self.statutory else "statutory"
        rule, _ = self.law.least_months()
        facts = {**years_and_months(paid), **years_and_months(self._least_for(month), "least_"), "short": short}
        reason = cite("short" if short else "enough", rule, **facts)
        return Choice(month, kind, month - self.birth, paid, short, tuple(self._parts(month, paid)), reason)

    def enough_from(self) -> int | None:
        """The first month ahead with enough paid, if the person goes on paying; None where it is enough already."""
        paid, ahead = self.who.paid_months - self.today, range(self.today, self.today + _LONGEST_WAIT)
        found = next((m for m in ahead if paid + m >= self._least_for(max(m, self.earliest))), None)
        return None if found == self.today else found

    def reasons(self) -> Iterator[Reason]:
        """Why the window lies where it lies, and what the amounts assume."""
        old, delayed = self.rule.old_age[self.category], ages.delay(self.birth, self.category, self.rule)
        step = self.law.find("delay_step")
        yield cite("old_age", self.law.value("old_age"), **years_and_months(old))
        if step is not None:
            facts = {**calendar(self.birth), **years_and_months(old + delayed), "delay": delayed}
            yield cite("delayed" if delayed else "not_delayed", step, **facts)
        for name, month in (("early", self.earliest), ("late", self.latest)):
            most = self.law.find(f"{name}_most")
            if most is not None and month != self.statutory:
                yield cite(name, most, most=most.value, **calendar(month))
        if self.latest < self.today:
            yield told("window_over", **calendar(self.latest))
        yield cite("base", self.law.value("base_fen"), base_fen=self.law.value("base_fen").value)
        if self.who.goes_on_paying:
            share = self.law.value("account_percent")
            yield cite("goes_on", share, percent=share.value, index=as_decimal(self.who.index))
        else:
            yield told("stops")

    def _parts(self, month: int, paid: int) -> Iterator[Part]:
        who, rule = self.who, self.formula
        more = amounts.paid_in(rule.base_fen, who.index, rule.account_percent, self._more_by(month))
        return award(
            self.law,
            age_months=month - self.birth,
            index=who.index,
            months=paid,
            deemed_months=who.deemed_months,
            balance_fen=who.balance_fen + more,
        )

    def _more_by(self, month: int) -> int:
        return max(month - self.today, 0) if self.who.goes_on_paying else 0

    def _paid_by(self, month: int) -> int:
        return self.who.paid_months + self._more_by(month)

    def _short_by(self, month: int) -> int:
        return max(self._least_for(month) - self._paid_by(month), 0)

    def _least_for(self, month: int) -> int:
        """Who retires early needs what the chosen year asks; from the statutory month on, what its year asked."""
        _, steps = self.law.least_months()
        return amounts.least_months(min(month, self.statutory), steps)


def _check(law: Law, who: Worker) -> None:
    if who.category not in CATEGORIES:
        raise PensionFactWrong("category", "没有这一类职工", "there is no such category of employee")
    check_born(who.born, law.day)
    check_paid(who.born, law.day, who.paid_months, who.deemed_months)
    check_balance(who.balance_fen)
    lowest, highest = law.value("index_least").value, law.value("index_most").value
    if not lowest <= who.index <= highest:
        ends = f"{as_decimal(lowest)}–{as_decimal(highest)}"
        raise PensionFactWrong("index", f"平均缴费指数应在 {ends} 之间", f"an index within {ends} is meant")
