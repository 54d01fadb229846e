"""My family: who may act for me and for whom I act; asking, offering, answering, changing, ending.

Whoever is represented consents with her e-card password. Asking tells nobody whether a number is known here.
"""

from uuid import UUID

from litestar.params import FromPath, JSONBody

from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.api import examples_family as examples
from onecard.doors.api import family_steps as steps
from onecard.doors.api.family_told import tell_family, tell_member, terms_of
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_family import (
    Family,
    FamilyAcceptance,
    FamilyAsk,
    FamilyChange,
    FamilyMember,
    FamilyOffer,
)
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.visitors import Resident, scope_of

_NUMBERS = (
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    residents.NameMalformed,
)
_TERMS = (delegations.TermsImpossible, delegations.UntilImpossible)
_PASSWORD = (ecards.PasswordWrong, ecards.SignInLocked, ecards.EcardStopped)
_BEGIN = (
    *_NUMBERS, *_TERMS, delegations.OwnDelegate, delegations.DelegationExists, delegations.PersonDied,
    residents.ResidentUnknown, RequestKeyTaken,
)  # fmt: skip
_ANSWER = (
    delegations.DelegationUnknown, delegations.DelegationNotInForce, delegations.NotYoursToAnswer,
    delegations.NameDiffers, residents.ResidentUnknown, RequestKeyTaken,
)  # fmt: skip


@operation(
    "GET", "/me/family", id="listMyFamily", summary="我的家人 · My family", tag="family", said=examples.FAMILY,
)  # fmt: skip
def list_my_family(house: TheHouse, resident: TheResident) -> Family:
    """Who may act for me and for whom I may act, names masked; in full only of somebody who asks me."""
    with house.app.reading(scope_of(resident)) as tx:
        return tell_family(house, tx, resident.holder_id)


@operation(
    "POST", "/me/family/asks", id="askDelegation", summary="申请代办 · Ask to act for a relative", tag="family",
    problems=(*_BEGIN, delegations.RelativesFull, delegations.DelegateTooYoung), sent=examples.ASK, said=examples.ASKED,
)  # fmt: skip
def ask_delegation(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[FamilyAsk]
) -> FamilyMember:
    """The relative sees it under My family and agrees there; until then it allows nothing."""
    at = house.clock()
    request = request_of(resident, "askDelegation", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            other = steps.Relative(data.name, data.number, data.relation, terms_of(data.terms))
            one = steps.ask(house, tx, resident, other)
            return tell_member(house, one, "delegate", at=at)

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/me/family/offers", id="offerDelegation", summary="授权家人 · Let a relative act for me", tag="family",
    problems=(*_BEGIN, *_PASSWORD, delegations.HolderTooYoung), sent=examples.OFFER, said=examples.ASKED,
)  # fmt: skip
def offer_delegation(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[FamilyOffer]
) -> FamilyMember:
    """With my e-card password; it holds once the relative accepts."""
    at = house.clock()
    said = FamilyAsk(data.name, data.number, data.relation, data.terms)
    request = request_of(resident, "offerDelegation", request_key, said, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, FamilyMember)
    if kept is not None:
        return kept
    steps.prove_consent(house, resident, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            other = steps.Relative(data.name, data.number, data.relation, terms_of(data.terms))
            one = steps.offer(house, tx, resident, other)
            return tell_member(house, one, "represented", at=at)

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/me/family/{delegation_id:uuid}/acceptance", id="acceptDelegation", summary="同意 · Say yes", tag="family",
    problems=(
        *_ANSWER, *_PASSWORD, delegations.ProofMissing, delegations.HolderTooYoung, delegations.DelegateTooYoung,
        delegations.RelativesFull, delegations.PersonDied,
    ),
    sent=examples.ACCEPTANCE, said=examples.ACTIVE,
)  # fmt: skip
def accept_delegation(
    house: TheHouse,
    resident: TheResident,
    request_key: RequestKey,
    delegation_id: FromPath[UUID],
    data: JSONBody[FamilyAcceptance],
) -> FamilyMember:
    """In force at once. Whoever will be represented gives the e-card password."""
    at = house.clock()
    request = request_of(resident, "acceptDelegation", request_key, str(delegation_id), house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, FamilyMember)
        if kept is not None:
            return kept
        consents = steps.consents(tx, resident, delegation_id)
    if consents:
        steps.prove_consent(house, resident, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            return _told(house, resident, steps.accept(house, tx, resident, delegation_id))

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/me/family/{delegation_id:uuid}/refusal", id="declineDelegation", summary="谢绝 · Say no", tag="family",
    problems=_ANSWER, said=examples.ENDED,
)  # fmt: skip
def decline_delegation(
    house: TheHouse, resident: TheResident, request_key: RequestKey, delegation_id: FromPath[UUID]
) -> FamilyMember:
    """Nothing is allowed, and the asker is told."""
    at = house.clock()
    request = request_of(resident, "declineDelegation", request_key, str(delegation_id), house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            return _told(house, resident, steps.decline(house, tx, resident, delegation_id))

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/me/family/{delegation_id:uuid}/terms", id="changeDelegation", tag="family",
    summary="修改授权内容 · Change what a delegate may do",
    problems=(
        *_TERMS, *_PASSWORD, delegations.DelegationUnknown, delegations.DelegationNotInForce,
        residents.ResidentUnknown, RequestKeyTaken,
    ),
    sent=examples.CHANGE, said=examples.ACTIVE,
)  # fmt: skip
def change_delegation(
    house: TheHouse,
    resident: TheResident,
    request_key: RequestKey,
    delegation_id: FromPath[UUID],
    data: JSONBody[FamilyChange],
) -> FamilyMember:
    """Only the represented person, with her e-card password; it holds at once."""
    at = house.clock()
    request = request_of(resident, "changeDelegation", request_key, [str(delegation_id), data.terms], house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, FamilyMember)
    if kept is not None:
        return kept
    steps.prove_consent(house, resident, data.password)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            return _told(house, resident, steps.change(house, tx, resident, delegation_id, terms_of(data.terms)))

        return once(tx, request, FamilyMember, do, at=at)


@operation(
    "POST", "/me/family/{delegation_id:uuid}/end", id="endDelegation", summary="撤回或放弃 · End it", tag="family",
    problems=(
        delegations.DelegationUnknown, delegations.GuardianStays, residents.ResidentUnknown, RequestKeyTaken,
    ),
    said=examples.ENDED,
)  # fmt: skip
def end_delegation(
    house: TheHouse, resident: TheResident, request_key: RequestKey, delegation_id: FromPath[UUID]
) -> FamilyMember:
    """Either of the two, at any moment, with effect at once; no password."""
    at = house.clock()
    request = request_of(resident, "endDelegation", request_key, str(delegation_id), house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def do() -> FamilyMember:
            return _told(house, resident, steps.end(house, tx, resident, delegation_id))

        return once(tx, request, FamilyMember, do, at=at)


def _told(house: House, resident: Resident, one: delegations.Delegation) -> FamilyMember:
    mine = one.holder_id == resident.holder_id
    return tell_member(house, one, "represented" if mine else "delegate", at=house.clock())


FAMILY_ROUTES = [
    list_my_family,
    ask_delegation,
    offer_delegation,
    accept_delegation,
    decline_delegation,
    change_delegation,
    end_delegation,
]
