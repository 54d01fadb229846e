"""What would change a decision, as data: which fact, to what, or from which day on by itself."""

from datetime import date

from msgspec import Struct

from onecard.rules.programmes.facts import Facts


class Change(Struct, frozen=True):
    """One fact changed. `to` is its new value as the engine reads it; `on` the day from which time alone does it.

    Neither: nothing can change it any more (`kind` is "never"). `kind` names the words.
    """

    kind: str
    fact: str
    to: int | None = None
    on: date | None = None
    age: int | None = None
    amount_fen: int | None = None


def apply(change: Change, facts: Facts) -> Facts:
    """The same person after that change."""
    if change.on is not None:
        return facts.on_day(change.on)
    if change.to is None:
        return facts
    return facts.told(change.fact, (change.to,) if change.kind == "child" else change.to)
