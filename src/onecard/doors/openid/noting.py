"""What a person's record says of her services: logged in and how surely, logged out and why, agreed, taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.domains.ecards import api as ecards
from onecard.doors.openid.clients import client_names
from onecard.doors.openid.scopes import OPENID, in_order
from onecard.kernel.postgres.transaction import Transaction

Because = Literal["signed_out", "service_asked", "consent_withdrawn", "card_stopped"]
#: What the person did herself; that her card was stopped comes from elsewhere.
_HER_OWN: frozenset[Because] = frozenset({"signed_out", "service_asked", "consent_withdrawn"})


def note_login(tx: Transaction, *, holder_id: UUID, client_id: str, acr: str, at: datetime) -> None:
    """She logged in at a service, by her password or by a scan."""
    _note(tx, holder_id, "logged_in", client_id, at, way=acr.rsplit(":", 1)[-1])


def note_logout(tx: Transaction, *, holder_id: UUID, client_id: str, because: Because, at: datetime) -> None:
    """A log-in ended, and why."""
    by = ecards.HOLDER if because in _HER_OWN else ecards.SYSTEM
    _note(tx, holder_id, "logged_out", client_id, at, by=by, reason=because)


def note_consent(tx: Transaction, *, holder_id: UUID, client_id: str, scopes: Sequence[str], at: datetime) -> None:
    """She agreed that a service is told these."""
    _note(tx, holder_id, "service_agreed", client_id, at, told=[one for one in in_order(scopes) if one != OPENID])


def note_withdrawal(tx: Transaction, *, holder_id: UUID, client_id: str, at: datetime) -> None:
    """She took it back."""
    _note(tx, holder_id, "service_withdrawn", client_id, at)


def _note(
    tx: Transaction, holder_id: UUID, event: str, client_id: str, at: datetime, *, by: ecards.Doer = ecards.HOLDER,
    **facts: object,
) -> None:  # fmt: skip
    """With the service's name of that day, which may change."""
    name = client_names(tx, [client_id])[client_id]
    said = {"service": client_id, "service_zh": name.name_zh, "service_en": name.name_en}
    ecards.write_event(tx, holder_id=holder_id, event=event, at=at, by=by, facts=said | facts)
