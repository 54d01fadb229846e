"""What the keeper of a half does at its counter: see, activate, lock, unlock, and give an initial password.

The card agency keeps the social half, the bank its own, a transport operator the transport half: the agency's kind says
which, beside the role and the agency's reach. Each look is written down before the data leaves, whatever comes of it.
"""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.doors.api import examples_halves as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.halves_told import tell_half
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_halves import HalfMoveWanted, HalfShape, HalfWanted, PinGiven
from onecard.doors.api.shapes_people import PersonWanted
from onecard.doors.api.staff_routes import PERSON_PROBLEMS, look_for, wanted_person
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

Answer = TypeVar("Answer", bound=msgspec.Struct)
_CHANGES = (*PERSON_PROBLEMS, cards.NoValidCard, cards.HalfOfAnother, cards.HalfMoveRefused, RequestKeyTaken)


@operation(
    "POST", "/people/card-halves", id="findHalves", summary="查卡的三项功能 · How a person's halves stand",
    tag="people", problems=(*PERSON_PROBLEMS, cards.NoValidCard), sent=examples.HALVES_WANTED, said=examples.HALVES,
)  # fmt: skip
def find_halves(house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[PersonWanted]) -> list[HalfShape]:
    """The halves of a card that the agency reaches; a question, each a look of its own."""
    holder_id = wanted_person(house, limits, staff, data)
    with house.app.writing(scope_of(staff)) as tx:
        found = look_for(house, tx, staff, holder_id=holder_id, data=data, subject="person.masked")
        told = _tried(tx, lambda: _all(house, tx, holder_id)) if found else residents.ResidentUnknown()
    if isinstance(told, Problem):
        raise told
    return told


@operation(
    "POST", "/people/card-half/activate", id="activateHalfForPerson", summary="启用一项功能 · Activate a half",
    tag="people", problems=_CHANGES, sent=examples.HALF_WANTED, said=examples.HALF,
)  # fmt: skip
def activate_half(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[HalfWanted]
) -> HalfShape:
    """Put the half that this agency keeps to use."""

    def activate(tx: Transaction, holder_id: UUID) -> HalfShape:
        at, actor = house.clock(), f"staff {staff.staff_id}"
        return tell_half(cards.activate_half(tx, holder_id=holder_id, half=data.half, at=at, actor=actor))

    request = request_of(staff, "activateHalfForPerson", request_key, data, house.keyring)
    return _Counter(house, limits, staff).do(data, request, HalfShape, activate)


@operation(
    "POST", "/people/card-half/lock", id="lockHalfForPerson", summary="锁定一项功能 · Lock a half", tag="people",
    problems=_CHANGES, sent=examples.MOVE_WANTED, said=examples.LOCKED,
)  # fmt: skip
def lock_half(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[HalfMoveWanted]
) -> HalfShape:
    """The keeper's lock: the holder cannot lift it."""

    def lock(tx: Transaction, holder_id: UUID) -> HalfShape:
        at, actor = house.clock(), f"staff {staff.staff_id}"
        return tell_half(
            cards.lock_half(
                tx, holder_id=holder_id, half=data.half, cause="owner", reason=data.reason, at=at, actor=actor
            )
        )

    request = request_of(staff, "lockHalfForPerson", request_key, data, house.keyring)
    return _Counter(house, limits, staff).do(data, request, HalfShape, lock)


@operation(
    "POST", "/people/card-half/unlock", id="unlockHalfForPerson", summary="解锁一项功能 · Unlock a half", tag="people",
    problems=(*_CHANGES, cards.HalfLockStands), sent=examples.MOVE_WANTED, said=examples.HALF,
)  # fmt: skip
def unlock_half(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[HalfMoveWanted]
) -> HalfShape:
    """Lift the keeper's lock, and the holder's at her word; wrong passwords need a new one."""

    def unlock(tx: Transaction, holder_id: UUID) -> HalfShape:
        at, actor = house.clock(), f"staff {staff.staff_id}"
        return tell_half(
            cards.unlock_half(
                tx, holder_id=holder_id, half=data.half, cause="owner", reason=data.reason, at=at, actor=actor
            )
        )

    request = request_of(staff, "unlockHalfForPerson", request_key, data, house.keyring)
    return _Counter(house, limits, staff).do(data, request, HalfShape, unlock)


@operation(
    "POST", "/people/card-pin", id="givePinToPerson", summary="发放或重置卡密码 · Give an initial password",
    tag="people",
    problems=(*PERSON_PROBLEMS, cards.NoValidCard, cards.HalfOfAnother, cards.CardNotInUse, RequestKeyTaken),
    sent=examples.HALF_WANTED, said=examples.PIN_GIVEN,
)  # fmt: skip
def give_pin(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[HalfWanted]
) -> PinGiven:
    """At pick-up, or when it was forgotten or locked. The holder changes it before it opens anything.

    It is in this answer and nowhere else: what is kept for a request sent again leaves it out.
    """
    drawn: list[str] = []

    def give(tx: Transaction, holder_id: UUID) -> PinGiven:
        at, actor = house.clock(), f"staff {staff.staff_id}"
        drawn.append(cards.give_pin(tx, holder_id=holder_id, half=data.half, keyring=house.keyring, at=at, actor=actor))
        return PinGiven(data.half, None)

    request = request_of(staff, "givePinToPerson", request_key, data, house.keyring)
    kept = _Counter(house, limits, staff).do(data, request, PinGiven, give)
    return PinGiven(kept.half, drawn[0]) if drawn else kept


class _Counter:
    """A member of staff who changes one half of one person's card."""

    def __init__(self, house: House, limits: RateLimits, staff: Staff) -> None:
        self._house, self._limits, self._staff = house, limits, staff

    def do(
        self,
        data: HalfWanted,
        request: Request,
        kind: type[Answer],
        verb: Callable[[Transaction, UUID], Answer],
    ) -> Answer:
        """Look, write the look down, do it once; or why it could not be done, the look being kept in either case."""
        holder_id = wanted_person(self._house, self._limits, self._staff, data)
        with self._house.app.writing(scope_of(self._staff)) as tx:
            kept = kept_answer(tx, request, kind)
            if kept is not None:
                return kept
            self._check_keeper(tx, data.half)
            found = look_for(self._house, tx, self._staff, holder_id=holder_id, data=data, subject="person.masked")

            def work() -> Answer:
                return once(tx, request, kind, lambda: verb(tx, holder_id), at=self._house.clock())

            told = _tried(tx, work) if found is not None else residents.ResidentUnknown()
        if isinstance(told, Problem):
            raise told
        return told

    def _check_keeper(self, tx: Transaction, half: cards.Half) -> None:
        agency = agencies.find_agencies(tx, [self._staff.agency_id])[self._staff.agency_id]
        cards.check_owner(half, agency.kind)


def _all(house: House, tx: Transaction, holder_id: UUID) -> list[HalfShape]:
    return [tell_half(one) for one in cards.halves_of(tx, holder_id=holder_id, at=house.clock())]


Result = TypeVar("Result")


def _tried(tx: Transaction, do: Callable[[], Result]) -> Result | Problem:
    """What it gives, or why not: returned, so that what was written before it is committed."""
    try:
        with tx.transaction():
            return do()
    except Problem as problem:
        return problem


HALF_STAFF_ROUTES = [find_halves, activate_half, lock_half, unlock_half, give_pin]
