"""A resident's pension (城乡居民): from an age and a time paid on, the place's basic part and the own account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from onecard.rules.book import Book
from onecard.rules.pensions import amounts
from onecard.rules.pensions.facts import check_balance, check_born, check_paid
from onecard.rules.pensions.law import Law, Values, calendar, cite, told, years_and_months
from onecard.rules.pensions.months import YEAR, month_number
from onecard.rules.pensions.plan import Choice, Kind, Part, Plan


@dataclass(frozen=True, slots=True)
class Saver:
    """Who pays for herself: any day of the birth month, months paid so far, the account's balance in fen."""

    born: date
    paid_months: int
    balance_fen: int
    goes_on_paying: bool = True


def plan_pension(book: Book, who: Saver, *, place: int, on: date) -> Plan:
    """The one month it can begin with; what will be paid into the account until then is not guessed.

    PensionRuleUnknown, PensionPlaceUnknown, PensionFactWrong.
    """
    law = Law(book, place, on)
    check_born(who.born, law.day)
    check_paid(who.born, law.day, who.paid_months, 0)
    check_balance(who.balance_fen)
    age, today = law.value("resident_age"), month_number(law.day)
    reached = month_number(who.born) + age.value * YEAR
    begins = max(reached, today)
    paid = who.paid_months + (begins - today if who.goes_on_paying else 0)
    choice = _choice(law, who, begins, paid, late=reached < today)
    reasons = (
        cite("resident_age", age, years=age.value, **_named("reached_", calendar(reached))),
        told("resident_balance") if who.goes_on_paying else told("stops"),
    )
    lacking = law.value("resident_least_months").value - who.paid_months
    enough_from = max(begins, today + lacking) if choice.short_months else None
    return Plan(reached, reached, reached, (choice,), reasons, enough_from)


def _choice(law: Law, who: Saver, begins: int, paid: int, *, late: bool) -> Choice:
    least = law.value("resident_least_months")
    short = max(least.value - paid, 0)
    facts = {**years_and_months(paid), **years_and_months(least.value, "least_"), "short": short}
    reason = cite("short" if short else "enough", least, **facts)
    kind: Kind = "late" if late else "statutory"
    age = begins - month_number(who.born)
    return Choice(begins, kind, age, paid, short, tuple(parts(law, paid, who.balance_fen)), reason)


def parts(law: Values, paid_months: int, balance_fen: int) -> Iterator[Part]:
    """The parts of a pension that begins now, each with its document."""
    basic, over, extra, least = (
        law.value(f"resident_{name}") for name in ("basic_fen", "payment_months", "year_fen", "least_months")
    )
    yield Part("basic", basic.value, cite("resident_basic", basic, amount_fen=basic.value))
    amount = amounts.account(balance_fen, over.value * YEAR)
    facts = {"balance_fen": balance_fen, "over": over.value}
    yield Part("account", amount, cite("resident_account", over, amount_fen=amount, **facts))
    more = amounts.long_paid(paid_months, least.value, extra.value)
    if more:
        facts = {"full_years": (paid_months - least.value) // YEAR, "year_fen": extra.value}
        yield Part("extra", more, cite("resident_extra", extra, amount_fen=more, **facts))


def _named(prefix: str, facts: dict[str, str | int]) -> dict[str, str | int]:
    return {prefix + name: value for name, value in facts.items()}
