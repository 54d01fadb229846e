"""How far the goals of 2025 and 2027 are, each measured as the rulebook says.

A measure the platform cannot count yet is shown as such and never guessed. Thresholds are illustrative: no official
number was published.
"""

from dataclasses import dataclass

from onecard import rulebook
from onecard.doors.boards.figures import Figures
from onecard.kernel.clock import day_of
from onecard.rulebook.facts import Goal, Measure
from onecard.rulebook.goals import measured
from onecard.rules.book import Book


@dataclass(frozen=True, slots=True)
class Reached:
    """One measure of one goal: how much of `measure.out_of`, or None where it cannot be counted yet."""

    goal: Goal
    measure: Measure
    count: int | None


def reached(figures: Figures, book: Book) -> list[Reached]:
    """Every measure of every goal, in the order of the rulebook."""
    facts = rulebook.facts()
    count = {
        **measured(book, facts, on=day_of(figures.at)),
        "ecards_of_holders": 1000 * figures.ecards.total() // max(figures.holders.total(), 1),
        "provinces_used_elsewhere": sum(uses > 0 for uses in figures.outside.values()),
    }
    return [Reached(goal, measure, count.get(measure.id)) for goal in facts.goals for measure in goal.measures]
