"""Issuing e-cards by the column, and showing a signed code where card and e-card both stand."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards.errors import EcardExists, EcardStopped, EcardUnknown, PhysicalCardStops
from onecard.domains.ecards.models import Code, Ecard, NewEcard
from onecard.domains.ecards.store import add_ecards, add_tally, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.code import Fields, write_code


def issue_ecards(tx: Transaction, ecards: Sequence[NewEcard], *, at: datetime) -> None:
    """Issue an e-card to each of these people, without a password until they set one."""
    if list(sql.holders_with_ecard(tx, holders=[new.holder_id for new in ecards])):
        raise EcardExists
    add_ecards(tx, ecards, at=at)


def ecard_of(tx: Transaction, *, holder_id: UUID) -> Ecard | None:
    """A person's e-card, if she has one (and it is within reach)."""
    row = sql.find_ecard(tx, holder_id=holder_id)
    return Ecard(*row) if row else None


def follow_card(tx: Transaction, *, holder_id: UUID, issuer: int) -> None:
    """The e-card goes with the physical card to another issuer; password, sign number and pseudonym stay.

    Nothing happens where there is no e-card or the issuer is the same.
    """
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None or ecard.issuer == issuer:
        return
    sql.change_issuer(tx, holder_id=holder_id, issuer=issuer)
    add_tally(tx, {ecard.issuer // 10000: -1})
    add_tally(tx, {issuer // 10000: 1})


def show_code(
    tx: Transaction, *, holder_id: UUID, scene: int, at: datetime, keyring: Keyring, seconds: int = 60
) -> Code:
    """A fresh code of this person for one scene (0: any); refused where e-card or physical card does not stand."""
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None:
        raise EcardUnknown
    if ecard.state != "active":
        raise EcardStopped
    _require_physical_card(tx, holder_id, at)
    return sign_code(ecard, scene=scene, at=at, keyring=keyring, seconds=seconds)


def sign_code(ecard: Ecard, *, scene: int, at: datetime, keyring: Keyring, seconds: int = 60) -> Code:
    """The code of an e-card that was checked already: pure but for its random nonce, some 30 µs."""
    expiry = int((at + timedelta(seconds=seconds)).timestamp())
    nonce = secrets.randbits(64) - 2**63
    fields = Fields(keyring.code_key_id(at), ecard.issuer // 10000, scene, ecard.pseudonym, nonce, expiry)
    return Code(write_code(fields, keyring.sign_code), datetime.fromtimestamp(expiry, UTC))


def roll_up(tx: Transaction) -> int:
    """Sum up the counts for the boards; the worker calls this now and then."""
    return int(sql.roll_up(tx))


def _require_physical_card(tx: Transaction, holder_id: UUID, at: datetime) -> None:
    card = cards.card_of(tx, holder_id=holder_id)
    state = card.effective(at) if card else "cancelled"
    if card is None or state != "active":
        zh, en = cards.STATE_WORDS[state]
        raise PhysicalCardStops(state=state, state_zh=zh, state_en=en)
    if card.social_state != "active":
        raise PhysicalCardStops(state="locked", state_zh="社保功能已锁定", state_en="locked")
