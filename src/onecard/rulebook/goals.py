"""How far the nation is towards the goals of 2025 and 2027, as far as the rulebook itself can tell.

Measures counted from the registry or from uses are counted by the boards; each says in words how.
"""

from collections.abc import Callable
from datetime import date

from onecard.rulebook.facts import Facts
from onecard.rulebook.values import SERVICES
from onecard.rules.book import Book


def measured(book: Book, facts: Facts, *, on: date) -> dict[str, int]:
    """The measures counted from the rulebook, by id, as they stand on a day."""
    return {
        measure.id: _COUNTS[measure.id](book, facts, on)
        for goal in facts.goals
        for measure in goal.measures
        if measure.counted_from == "rulebook"
    }


def _provinces_with_law(_book: Book, facts: Facts, on: date) -> int:
    """Laws of cities do not count."""
    return len({law.division for law in facts.laws_in_force(on) if law.division % 10000 == 0})


def _provinces_with_services(book: Book, facts: Facts, on: date) -> int:
    names = [name for name in book.definitions if name.startswith(f"{SERVICES}.")]
    return sum(
        sum(_offers(book, name, province.code, on) for name in names) >= 2
        for province in facts.provinces
        if province.included
    )


def _offers(book: Book, name: str, province: int, on: date) -> bool:
    found = book.find(name, place=province, on=on)
    return found is not None and bool(found.value)


def _provinces_in_alliance(_book: Book, facts: Facts, on: date) -> int:
    return len({code for a in facts.alliances if a.alliance.since <= on for code in a.alliance.members})


_COUNTS: dict[str, Callable[[Book, Facts, date], int]] = {
    "provinces_with_law": _provinces_with_law,
    "provinces_with_services": _provinces_with_services,
    "provinces_in_alliance": _provinces_in_alliance,
}
