"""What was done at this agency's counters today, by operation."""

from dataclasses import dataclass

from onecard.doors.console.desk import Console
from onecard.doors.console.operation import operations
from onecard.doors.look.manner import Manner
from onecard.doors.security.request_keys import errands_since
from onecard.doors.security.visitors import Staff
from onecard.kernel.clock import day_of, start_of


@dataclass(frozen=True, slots=True)
class Count:
    """How often an operation was done today, at this agency and by this operator."""

    name: str
    icon: str
    agency: int
    mine: int


def today(console: Console, staff: Staff, manner: Manner) -> list[Count]:
    """The operations that were done since midnight in Shanghai, in the console's order."""
    since = start_of(day_of(console.house.clock()))
    with console.reading(staff) as tx:
        found = errands_since(tx, agency_id=staff.agency_id, staff_id=staff.staff_id, since=since)
    return [
        Count(manner.pick(*one.name), one.icon, *found[one.id]) for one in operations() if one.id in found
    ]  # fmt: skip
