"""Standing entitlements and evidence of life: the person herself, a counter, and a home visit by named staff.

Who confirms herself gives her e-card password again. Staff see a person's rights only with a look she can read.
"""

from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.ecards import api as ecards
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_entitlements as examples
from onecard.doors.api.entitlements_told import tell_due, tell_entitlements
from onecard.doors.api.family_steps import holder_of
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheResident, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_entitlements import (
    Entitlements,
    EntitlementsWanted,
    LifeConfirmation,
    LifeSeen,
    LifeVisited,
    MyEntitlements,
)
from onecard.doors.bootstrap import House
from onecard.doors.entitlements import confirming
from onecard.doors.entitlements.errors import ColleagueUnknown
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import scope_of
from onecard.kernel.postgres.transaction import Transaction

_LOOKING = (
    residents.ResidentUnknown,
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    sharing.PurposeUnknown,
    sharing.ReferenceHoldsNumber,
)
_NO_RIGHT = (entitlements.NotEntitled, entitlements.EntitlementStopped)


@operation(
    "GET", "/me/entitlements", id="listMyEntitlements", summary="我的待遇 · My entitlements", tag="me",
    said=examples.MINE,
)  # fmt: skip
def list_my_entitlements(house: TheHouse, resident: TheResident) -> MyEntitlements:
    """How each stands, when and by what it was confirmed, what to do next, and the latest months."""
    with house.app.reading(scope_of(resident)) as tx:
        found = entitlements.list_of(tx, holder_id=resident.holder_id, at=house.clock())
        months = entitlements.dues_of(tx, holder_id=resident.holder_id)
    return MyEntitlements(tell_entitlements(found), [tell_due(one) for one in months])


@operation(
    "POST", "/me/entitlements/confirmation", id="confirmMyLife", tag="me",
    summary="自助资格认证 · Confirm my entitlements",
    problems=(
        *_NO_RIGHT, entitlements.LevelTwoNeeded, ecards.PasswordWrong, ecards.SignInLocked, RequestKeyTaken,
    ),
    sent=examples.CONFIRMATION, said=examples.FOUND,
)  # fmt: skip
def confirm_my_life(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[LifeConfirmation]
) -> Entitlements:
    """With the e-card password, on an e-card of level 2; whoever was suspended gets every missed month."""
    request = request_of(resident, "confirmMyLife", request_key, None, house.keyring)
    with house.app.reading() as tx:
        kept = kept_answer(tx, request, Entitlements)
    if kept is not None:
        return kept
    prove_holder(house, resident.holder_id, data.password)
    with house.app.writing() as tx:

        def do() -> Entitlements:
            confirming.confirm_self(house, tx, resident.holder_id)
            return _told(house, tx, resident.holder_id)

        return once(tx, request, Entitlements, do, at=house.clock())


@operation(
    "POST", "/entitlements/find", id="findEntitlements", summary="查询待遇 · A person's entitlements", tag="people",
    problems=_LOOKING, sent=examples.WANTED, said=examples.FOUND,
)  # fmt: skip
def find_entitlements(
    house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[EntitlementsWanted]
) -> Entitlements:
    """How a person's rights stand; a look that she sees."""
    limits.take("look", str(staff.staff_id))
    holder_id = holder_of(house, data.number)
    confirming.look(house, staff, holder_id, sharing.Ground(data.purpose, data.legal_basis, data.reference))
    with house.app.reading(scope_of(staff)) as tx:
        return _told(house, tx, holder_id)


@operation(
    "POST", "/entitlements/counter", id="confirmLifeAtCounter", tag="people",
    summary="窗口资格认证 · Confirm somebody at a counter",
    problems=(*_LOOKING, *_NO_RIGHT, RequestKeyTaken), sent=examples.SEEN, said=examples.FOUND,
)  # fmt: skip
def confirm_life_at_counter(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[LifeSeen]
) -> Entitlements:
    """The person is here and her papers were seen."""
    request = request_of(staff, "confirmLifeAtCounter", request_key, data, house.keyring)
    limits.take("look", str(staff.staff_id))
    holder_id = holder_of(house, data.number)
    ground = sharing.Ground(confirming.FOR_COUNTERS, data.legal_basis, data.reference)
    confirming.look(house, staff, holder_id, ground)
    with house.app.writing() as tx:

        def do() -> Entitlements:
            confirming.confirm_seen(house, tx, staff, holder_id, data.reference)
            return _told(house, tx, holder_id)

        return once(tx, request, Entitlements, do, at=house.clock())


@operation(
    "POST", "/entitlements/visit", id="confirmLifeAtHome", tag="people",
    summary="上门资格认证 · Confirm somebody at home",
    problems=(
        *_LOOKING, *_NO_RIGHT, entitlements.TwoStaffNeeded, entitlements.EvidenceDayImpossible, ColleagueUnknown,
        RequestKeyTaken,
    ),
    sent=examples.VISITED, said=examples.FOUND,
)  # fmt: skip
def confirm_life_at_home(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[LifeVisited]
) -> Entitlements:
    """Named members of staff of one agency were at her home; as many as the rule says."""
    request = request_of(staff, "confirmLifeAtHome", request_key, data, house.keyring)
    limits.take("look", str(staff.staff_id))
    holder_id = holder_of(house, data.number)
    ground = sharing.Ground(confirming.FOR_COUNTERS, data.legal_basis, data.reference)
    confirming.look(house, staff, holder_id, ground)
    with house.app.writing() as tx:

        def do() -> Entitlements:
            confirming.confirm_visited(
                house, tx, staff, holder_id, others=data.with_staff, day=data.visited_on, reference=data.reference
            )
            return _told(house, tx, holder_id)

        return once(tx, request, Entitlements, do, at=house.clock())


def _told(house: House, tx: Transaction, holder_id: UUID) -> Entitlements:
    return Entitlements(tell_entitlements(entitlements.list_of(tx, holder_id=holder_id, at=house.clock())))


ENTITLEMENT_ROUTES = [
    list_my_entitlements,
    confirm_my_life,
    find_entitlements,
    confirm_life_at_counter,
    confirm_life_at_home,
]
