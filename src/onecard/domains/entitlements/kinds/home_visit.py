"""Staff came to the person's home: as many as the rule says, each named, none of them twice."""

from collections.abc import Sequence

from onecard.domains.entitlements.errors import TwoStaffNeeded

KIND = "home_visit"


def check(visitors: Sequence[str], *, needed: int) -> None:
    """TwoStaffNeeded where one is missing, or one stands there twice."""
    if len({one.strip().casefold() for one in visitors if one.strip()}) < needed:
        raise TwoStaffNeeded(staff=needed)
