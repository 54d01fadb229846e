"""The passwords of a card's halves: six digits, kept as argon2id over a keyed hash, locked after so many wrong tries.

A counter gives an initial one, which opens nothing until its holder has changed it. Wrong tries are answered and not
raised, because what they count must be committed. All tries at one card take turns, so that two terminals that guess
in the same instant count both.

A password belongs to a card in use: given, changed and tried only while the card is active. At pick-up the card is
activated first; on a lost card none is given, because whoever holds it could use it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from onecard.domains.cards.errors_halves import (
    HalfStopped,
    PinLocked,
    PinMustChange,
    PinNotNew,
    PinNotSet,
    PinTooSimple,
)
from onecard.domains.cards.halves import put_lock, state_of, take_locks
from onecard.domains.cards.models import Card
from onecard.domains.cards.models_halves import Half, PinAnswer, PinRule
from onecard.domains.cards.store_halves import hold_card_in_use, sql, tell, write_event
from onecard.domains.residents import api as residents
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.passwords import hash_password, password_matches
from onecard.kernel.crypto.six_digits import draw_six_digits, weakness_of
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class _Try:
    """One password said at one half of a held card, and the rule of the place."""

    card: Card
    half: Half
    said: str
    rule: PinRule
    at: datetime
    actor: str

    @property
    def ids(self) -> dict[str, Any]:
        return {"holder_id": self.card.holder_id, "card_id": self.card.card_id, "half": self.half}


def give_pin(tx: Transaction, *, holder_id: UUID, half: Half, keyring: Keyring, at: datetime, actor: str) -> str:
    """An initial password, drawn anew and told once: at pick-up, or again when it was forgotten or locked.

    The caller has seen the holder. It opens nothing but the choice of an own one, which asks for the card or for the
    holder's sign-in besides; so who hands it over gains nothing by having seen it.
    """
    card = hold_card_in_use(tx, holder_id, at)
    had_one = sql.take_pin(tx, holder_id=holder_id, card_id=card.card_id, half=half) is not None
    pin = draw_six_digits(in_number=lambda digits: _in_number(tx, holder_id, digits, keyring))
    _keep(tx, card, half, pin, keyring=keyring, at=at, must_change=True)
    write_event(tx, card, "pin_reset" if had_one else "pin_given", half, at=at, actor=actor)
    if _locked_by_wrong_pins(tx, card, half):
        take_locks(tx, card, half, ["wrong_pins"], reason="settled", at=at, actor=actor)
    return pin


def change_pin(
    tx: Transaction,
    *,
    holder_id: UUID,
    half: Half,
    old: str,
    new: str,
    rule: PinRule,
    keyring: Keyring,
    at: datetime,
    actor: str,
) -> PinAnswer:
    """Choose another password by the old one. Where the answer says no, commit it (it was counted), then refuse."""
    card = hold_card_in_use(tx, holder_id, at)
    _check_rule(tx, holder_id, old, new, keyring)
    answer = _answer(tx, _Try(card, half, old, rule, at, actor), keyring)
    if answer.matches:
        _keep(tx, card, half, new, keyring=keyring, at=at, must_change=False)
        write_event(tx, card, "pin_changed", half, at=at, actor=actor)
    return answer


def check_pin(
    tx: Transaction,
    *,
    holder_id: UUID,
    half: Half,
    pin: str,
    rule: PinRule,
    keyring: Keyring,
    at: datetime,
    actor: str,
) -> PinAnswer:
    """Whether this is the half's password, and how many tries are left; commit the answer, it was counted.

    Raises PinNotSet, PinLocked, HalfStopped or CardNotInUse before anything is tried, and PinMustChange to who knows
    an initial password.
    """
    card = hold_card_in_use(tx, holder_id, at)
    if state_of(card, half) != "active" and not _locked_by_wrong_pins(tx, card, half):
        raise HalfStopped(half=half, state=state_of(card, half))
    return _answer(tx, _Try(card, half, pin, rule, at, actor), keyring, initial_opens=False)


def _answer(tx: Transaction, one: _Try, keyring: Keyring, *, initial_opens: bool = True) -> PinAnswer:
    row = sql.take_pin(tx, **one.ids)
    if row is None:
        raise PinNotSet(half=one.half)
    if row.locked_at is not None and (row.locked_until is None or one.at < row.locked_until):
        raise PinLocked(half=one.half, until=row.locked_until)
    if not password_matches(keyring, row.hash, _said(one.half, one.said), about=one.card.card_id):
        return _count_failure(tx, one, _failures(row, one.rule, day_of(one.at)) + 1)
    if row.must_change and not initial_opens:
        raise PinMustChange(half=one.half)
    sql.count_success(tx, **one.ids)
    return PinAnswer(matches=True, tries_left=one.rule.attempts)


def _failures(row: Any, rule: PinRule, today: date) -> int:
    """How many wrong tries still count: today's, or all since a right one. A lock that has ended took its own."""
    ended = row.locked_at is not None
    return 0 if ended or (rule.by_day and row.failed_on != today) else int(row.failures)


def _count_failure(tx: Transaction, one: _Try, failures: int) -> PinAnswer:
    left, today = max(one.rule.attempts - failures, 0), day_of(one.at)
    locked_at = one.at if left == 0 else None
    until = start_of(today + timedelta(days=1)) if locked_at and one.rule.by_day else None
    sql.count_failure(tx, **one.ids, failures=min(failures, 1000), day=today, locked_at=locked_at, locked_until=until)
    if locked_at:
        _lock(tx, one, until)
    else:
        write_event(tx, one.card, "pin_wrong", one.half, at=one.at, actor=one.actor, tries_left=left)
    return PinAnswer(matches=False, tries_left=left)


def _lock(tx: Transaction, one: _Try, until: datetime | None) -> None:
    """Write the lock down. One without an end stops the half itself, and with the social half the e-card."""
    told = until.isoformat() if until else None
    write_event(tx, one.card, "pin_locked", one.half, at=one.at, actor=one.actor, until=told)
    tell(tx, "cards.pin_locked", one.card, one.half, at=one.at, actor=one.actor, until=told)
    if until is None and state_of(one.card, one.half) != "inactive":
        facts: dict[str, Any] = {"cause": "wrong_pins", "reason": "wrong_pins"}
        put_lock(tx, one.card, one.half, **facts, at=one.at, actor=one.actor)


def _keep(
    tx: Transaction, card: Card, half: Half, pin: str, *, keyring: Keyring, at: datetime, must_change: bool
) -> None:
    stored = hash_password(keyring, _said(half, pin), about=card.card_id)
    ids = {"holder_id": card.holder_id, "card_id": card.card_id, "half": half}
    sql.keep_pin(tx, **ids, hash=stored, must_change=must_change, at=at)


def _check_rule(tx: Transaction, holder_id: UUID, old: str, new: str, keyring: Keyring) -> None:
    weakness = weakness_of(new, in_number=lambda digits: _in_number(tx, holder_id, digits, keyring))
    if weakness:
        raise PinTooSimple(rule_zh=weakness[0], rule_en=weakness[1])
    if new == old:
        raise PinNotNew


def _in_number(tx: Transaction, holder_id: UUID, digits: str, keyring: Keyring) -> bool:
    return residents.number_contains(tx, holder_id=holder_id, digits=digits, keyring=keyring)


def _locked_by_wrong_pins(tx: Transaction, card: Card, half: Half) -> bool:
    rows = sql.list_locks(tx, holder_id=card.holder_id, card_id=card.card_id)
    return any(row.half == half and row.cause == "wrong_pins" for row in rows)


def _said(half: Half, pin: str) -> str:
    """What is hashed: bound to the half, so that a hash moved to another half of the card opens nothing."""
    return f"{half} {pin}"
