"""Where somebody may try a programme: an agency of the nation anywhere, that of a province or below at home."""

from onecard import rulebook
from onecard.doors.security.errors_visitors import NotForYou
from onecard.doors.security.visitors import Staff
from onecard.doors.what_if.errors import PlaceUnknown
from onecard.rulebook.proposing import EVERYWHERE


def home_of(staff: Staff) -> int:
    """The division of the member's agency; EVERYWHERE for the nation's."""
    return int(staff.reach[0].ljust(6, "0")) if len(staff.reach) == 1 else EVERYWHERE


def place_for(staff: Staff, wanted: int | None) -> int:
    """The place that was wanted, or the agency's own; NotForYou outside its reach, PlaceUnknown where there is none."""
    if wanted is None:
        return home_of(staff)
    if wanted == EVERYWHERE:
        if home_of(staff) != EVERYWHERE:
            raise NotForYou
        return EVERYWHERE
    division = rulebook.load().places.divisions.get(wanted)
    if division is None or not division.included:
        raise PlaceUnknown(place=wanted)
    if not f"{wanted:06d}".startswith(staff.reach):
        raise NotForYou
    return wanted
