"""A card is put to use, and in the same moment the card it replaces ends: never two that work, never none."""

from datetime import datetime
from uuid import UUID

from onecard.domains.cards.errors import HolderDeceased, NoCardOnItsWay, ValidCardExists
from onecard.domains.cards.halves import carry_locks, start_halves
from onecard.domains.cards.models import Card
from onecard.domains.cards.models_halves import HalvesRule
from onecard.domains.cards.moving import find_valid, move_card, take_on_its_way, take_temporary, tell
from onecard.domains.cards.store import add_tally, sql
from onecard.domains.residents import api as residents
from onecard.kernel.postgres.transaction import Transaction


def activate_card(
    tx: Transaction, *, holder_id: UUID, halves: HalvesRule, at: datetime, actor: str, handed_over: bool = False
) -> Card:
    """Put the delivered card to use. The card it replaces ends, and so does a temporary one that bridged the time.

    What is kept by the person and not by the card (purses, passes, the e-card, its sign number) goes on unchanged. The
    e-card's issuer follows by `ecards.follow_card`, which the door calls too. `handed_over`: a counter gives her a card
    that is only produced, and so delivers it in the same step. `halves` is the rulebook's word on what works
    from now on; the keeper of any other half activates it.
    """
    old = find_valid(tx, holder_id, at)
    new = take_on_its_way(tx, holder_id)
    if new is None:
        raise NoCardOnItsWay
    resident = residents.find_resident(tx, holder_id=holder_id)
    if resident is not None and resident.died_on is not None:
        raise HolderDeceased
    if handed_over and new.state == "produced":
        new = move_card(tx, new, "deliver", at=at, actor=actor)
    if old is not None:
        _end_old(tx, old, new, at=at, actor=actor)
    active = move_card(tx, new, "activate", at=at, actor=actor, facts={"replaces": str(old.card_id)} if old else {})
    active = start_halves(tx, old, active, halves, at=at)
    sql.carry_loss(tx, holder_id=holder_id, card_id=new.card_id)
    if old is not None:
        carry_locks(tx, old, active, at=at, actor=actor)
    bridge = take_temporary(tx, holder_id)
    if bridge is not None:
        move_card(tx, bridge, "cancel", at=at, actor=actor, facts={"reason": "card_activated"})
    add_tally(tx, [new.issuer], each=1)
    tell(tx, "cards.activated", active, at=at, actor=actor)
    return active


def _end_old(tx: Transaction, old: Card, new: Card, *, at: datetime, actor: str) -> None:
    if new.replaces != old.card_id:
        raise ValidCardExists
    if new.state == "delivered":
        move_card(tx, old, "replace", at=at, actor=actor, facts={"by": str(new.card_id), "reason": new.reason})
        add_tally(tx, [old.issuer], each=-1)
