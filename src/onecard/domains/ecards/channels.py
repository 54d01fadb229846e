"""The channels of an e-card: programs of partners that show it. Many a card, one password, each ended by itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.ecards.errors import ChannelUnknown, EcardStopped, EcardUnknown
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import HOLDER, Channel, Doer
from onecard.domains.ecards.store import sql
from onecard.kernel.postgres.transaction import Transaction


def link_channel(
    tx: Transaction, *, holder_id: UUID, client_id: str, agency_id: UUID, at: datetime, by: Doer = HOLDER
) -> None:
    """Link a partner's program to an e-card that is active; one that is linked stays as it is."""
    held = sql.take_ecard(tx, holder_id=holder_id)
    if held is None:
        raise EcardUnknown
    if held.state != "active":
        raise EcardStopped
    if sql.link_channel(tx, holder_id=holder_id, client_id=client_id, agency_id=agency_id, at=at):
        facts = _facts(client_id, agency_id)
        write_event(tx, holder_id=holder_id, event="channel_linked", at=at, by=by, facts=facts)


def unlink_channel(tx: Transaction, *, holder_id: UUID, client_id: str, at: datetime, by: Doer = HOLDER) -> None:
    """End a channel's link at once; ChannelUnknown where none stands."""
    ended = sql.unlink_channel(tx, holder_id=holder_id, client_id=client_id, at=at)
    if ended is None:
        raise ChannelUnknown
    facts = _facts(client_id, ended.agency_id)
    write_event(tx, holder_id=holder_id, event="channel_unlinked", at=at, by=by, facts=facts)


def unlink_all(tx: Transaction, *, holder_id: UUID, at: datetime, by: Doer = HOLDER) -> int:
    """End every link that stands; returns how many."""
    ended = list(sql.unlink_all(tx, holder_id=holder_id, at=at))
    for row in ended:
        facts = _facts(row.client_id, row.agency_id)
        write_event(tx, holder_id=holder_id, event="channel_unlinked", at=at, by=by, facts=facts)
    return len(ended)


def channels_of(tx: Transaction, *, holder_id: UUID) -> Sequence[Channel]:
    """The channels that are linked, the latest first."""
    return [Channel(*row) for row in sql.list_channels(tx, holder_id=holder_id)]


def require_channel(tx: Transaction, *, holder_id: UUID, client_id: str) -> None:
    """That this program is linked to the e-card; ChannelUnknown where it is not."""
    if client_id not in {one.client_id for one in channels_of(tx, holder_id=holder_id)}:
        raise ChannelUnknown


def _facts(client_id: str, agency_id: UUID) -> dict[str, str]:
    return {"channel": client_id, "channel_agency": str(agency_id)}
