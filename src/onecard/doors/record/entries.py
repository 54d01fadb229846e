"""One entry of a record before words: what happened, when, by whom; and a page of a source's entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from onecard.doors.bootstrap import House
from onecard.doors.paging import NO_ID, start_of_page
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

#: Who did it, as far as the person may know: the onlooker or clerk stays unnamed, the agency does not.
By = Literal["holder", "staff", "partner", "delegate", "relative", "system", "point", "bank"]
#: What may be objected to: what others did, and can answer for.
OBJECTED = ("look", "use")


@dataclass(frozen=True, slots=True)
class Entry:
    """`code` names the words (`card.issued`); `facts` fill them; `row` is what the source read, for more words."""

    kind: str
    entry_id: UUID
    happened_at: datetime
    code: str
    by: By
    agency_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    row: Any = None

    @property
    def may_be_objected_to(self) -> bool:
        """Whether an agency did this that can answer for it."""
        return self.kind in OBJECTED and self.agency_id is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of whose record, asked `at` when: those before a moment, and where moments tie before an entry."""

    tx: Transaction
    keyring: Keyring
    at: datetime
    holder_id: UUID
    before: datetime
    before_entry: UUID
    at_most: int

    @classmethod
    def of(
        cls, house: House, tx: Transaction, holder_id: UUID, *, before: datetime | None = None,
        before_entry: UUID = NO_ID, at_most: int,
    ) -> "Asked":  # fmt: skip
        """The page that begins there; without a moment at the newest entry."""
        return cls(tx, house.keyring, house.clock(), holder_id, start_of_page(before), before_entry, at_most)


def by_of(actor: str) -> By:
    """Who an event's actor is: `staff 0193…` is staff, `resident` and `holder` are the person herself."""
    first = actor.split(" ", 1)[0]
    known: dict[str, By] = {
        "resident": "holder",
        "holder": "holder",
        "staff": "staff",
        "partner": "partner",
        "delegate": "delegate",
        "terminal": "point",
        "answer": "bank",
    }
    return known.get(first, "system")
