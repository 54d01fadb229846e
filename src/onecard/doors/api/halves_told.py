"""How the API tells of a card's halves, and which rule of the card's place counts wrong passwords."""

from datetime import datetime

from onecard.domains.cards import api as cards
from onecard.doors.api.shapes_halves import HalfShape, LockShape
from onecard.doors.bootstrap import House
from onecard.kernel.clock import day_of


def tell_half(one: cards.HalfStanding) -> HalfShape:
    """One half in both languages."""
    half, state = cards.HALF_WORDS[one.half], cards.HALF_STATE_WORDS[one.state]
    locks = [LockShape(lock.cause, *cards.CAUSE_WORDS[lock.cause], lock.reason, lock.locked_at) for lock in one.locks]
    return HalfShape(one.half, *half, one.state, *state, locks, one.pin, one.pin_until)


def pin_rule(house: House, half: cards.Half, *, issuer: int, at: datetime) -> cards.PinRule:
    """How many wrong tries the card's place allows today, and whether they count by day."""
    attempts = house.book.value(f"cards.{half}_password_attempts", place=issuer, on=day_of(at))
    by_day = house.book.value(f"cards.{half}_password_by_day", place=issuer, on=day_of(at))
    return cards.PinRule(int(attempts.value), by_day=bool(by_day.value))
