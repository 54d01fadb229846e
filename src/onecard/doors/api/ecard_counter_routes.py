"""E-cards at a counter: issued to who stands there, a password chosen anew, stopped for who called. Each is a look."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.api import examples_ecards as examples
from onecard.doors.api import examples_people
from onecard.doors.api.ecard_verbs import sign_out_everywhere
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_ecards import EcardForPerson, EcardTold
from onecard.doors.api.shapes_people import PersonWanted
from onecard.doors.api.staff_routes import PERSON_PROBLEMS, look_for, wanted_person
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

_Act = Callable[[Transaction, UUID, ecards.Doer], ecards.Ecard]


@operation(
    "POST", "/people/ecard", id="issueEcardForPerson", summary="窗口签发电子社保卡 · Issue an e-card at the counter",
    tag="people",
    problems=(
        *PERSON_PROBLEMS, ecards.EcardExists, ecards.PhysicalCardStops, ecards.PasswordTooSimple, RequestKeyTaken,
    ),
    sent=examples.FOR_PERSON, said=examples.TOLD,
)  # fmt: skip
def issue_ecard_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[EcardForPerson]
) -> EcardTold:
    """At level 1, to a person whose identity was seen; she types the password herself."""

    def issue(tx: Transaction, holder_id: UUID, by: ecards.Doer) -> ecards.Ecard:
        facts = {"reference": data.reference} if data.reference else {}
        at, keyring, password = house.clock(), house.keyring, data.password
        return ecards.issue_ecard(
            tx, holder_id=holder_id, password=password, keyring=keyring, at=at, by=by, facts=facts
        )

    desk = _Desk(house, limits, staff, "issueEcardForPerson", request_key)
    return _at_counter(desk, _without_password(data), issue)[0]


@operation(
    "POST", "/people/ecard/password", id="resetPasswordForPerson",
    summary="窗口重置密码 · Reset a password at the counter", tag="people",
    problems=(
        *PERSON_PROBLEMS, ecards.EcardUnknown, ecards.EcardStopped, ecards.PasswordTooSimple, RequestKeyTaken,
    ),
    sent=examples.FOR_PERSON, said=examples.TOLD,
)  # fmt: skip
def reset_password_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[EcardForPerson]
) -> EcardTold:
    """For who forgot hers and whose identity was seen; all her sessions end."""

    def reset(tx: Transaction, holder_id: UUID, by: ecards.Doer) -> ecards.Ecard:
        at, keyring, password = house.clock(), house.keyring, data.password
        ecards.replace_password(tx, holder_id=holder_id, password=password, keyring=keyring, at=at, by=by)
        return _found(tx, holder_id)

    desk, asked = _Desk(house, limits, staff, "resetPasswordForPerson", request_key), _without_password(data)
    told, holder_id = _at_counter(desk, asked, reset)
    sign_out_everywhere(house, holder_id)
    return told


@operation(
    "POST", "/people/ecard/stop", id="stopEcardForPerson", summary="协助停用电子社保卡 · Stop a person's e-card",
    tag="people", problems=(*PERSON_PROBLEMS, ecards.EcardUnknown, ecards.EcardStopped, RequestKeyTaken),
    sent=examples_people.WANTED, said=examples.TOLD,
)  # fmt: skip
def stop_ecard_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> EcardTold:
    """For who lost the telephone: as by the person herself, on her word; only she lets it work again."""

    def stop(tx: Transaction, holder_id: UUID, by: ecards.Doer) -> ecards.Ecard:
        return ecards.suspend_ecard(tx, holder_id=holder_id, at=house.clock(), by=by)

    told, holder_id = _at_counter(_Desk(house, limits, staff, "stopEcardForPerson", request_key), data, stop)
    sign_out_everywhere(house, holder_id)
    return told


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a request came in: who sits there, and which request it is."""

    house: House
    limits: TheLimits
    staff: Staff
    operation: str
    request_key: str


def _at_counter(desk: _Desk, data: PersonWanted, act: _Act) -> tuple[EcardTold, UUID]:
    """Look, act once, tell: the look is kept also where the act is refused."""
    house, staff = desk.house, desk.staff
    holder_id = wanted_person(house, desk.limits, staff, data)
    request = request_of(staff, desk.operation, desk.request_key, data, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:
        kept = kept_answer(tx, request, EcardTold)
        if kept is not None:
            return kept, holder_id
        found = look_for(house, tx, staff, holder_id=holder_id, data=data, subject="person.masked")
        told: EcardTold | Problem = residents.ResidentUnknown()
        if found is not None:
            told = _act(desk, tx, holder_id, request, act)
    if isinstance(told, Problem):
        raise told
    return told, holder_id


def _act(desk: _Desk, tx: Transaction, holder_id: UUID, request: Request, act: _Act) -> EcardTold | Problem:
    """What was done, or why it could not be: returned, so that the look is kept in either case."""
    by = ecards.Doer(f"staff {desk.staff.staff_id}", desk.staff.agency_id)

    def tell() -> EcardTold:
        ecard = act(tx, holder_id, by)
        return EcardTold(ecard.sign_no, ecard.level, ecard.state)

    try:
        with tx.transaction():
            return once(tx, request, EcardTold, tell, at=desk.house.clock())
    except Problem as problem:
        return problem


def _without_password(data: EcardForPerson) -> PersonWanted:
    return PersonWanted(data.number, data.purpose, data.legal_basis, data.reference)


def _found(tx: Transaction, holder_id: UUID) -> ecards.Ecard:
    found = ecards.ecard_of(tx, holder_id=holder_id)
    assert found is not None, "its password was set a moment ago"
    return found


ECARD_COUNTER_ROUTES = [issue_ecard_for_person, reset_password_for_person, stop_ecard_for_person]
