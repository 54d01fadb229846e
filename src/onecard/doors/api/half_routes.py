"""A resident's own halves: see how they stand, lock one at once, unlock it, choose another password.

Locking is easy: a session is enough. Unlocking asks for the e-card password once more, in the portal as in the API,
because the phone with the open session may be gone with the card.
"""

from datetime import datetime

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_halves as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.halves_told import pin_rule, tell_half
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_halves import HalfLocking, HalfShape, HalfUnlocking, PinAnswered, PinChange, PinTold
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

ACTOR = "resident"
_CHANGES = (cards.NoValidCard, cards.HalfMoveRefused, RequestKeyTaken)


@operation(
    "GET", "/me/card/halves", id="listMyHalves", summary="卡的三项功能 · The halves of my card", tag="me",
    problems=(cards.NoValidCard,), said=examples.HALVES,
)  # fmt: skip
def list_my_halves(house: TheHouse, resident: TheResident) -> list[HalfShape]:
    """Social, bank and transport: the state, what locks it, and how its password stands."""
    with house.app.reading(scope_of(resident)) as tx:
        return [tell_half(one) for one in cards.halves_of(tx, holder_id=resident.holder_id, at=house.clock())]


@operation(
    "POST", "/me/card/half/lock", id="lockMyHalf", summary="锁定一项功能 · Lock a half of my card", tag="me",
    problems=_CHANGES, sent=examples.LOCKING, said=examples.LOCKED,
)  # fmt: skip
def lock_my_half(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[HalfLocking]
) -> HalfShape:
    """At once and everywhere; the rest of the card goes on. With the social half the e-card stops too."""
    at = house.clock()
    request = request_of(resident, "lockMyHalf", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:
        return once(tx, request, HalfShape, lambda: tell_half(lock_own(tx, resident, data.half, at)), at=at)


@operation(
    "POST", "/me/card/half/unlock", id="unlockMyHalf", summary="解锁一项功能 · Unlock a half of my card", tag="me",
    problems=(*_CHANGES, cards.HalfLockStands, ecards.PasswordWrong, ecards.SignInLocked),
    sent=examples.UNLOCKING, said=examples.HALF,
)  # fmt: skip
def unlock_my_half(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[HalfUnlocking]
) -> HalfShape:
    """Lift what the holder locked. Who keeps the half lifts its own lock; wrong passwords need a new one."""
    at = house.clock()
    request = request_of(resident, "unlockMyHalf", request_key, data.half, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, HalfShape)
    if kept is not None:
        return kept
    prove_holder(house, resident.holder_id, data.password)
    with house.app.writing(scope_of(resident)) as tx:
        return once(tx, request, HalfShape, lambda: tell_half(unlock_own(tx, resident, data.half, at)), at=at)


@operation(
    "POST", "/me/card/pin", id="changeMyPin", summary="修改卡密码 · Change a password of my card", tag="me",
    problems=(
        cards.NoValidCard, cards.CardNotInUse, cards.PinNotSet, cards.PinWrong, cards.PinLocked, cards.PinTooSimple,
        cards.PinNotNew, RequestKeyTaken,
    ),
    sent=examples.PIN_CHANGE, said=examples.PIN_STATE,
)  # fmt: skip
def change_my_pin(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PinChange]
) -> PinTold:
    """By the old one; a wrong old one counts as a wrong try, and the last one locks."""
    request = request_of(resident, "changeMyPin", request_key, data.half, house.keyring)
    answer = change_once(house, resident, request, data.half, old=data.old_pin, new=data.new_pin)
    if not answer.matches:
        raise refusal_of(house, resident, data.half, answer)
    return PinTold(data.half, "set")


def lock_own(tx: Transaction, resident: Resident, half: cards.Half, at: datetime) -> cards.HalfStanding:
    """The holder's own lock."""
    return cards.lock_half(
        tx, holder_id=resident.holder_id, half=half, cause="holder", reason="asked", at=at, actor=ACTOR
    )


def unlock_own(tx: Transaction, resident: Resident, half: cards.Half, at: datetime) -> cards.HalfStanding:
    """Lift it. First `prove_holder`."""
    return cards.unlock_half(
        tx, holder_id=resident.holder_id, half=half, cause="holder", reason="asked", at=at, actor=ACTOR
    )


def change_once(
    house: House, resident: Resident, request: Request, half: cards.Half, *, old: str, new: str
) -> PinAnswered:
    """Try the change by the rule of the card's place. A wrong try is an answer, so that it is committed and kept: sent
    again it counts once. Where it says no, raise `refusal_of`."""
    at = house.clock()
    with house.app.writing(scope_of(resident)) as tx:
        card = cards.card_of(tx, holder_id=resident.holder_id)
        if card is None:
            raise cards.NoValidCard
        rule = pin_rule(house, half, issuer=card.issuer, at=at)

        def change() -> PinAnswered:
            said = cards.change_pin(
                tx, holder_id=resident.holder_id, half=half, old=old, new=new, rule=rule, keyring=house.keyring, at=at,
                actor=ACTOR,
            )  # fmt: skip
            return PinAnswered(said.matches, said.tries_left)

        return once(tx, request, PinAnswered, change, at=at)


def refusal_of(house: House, resident: Resident, half: cards.Half, answer: PinAnswered) -> Problem:
    """What to say to a wrong try that was counted: how many are left, or until when it is locked now."""
    if answer.tries_left:
        return cards.PinWrong(half=half, left=answer.tries_left)
    with house.app.reading(scope_of(resident)) as tx:
        found = cards.halves_of(tx, holder_id=resident.holder_id, at=house.clock())
    return cards.PinLocked(half=half, until=next(one.pin_until for one in found if one.half == half))


HALF_ROUTES = [list_my_halves, lock_my_half, unlock_my_half, change_my_pin]
