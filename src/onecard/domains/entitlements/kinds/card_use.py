"""The card itself was used at a gate or a counter; a code on a telephone may be anybody's and does not count."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.entitlements.models import Evidence
from onecard.domains.usage import api as usage
from onecard.kernel.postgres.transaction import Transaction

KIND = "card_use"


def gather(tx: Transaction, holders: Sequence[UUID], since: datetime, until: datetime) -> list[Evidence]:
    """One piece for each day with a use of the card."""
    found = usage.days_with_card(tx, holders, since=since, until=until)
    return [Evidence(holder_id, KIND, day, f"use {use_id}") for holder_id, day, use_id in found]
