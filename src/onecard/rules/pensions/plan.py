"""What a person is told of a pension to come: the months she may choose, the amount of each, and why."""

from dataclasses import dataclass
from typing import Literal

from onecard.rules.reasons import Reason

#: What a monthly amount is made of.
PartName = Literal["basic", "account", "transitional", "extra"]
Kind = Literal["early", "statutory", "late"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a monthly pension, in whole fen, with its formula in words."""

    name: PartName
    amount_fen: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """A month to retire in; where too little would have been paid by then, `short_months` says how much.

    Months are numbers of `months.month_number`; the amount is what the parts add up to, as if entitled.
    """

    month: int
    kind: Kind
    age_months: int
    paid_months: int
    short_months: int
    parts: tuple[Part, ...]
    reason: Reason

    @property
    def entitled(self) -> bool:
        """Whether enough would have been paid."""
        return self.short_months == 0

    @property
    def amount_fen(self) -> int:
        """A month: the sum of the parts."""
        return sum(part.amount_fen for part in self.parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """The statutory month, the window around it, each choice from today on, and the reasons for the window.

    `enough_from` is the first month in which enough will have been paid if the person goes on paying, where it lies
    ahead: what would change a refusal.
    """

    statutory: int
    earliest: int
    latest: int
    choices: tuple[Choice, ...]
    reasons: tuple[Reason, ...]
    enough_from: int | None = None
