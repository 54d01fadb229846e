"""Staff served the person at a counter with her there: handed her card over, or gave her a password for it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.entitlements.models import Evidence
from onecard.kernel.postgres.transaction import Transaction

KIND = "service_visit"
#: What is not done without the person: an agent may apply for a card or report its loss.
_IN_PERSON = ("activated", "pin_given", "pin_reset")


def gather(tx: Transaction, holders: Sequence[UUID], since: datetime, until: datetime) -> list[Evidence]:
    """One piece for each day with such a service."""
    found = cards.days_at_counter(tx, holders, events=_IN_PERSON, since=since, until=until)
    return [Evidence(holder_id, KIND, day, f"card event {event_id}") for holder_id, day, event_id in found]
