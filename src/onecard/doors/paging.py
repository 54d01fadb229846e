"""Pages of a list that is newest first: the next one begins before the last row's moment and, among equals, its id."""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

#: Sorts before every id: with a moment alone, all that happened at it is left out.
NO_ID = UUID(int=0)
_LAST = datetime.max.replace(tzinfo=UTC)


def start_of_page(before: datetime | None) -> datetime:
    """From where to read: the moment asked for (UTC unless it says otherwise), or the newest of all."""
    if before is None:
        return _LAST
    return before if before.tzinfo else before.replace(tzinfo=UTC)


def older(**last: datetime | UUID) -> str:
    """The query of the next page; encoded, because the `+` of a moment's zone would arrive as a space."""
    said = {name: one.isoformat() if isinstance(one, datetime) else str(one) for name, one in last.items()}
    return urlencode(said)
