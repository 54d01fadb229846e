"""What the visitor book remembers of a holder."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pages:
    """The days on which a holder has signed."""

    days: frozenset[date] = frozenset()

    def signed(self, day: date) -> "Pages":
        """The book with one more signature."""
        return Pages(self.days | {day})
