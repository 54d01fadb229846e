"""Family delegations at a counter: for who has no phone, for children's guardians, and to end what must end.

The represented person must be in the agency's reach; the relative may live anywhere. Both are looked at, and both looks
are written down, found or not. What was seen is kept with the delegation, with who saw it.
"""

from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_family as examples
from onecard.doors.api.family_steps import holder_of
from onecard.doors.api.family_told import tell_member, terms_of
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_family import FamilyEnding, FamilyFound, FamilyMember, FamilyRegistration, FamilyWanted
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of

_LOOKING = (
    residents.ResidentUnknown,
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    sharing.PurposeUnknown,
    sharing.ReferenceHoldsNumber,
)
_FOR_COUNTERS = "service_desk"


@operation(
    "POST", "/people/family/find", id="findDelegations", summary="查询亲情服务 · A person's delegations", tag="people",
    problems=_LOOKING, sent=examples.WANTED, said=examples.FOUND,
)  # fmt: skip
def find_delegations(house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[FamilyWanted]) -> FamilyFound:
    """Who may act for the person, masked; a look that she sees."""
    limits.take("look", str(staff.staff_id))
    holder_id = holder_of(house, data.number)
    ground = sharing.Ground(data.purpose, data.legal_basis, data.reference)
    if not _look(house, staff, holder_id, ground):
        raise residents.ResidentUnknown
    with house.app.reading(scope_of(staff)) as tx:
        given = delegations.delegations_of(tx, holder_id=holder_id)
    return FamilyFound([tell_member(house, one, "represented", at=house.clock()) for one in given])


@operation(
    "POST", "/people/family", id="registerDelegation", summary="窗口登记亲情服务 · Register a delegation", tag="people",
    problems=(
        *_LOOKING, delegations.OwnDelegate, delegations.ProofMissing, delegations.RelationImpossible,
        delegations.HolderTooYoung, delegations.HolderNotChild, delegations.DelegateTooYoung, delegations.PersonDied,
        delegations.TermsImpossible, delegations.UntilImpossible, delegations.RelativesFull,
        delegations.DelegationExists, RequestKeyTaken,
    ),
    sent=examples.REGISTRATION, said=examples.ACTIVE,
)  # fmt: skip
def register_delegation(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[FamilyRegistration]
) -> FamilyMember:
    """In force at once: the represented person is here, or a guardian with the papers that show it."""
    request = request_of(staff, "registerDelegation", request_key, data, house.keyring)
    holder_id, delegate_id = _two(house, limits, staff, data)
    at = house.clock()
    with house.app.writing() as tx:

        def do() -> FamilyMember:
            said = terms_of(data.terms)
            one = delegations.register_delegation(
                tx,
                delegations.Wish(holder_id, delegate_id, data.relation, said),
                kind=data.kind,
                proof=_proof(staff, data),
                book=house.book,
                scenes=house.scenes,
                at=at,
                keyring=house.keyring,
            )
            return tell_member(house, one, "represented", at=at)

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/people/family/end", id="endDelegationForPerson", tag="people",
    summary="窗口终止亲情服务 · End a delegation",
    problems=(*_LOOKING, delegations.DelegationUnknown, delegations.ProofMissing, RequestKeyTaken),
    sent=examples.ENDING, said=examples.FOUND,
)  # fmt: skip
def end_delegation_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[FamilyEnding]
) -> FamilyFound:
    """What is open from one to the other; after a divorce, what the two have as spouses in both directions."""
    request = request_of(staff, "endDelegationForPerson", request_key, data, house.keyring)
    holder_id, delegate_id = _two(house, limits, staff, data)
    at, proof = house.clock(), _proof(staff, data)
    with house.app.writing() as tx:

        def do() -> FamilyFound:
            if data.because == "divorced":
                ended = delegations.end_marriage(tx, holder_id=holder_id, spouse_id=delegate_id, proof=proof, at=at)
            else:
                ended = delegations.revoke_delegation(
                    tx, holder_id=holder_id, delegate_id=delegate_id, proof=proof, at=at
                )
            return FamilyFound([tell_member(house, one, "represented", at=at) for one in ended])

        return once(tx, request, FamilyFound, do, at=at)


def _two(house: House, limits: TheLimits, staff: Staff, data: FamilyRegistration | FamilyEnding) -> tuple[UUID, UUID]:
    """The two people, looked at; the represented one must be in reach."""
    limits.take("look", str(staff.staff_id))
    holder_id, delegate_id = holder_of(house, data.number), holder_of(house, data.delegate_number)
    ground = sharing.Ground(_FOR_COUNTERS, data.legal_basis, data.proof_reference)
    found = _look(house, staff, holder_id, ground)
    _look(house, staff, delegate_id, ground)
    if not found:
        raise residents.ResidentUnknown
    return holder_id, delegate_id


def _look(house: House, staff: Staff, holder_id: UUID, ground: sharing.Ground) -> bool:
    """Whether the person is within the agency's reach; the look is in the log either way."""
    with house.app.writing(scope_of(staff)) as tx:
        found = residents.find_resident(tx, holder_id=holder_id) is not None
        sharing.record_look(
            tx,
            holder_id=holder_id,
            onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
            subject="person.masked",
            ground=ground,
            found=found,
            at=house.clock(),
            keyring=house.keyring,
        )
    return found


def _proof(staff: Staff, data: FamilyRegistration | FamilyEnding) -> delegations.Proof:
    return delegations.Proof(data.proof, f"staff {staff.staff_id}", data.proof_reference)


FAMILY_COUNTER_ROUTES = [find_delegations, register_delegation, end_delegation_for_person]
