"""Issuing e-cards by the column, and showing a signed code where card and e-card both stand."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards.errors import EcardExists, EcardStopped, EcardUnknown, PhysicalCardStops
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.models import SYSTEM, Code, Ecard, NewEcard
from onecard.domains.ecards.store import add_ecards, add_tally, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.code import Fields, write_code


def issue_ecards(tx: Transaction, ecards: Sequence[NewEcard], *, at: datetime) -> None:
    """Issue an e-card to each of these people, without a password until they set one."""
    if list(sql.holders_with_ecard(tx, holders=[new.holder_id for new in ecards])):
        raise EcardExists
    add_ecards(tx, ecards, at=at)
    holders = [new.holder_id for new in ecards]
    sql.add_events(tx, holders=holders, events=[new_id() for _ in holders], event="issued", actor="system", at=at)


def ecard_of(tx: Transaction, *, holder_id: UUID) -> Ecard | None:
    """A person's e-card, if she has one (and it is within reach)."""
    row = sql.find_ecard(tx, holder_id=holder_id)
    return Ecard(*row) if row else None


def follow_card(tx: Transaction, *, holder_id: UUID, issuer: int, at: datetime) -> None:
    """The e-card goes with the physical card to another issuer; password, sign number and pseudonym stay.

    Level 2 is bound to the bank account on the card: it stays with an account that goes on, and falls where the new
    card's bank half waits for its bank, to be asked for anew. Nothing happens where there is no e-card.
    """
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        return
    card = cards.card_of(tx, holder_id=holder_id)
    if ecard.level == 2 and card is not None and card.bank_state == "inactive":
        sql.change_level(tx, holder_id=holder_id, level=1, asked_at=None)
        facts = {"level": 1, "reason": "bank_half_inactive"}
        write_event(tx, holder_id=holder_id, event="level_lowered", at=at, by=SYSTEM, facts=facts)
    if ecard.issuer == issuer:
        return
    sql.change_issuer(tx, holder_id=holder_id, issuer=issuer)
    if ecard.state == "cancelled":
        return
    add_tally(tx, {ecard.issuer // 10000: -1})
    add_tally(tx, {issuer // 10000: 1})


def show_code(
    tx: Transaction, *, holder_id: UUID, scene: int, at: datetime, keyring: Keyring, seconds: int = 60
) -> Code:
    """A fresh code of this person for one scene (0: any); refused where e-card or physical card does not stand."""
    ecard = require_standing(tx, holder_id=holder_id, at=at)
    return sign_code(ecard, scene=scene, at=at, keyring=keyring, seconds=seconds)


def require_standing(tx: Transaction, *, holder_id: UUID, at: datetime) -> Ecard:
    """The person's e-card where it and the physical card stand; EcardUnknown, EcardStopped or PhysicalCardStops."""
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        raise EcardUnknown
    if ecard.state != "active":
        raise EcardStopped
    require_physical_card(tx, holder_id, at)
    return ecard


def sign_code(ecard: Ecard, *, scene: int, at: datetime, keyring: Keyring, seconds: int = 60) -> Code:
    """The code of an e-card that was checked already: pure but for its random nonce, some 30 µs."""
    expiry = int((at + timedelta(seconds=seconds)).timestamp())
    nonce = secrets.randbits(64) - 2**63
    fields = Fields(keyring.code_key_id(at), ecard.issuer // 10000, scene, ecard.pseudonym, nonce, expiry)
    return Code(write_code(fields, keyring.sign_code), datetime.fromtimestamp(expiry, UTC))


def roll_up(tx: Transaction) -> int:
    """Sum up the counts for the boards; the worker calls this now and then."""
    return int(sql.roll_up(tx))


def require_physical_card(tx: Transaction, holder_id: UUID, at: datetime) -> cards.Card:
    """The physical card, which must be active with its social half; PhysicalCardStops says how it stands otherwise."""
    card = cards.card_of(tx, holder_id=holder_id)
    state = card.effective(at) if card else "cancelled"
    if card is None or state != "active":
        zh, en = cards.STATE_WORDS[state]
        raise PhysicalCardStops(state=state, state_zh=zh, state_en=en)
    if card.social_state != "active":
        raise PhysicalCardStops(state="locked", state_zh="社保功能已锁定", state_en="locked")
    return card
