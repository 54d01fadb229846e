"""The life of one e-card: issued at level 1, raised to level 2, suspended and resumed by its holder, cancelled.

    (none) → active ⇄ suspended → cancelled → active (issued anew, under other numbers)

Whether it works today is decided where it is used, because it follows the physical card: see `effective_state`.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards.carriers import revoke_carriers
from onecard.domains.ecards.channels import unlink_all
from onecard.domains.ecards.errors import (
    BankHalfInactive,
    EcardExists,
    EcardStopped,
    EcardUnknown,
    LevelNotAsked,
    LevelReached,
)
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import HOLDER, Doer, Ecard, NewEcard, draw_pseudonym, draw_sign_no
from onecard.domains.ecards.passwords import set_password
from onecard.domains.ecards.service import ecard_of, require_physical_card
from onecard.domains.ecards.store import add_ecards, sql
from onecard.kernel import outbox
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

#: How long a holder's asking for level 2 waits for the bank's word. A technical limit of ours, no rule of a place.
LEVEL_WAITS = timedelta(days=1)
EffectiveState = Literal["none", "active", "suspended", "cancelled", "card_stopped"]


def issue_ecard(
    tx: Transaction,
    *,
    holder_id: UUID,
    password: str,
    keyring: Keyring,
    at: datetime,
    by: Doer,
    facts: dict[str, Any] | None = None,
) -> Ecard:
    """Issue one e-card at level 1 with its password; the physical card must stand. Who proved the person says it in
    `facts`. A cancelled e-card is issued anew under other numbers."""
    card = require_physical_card(tx, holder_id, at)
    held = take_ecard(tx, holder_id=holder_id)
    if held is not None and held.state != "cancelled":
        raise EcardExists
    if held is None:
        add_ecards(tx, [NewEcard(holder_id, card.issuer)], at=at)
    else:
        _renew(tx, held, card.issuer, at)
    write_event(tx, holder_id=holder_id, event="issued", at=at, by=by, facts={"level": 1, **(facts or {})})
    set_password(tx, holder_id=holder_id, password=password, keyring=keyring)
    _tell(tx, "ecards.issued", holder_id, at)
    return _found(tx, holder_id)


def ask_level_two(tx: Transaction, *, holder_id: UUID, at: datetime) -> Ecard:
    """The holder wants to pay with the e-card; the bank that keeps the account has a day to confirm it."""
    held = _take_working(tx, holder_id, at)
    if held.level == 2:
        raise LevelReached
    _require_bank_half(tx, holder_id)
    sql.change_level(tx, holder_id=holder_id, level=1, asked_at=at)
    write_event(tx, holder_id=holder_id, event="level_asked", at=at)
    return _found(tx, holder_id)


def confirm_level_two(tx: Transaction, *, holder_id: UUID, at: datetime, by: Doer, reference: str) -> Ecard:
    """The bank says that the account stands and the telephone reserved there answered; only after the holder asked.

    `reference` is the bank's own of that confirmation.
    """
    held = _take_working(tx, holder_id, at)
    if held.level == 2:
        return held
    asked = sql.take_ecard(tx, holder_id=holder_id).level_asked_at
    if asked is None or at - asked > LEVEL_WAITS:
        raise LevelNotAsked
    _require_bank_half(tx, holder_id)
    sql.change_level(tx, holder_id=holder_id, level=2, asked_at=None)
    write_event(tx, holder_id=holder_id, event="level_raised", at=at, by=by, facts={"level": 2, "reference": reference})
    return _found(tx, holder_id)


def suspend_ecard(tx: Transaction, *, holder_id: UUID, at: datetime, by: Doer = HOLDER) -> Ecard:
    """Stop the e-card at once, with its phones and prints, and unlink every channel, as when the telephone was stolen.

    Again changes nothing. The door signs the holder out everywhere in the same transaction.
    """
    held = _take(tx, holder_id)
    if held.state == "suspended":
        return held
    if held.state == "cancelled":
        raise EcardStopped
    sql.change_state(tx, holder_id=holder_id, state="suspended")
    revoke_carriers(tx, holder_id=holder_id, at=at, reason="lost", by=by)
    write_event(tx, holder_id=holder_id, event="suspended", at=at, by=by)
    unlink_all(tx, holder_id=holder_id, at=at, by=by)
    _tell(tx, "ecards.suspended", holder_id, at)
    return _found(tx, holder_id)


def resume_ecard(tx: Transaction, *, holder_id: UUID, at: datetime, by: Doer = HOLDER) -> Ecard:
    """Let a suspended e-card work again. The caller has made sure who asks; channels are linked anew, each its way."""
    held = _take(tx, holder_id)
    if held.state == "cancelled":
        raise EcardStopped
    if held.state == "suspended":
        sql.change_state(tx, holder_id=holder_id, state="active")
        write_event(tx, holder_id=holder_id, event="resumed", at=at, by=by)
        _tell(tx, "ecards.resumed", holder_id, at)
    return _found(tx, holder_id)


def cancel_ecard(tx: Transaction, *, holder_id: UUID, at: datetime, by: Doer = HOLDER, reason: str) -> Ecard:
    """End an e-card for good; the physical card stays as it is. It may be issued anew later."""
    held = _take(tx, holder_id)
    if held.state == "cancelled":
        return held
    unlink_all(tx, holder_id=holder_id, at=at, by=by)
    revoke_carriers(tx, holder_id=holder_id, at=at, reason="not_needed", by=by)
    sql.change_state(tx, holder_id=holder_id, state="cancelled")
    sql.add_tally(tx, ids=[new_id()], provinces=[held.issuer // 10000], ecards=[-1])
    write_event(tx, holder_id=holder_id, event="cancelled", at=at, by=by, facts={"reason": reason})
    _tell(tx, "ecards.cancelled", holder_id, at)
    return _found(tx, holder_id)


def effective_state(ecard: Ecard | None, card: cards.Card | None, at: datetime) -> EffectiveState:
    """How the e-card stands at an instant, the physical card counted in: that one's loss or lock stops it as well."""
    if ecard is None:
        return "none"
    if ecard.state != "active":
        return ecard.state
    stands = card is not None and card.effective(at) == "active" and card.social_state == "active"
    return "active" if stands else "card_stopped"


def take_ecard(tx: Transaction, *, holder_id: UUID) -> Ecard | None:
    """A person's e-card, held until the end of the transaction."""
    row = sql.take_ecard(tx, holder_id=holder_id)
    return Ecard(*row[:9]) if row else None


def _take(tx: Transaction, holder_id: UUID) -> Ecard:
    held = take_ecard(tx, holder_id=holder_id)
    if held is None:
        raise EcardUnknown
    return held


def _take_working(tx: Transaction, holder_id: UUID, at: datetime) -> Ecard:
    held = _take(tx, holder_id)
    if held.state != "active":
        raise EcardStopped
    require_physical_card(tx, holder_id, at)
    return held


def _require_bank_half(tx: Transaction, holder_id: UUID) -> None:
    card = cards.card_of(tx, holder_id=holder_id)
    if card is None or card.bank_state != "active":
        raise BankHalfInactive


def _renew(tx: Transaction, held: Ecard, issuer: int, at: datetime) -> None:
    pseudonym = draw_pseudonym()
    sql.drop_pseudonym(tx, pseudonym=held.pseudonym, holder_id=held.holder_id)
    sql.renew_ecard(
        tx,
        holder_id=held.holder_id,
        ecard_id=new_id(),
        sign_no=draw_sign_no(issuer),
        pseudonym=pseudonym,
        issuer=issuer,
        at=at,
    )
    sql.add_pseudonyms(tx, pseudonyms=[pseudonym], holders=[held.holder_id])
    sql.add_tally(tx, ids=[new_id()], provinces=[issuer // 10000], ecards=[1])


def _found(tx: Transaction, holder_id: UUID) -> Ecard:
    found = ecard_of(tx, holder_id=holder_id)
    assert found is not None, "it was held a moment ago"
    return found


def _tell(tx: Transaction, topic: str, holder_id: UUID, at: datetime) -> None:
    outbox.append(tx, topic=topic, body={"holder_id": str(holder_id)}, at=at)
