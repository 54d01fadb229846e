"""A new card for one that is lost, damaged, old or wrong: another number and identifier, for the same person."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onecard.domains.cards.drawing import store_drawn
from onecard.domains.cards.errors import ApplicationOpen, NoCardOnItsWay, ProductionBegun
from onecard.domains.cards.models import Applicant, Card, ReplaceReason, draw_card_number, draw_identifier
from onecard.domains.cards.moving import find_valid, move_card, take_on_its_way, take_valid, tell
from onecard.domains.cards.store import add_card
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction


def replace_card(
    tx: Transaction,
    *,
    holder_id: UUID,
    reason: ReplaceReason,
    at: datetime,
    actor: str,
    bank: str | None = None,
    issuer: int | None = None,
    applicant: Applicant | None = None,
) -> Card:
    """Ask for the card that will replace the valid one; returns the new card, on its way.

    The old card works on until the new one is active, unless it is lost: to ask for a new one because of a loss is to
    report the loss formally. Without `bank` and `issuer` both stay; another issuer is a transfer to where she lives.
    """
    old = take_valid(tx, holder_id, at)
    if take_on_its_way(tx, holder_id) is not None:
        raise ApplicationOpen
    if reason == "lost" and old.state != "lost":
        old = move_card(tx, old, "report_formal_loss", at=at, actor=actor)
        tell(tx, "cards.loss_reported", old, at=at, actor=actor)
    division = issuer or old.issuer
    new = replace(
        old,
        card_id=new_id(),
        issuer=division,
        bank=bank or old.bank,
        state="applied",
        social_state="inactive",
        bank_state="inactive",
        transport_state="inactive",
        state_since=at,
        state_until=None,
        replaces=old.card_id,
        reason=reason,
        order_id=None,
    )
    facts = {"reason": reason, "replaces": str(old.card_id), **(applicant or Applicant()).facts()}
    [made], _ = store_drawn(
        tx,
        lambda: [replace(new, card_number=draw_card_number(), identifier=draw_identifier(division))],
        lambda drawn: add_card(tx, drawn[0], event="applied", at=at, actor=actor, facts=facts),
    )
    return made


def withdraw_application(tx: Transaction, *, holder_id: UUID, at: datetime, actor: str) -> Card:
    """Take back the application for a card that nobody has begun to make."""
    find_valid(tx, holder_id, at)
    coming = take_on_its_way(tx, holder_id)
    if coming is None:
        raise NoCardOnItsWay
    if coming.state != "applied" or coming.order_id is not None:
        raise ProductionBegun
    return move_card(tx, coming, "cancel", at=at, actor=actor, facts={"reason": "withdrawn"})
