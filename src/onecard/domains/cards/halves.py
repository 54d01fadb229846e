"""The three halves of a card: each activated, locked and unlocked by itself.

A half is locked as long as one cause stands, and each cause is lifted by who may: the holder her own, the agency that
keeps the half its own and (at the counter, at her word) the holder's; wrong passwords only by a new password.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards.errors import NoValidCard
from onecard.domains.cards.errors_halves import (
    CardNotInUse,
    HalfLockStands,
    HalfMoveRefused,
    HalfOfAnother,
)
from onecard.domains.cards.models import Card, HalfState
from onecard.domains.cards.models_halves import (
    HALF_OWNERS,
    HALVES,
    Half,
    HalfLock,
    HalfStanding,
    HalvesRule,
    LockCause,
    LockReason,
    PinState,
)
from onecard.domains.cards.service import card_of, cards_of, holder_by_identifier
from onecard.domains.cards.store_halves import hold_valid_card, sql, tell, write_event
from onecard.kernel.postgres.transaction import Transaction

#: Which causes each side may lift.
_LIFTS: dict[LockCause, tuple[LockCause, ...]] = {"holder": ("holder",), "owner": ("owner", "holder")}


def check_owner(half: Half, kind: agencies.AgencyKind) -> None:
    """HalfOfAnother unless an agency of this kind keeps the half."""
    if HALF_OWNERS[half] != kind:
        raise HalfOfAnother(half=half)


def halves_of(tx: Transaction, *, holder_id: UUID, at: datetime) -> list[HalfStanding]:
    """How the halves of a person's card stand: social, bank, transport. NoValidCard where there is none at all."""
    card = card_of(tx, holder_id=holder_id)
    if card is None:
        raise NoValidCard
    ids = {"holder_id": holder_id, "card_id": card.card_id}
    locks = [HalfLock(*row) for row in sql.list_locks(tx, **ids)]
    pins = {row.half: row for row in sql.list_pins(tx, **ids)}
    return [_standing(card, half, locks, pins.get(half), at) for half in HALVES]


def present_card(tx: Transaction, *, identifier: UUID, at: datetime) -> Card:
    """The card that was held to a terminal, by what its chip says; CardNotInUse where that very card has stopped."""
    holder_id = holder_by_identifier(tx, identifier=identifier)
    found = cards_of(tx, holder_id=holder_id) if holder_id else []
    card = next((one for one in found if one.identifier == identifier), None)
    if card is None:
        raise NoValidCard
    if card.effective(at) != "active":
        raise CardNotInUse(state=card.effective(at))
    return card


def activate_half(tx: Transaction, *, holder_id: UUID, half: Half, at: datetime, actor: str) -> HalfStanding:
    """Put a half to use that was not yet; activating an active one changes nothing.

    A lock that came along from the card before stands on, until whoever may lifts it.
    """
    card = hold_valid_card(tx, holder_id)
    state = state_of(card, half)
    if state == "locked":
        raise HalfMoveRefused(half=half, state=state)
    if state == "inactive":
        works = not _causes(tx, card, half)
        _change(tx, card, half, "active" if works else "locked", at)
        write_event(tx, card, "half_activated", half, at=at, actor=actor, **({} if works else {"works": False}))
        tell(tx, "cards.half_activated", card, half, at=at, actor=actor)
    return _now(tx, holder_id, half, at)


def lock_half(
    tx: Transaction,
    *,
    holder_id: UUID,
    half: Half,
    cause: LockCause,
    reason: LockReason,
    at: datetime,
    actor: str,
) -> HalfStanding:
    """Stop one half at once and everywhere; the rest of the card goes on. The same cause twice changes nothing."""
    card = hold_valid_card(tx, holder_id)
    if state_of(card, half) == "inactive":
        raise HalfMoveRefused(half=half, state="inactive")
    put_lock(tx, card, half, cause=cause, reason=reason, at=at, actor=actor)
    return _now(tx, holder_id, half, at)


def put_lock(
    tx: Transaction, card: Card, half: Half, *, cause: LockCause, reason: LockReason, at: datetime, actor: str
) -> None:
    """Add a cause to a held card's half, write it down and tell of it."""
    ids = {"holder_id": card.holder_id, "card_id": card.card_id, "half": half}
    if not sql.add_lock(tx, **ids, cause=cause, reason=reason, at=at):
        return
    if state_of(card, half) == "active":
        _change(tx, card, half, "locked", at)
    write_event(tx, card, "half_locked", half, at=at, actor=actor, cause=cause, reason=reason)
    tell(tx, "cards.half_locked", card, half, at=at, actor=actor, cause=cause)


def unlock_half(
    tx: Transaction,
    *,
    holder_id: UUID,
    half: Half,
    cause: LockCause,
    reason: LockReason,
    at: datetime,
    actor: str,
) -> HalfStanding:
    """Lift what the holder (`cause` holder) or the keeping agency (owner) may lift.

    HalfLockStands where nothing of it is theirs. Where another cause stands the half stays locked: see the answer.
    """
    card = hold_valid_card(tx, holder_id)
    if state_of(card, half) != "locked":
        raise HalfMoveRefused(half=half, state=state_of(card, half))
    standing = _causes(tx, card, half)
    # A half that is locked without a kept cause was locked by its keeper before causes were kept.
    theirs = [one for one in standing or ["owner"] if one in _LIFTS[cause]]
    if not theirs:
        raise HalfLockStands(half=half, cause=(standing or ["owner"])[0])
    take_locks(tx, card, half, theirs, reason=reason, at=at, actor=actor)
    return _now(tx, holder_id, half, at)


def take_locks(
    tx: Transaction, card: Card, half: Half, causes: list[LockCause], *, reason: LockReason, at: datetime, actor: str
) -> None:
    """Lift these causes of a held card's half; with the last of them it works again."""
    sql.lift_locks(tx, holder_id=card.holder_id, card_id=card.card_id, half=half, causes=causes)
    works = not _causes(tx, card, half)
    if works:
        _change(tx, card, half, "active", at)
    write_event(tx, card, "half_unlocked", half, at=at, actor=actor, causes=causes, reason=reason, works=works)
    tell(tx, "cards.half_unlocked", card, half, at=at, actor=actor, works=works)


def start_halves(tx: Transaction, old: Card | None, new: Card, rule: HalvesRule, *, at: datetime) -> Card:
    """The card as it begins to work: which of its halves do at once, and which wait for their keeper.

    A half that worked on the card before, or was locked there, goes on where the rule says so; `carry_locks` comes
    after.
    """
    states: dict[Half, HalfState] = {
        half: "active" if half in rule.start or (rule.follow and _goes_on(old, new, half)) else "inactive"
        for half in HALVES
    }
    for half, state in states.items():
        _change(tx, new, half, state, at)
    return replace(new, social_state=states["social"], bank_state=states["bank"], transport_state=states["transport"])


def _goes_on(old: Card | None, new: Card, half: Half) -> bool:
    if old is None or state_of(old, half) == "inactive":
        return False
    return half != "bank" or old.bank == new.bank


def carry_locks(tx: Transaction, old: Card, new: Card, *, at: datetime, actor: str) -> None:
    """What the holder or a keeper locked stays locked on the card that takes its place: nobody is rid of a lock by
    losing the card. Wrong passwords stay behind, because the new card has none."""
    for row in list(sql.list_locks(tx, holder_id=old.holder_id, card_id=old.card_id)):
        if row.cause != "wrong_pins":
            put_lock(tx, new, row.half, cause=row.cause, reason=row.reason, at=at, actor=actor)


def state_of(card: Card, half: Half) -> HalfState:
    """The state of one half of a card."""
    states: dict[Half, HalfState] = {
        "social": card.social_state,
        "bank": card.bank_state,
        "transport": card.transport_state,
    }
    return states[half]


def _change(tx: Transaction, card: Card, half: Half, state: HalfState, at: datetime) -> None:
    sql.change_half(tx, holder_id=card.holder_id, card_id=card.card_id, half=half, state=state, at=at)


def _causes(tx: Transaction, card: Card, half: Half) -> list[LockCause]:
    rows = sql.list_locks(tx, holder_id=card.holder_id, card_id=card.card_id)
    return [row.cause for row in rows if row.half == half]


def _now(tx: Transaction, holder_id: UUID, half: Half, at: datetime) -> HalfStanding:
    return next(one for one in halves_of(tx, holder_id=holder_id, at=at) if one.half == half)


def _standing(card: Card, half: Half, locks: list[HalfLock], pin: object, at: datetime) -> HalfStanding:
    state, until = _pin_state(pin, at)
    own = tuple(one for one in locks if one.half == half)
    return HalfStanding(card.card_id, half, state_of(card, half), own, state, until)


def _pin_state(pin: object, at: datetime) -> tuple[PinState, datetime | None]:
    if pin is None:
        return "none", None
    locked_at, until = pin.locked_at, pin.locked_until  # type: ignore[attr-defined]
    if locked_at is not None and (until is None or at < until):
        return "locked", until
    return ("initial" if pin.must_change else "set"), None  # type: ignore[attr-defined]
