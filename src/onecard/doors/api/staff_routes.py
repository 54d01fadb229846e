"""What staff may do with people: find, reveal, help with a lost card. Each look is written down before the data leaves.

A person is named by number in the body, never in an address; outside the agency's reach nobody is found, and the look
is kept all the same. To find and to reveal are questions, each a look of its own, and so carry no request key.
"""

from datetime import datetime
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_people as examples
from onecard.doors.api.card_counter import scope_over
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.loss_routes import stop_card
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import CardShape, PersonFound, PersonRevealed, PersonWanted
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

PERSON_PROBLEMS = (
    residents.ResidentUnknown,
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    residents.NumberOldUnclear,
    residents.NumberOfAnotherScheme,
    sharing.PurposeUnknown,
    sharing.ReferenceHoldsNumber,
)


@operation(
    "POST", "/people/find", id="findPerson", summary="按号码查人(遮盖) · Find a person, masked", tag="people",
    problems=PERSON_PROBLEMS, sent=examples.WANTED, said=examples.PERSON,
)  # fmt: skip
def find_person(house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[PersonWanted]) -> PersonFound:
    """Name and number masked, and how the card stands; for a service that needs no more."""
    at = house.clock()
    holder_id = wanted_person(house, limits, staff, data)
    with house.app.writing(scope_of(staff)) as tx:
        found = look_for(house, tx, staff, holder_id=holder_id, data=data, subject="person.masked")
        if found is not None:
            masked = residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring)
            card = _card(tx, holder_id, at)
    if found is None:
        raise residents.ResidentUnknown
    return PersonFound(masked.name, masked.number, found.division, card)


@operation(
    "POST", "/people/reveal", id="revealPerson", summary="按号码查人(完整) · Reveal a person", tag="people",
    problems=PERSON_PROBLEMS, sent=examples.WANTED, said=examples.WHOLE_PERSON,
)  # fmt: skip
def reveal_person(house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[PersonWanted]) -> PersonRevealed:
    """Name, number and phone in full, for a service that cannot do without."""
    holder_id = wanted_person(house, limits, staff, data)
    with house.app.writing(scope_of(staff)) as tx:
        found = look_for(house, tx, staff, holder_id=holder_id, data=data, subject="person.full")
        if found is not None:
            whole = residents.reveal(tx, holder_id=holder_id, keyring=house.keyring)
    if found is None:
        raise residents.ResidentUnknown
    return PersonRevealed(whole.name, whole.number, whole.phone, found.division, found.birth_date)


@operation(
    "POST", "/people/card-loss", id="reportLossForPerson", summary="协助挂失 · Report a person's card lost",
    tag="people", problems=(*PERSON_PROBLEMS, cards.NoValidCard, cards.CardMoveRefused, RequestKeyTaken),
    sent=examples.WANTED, said=examples.LOST_CARD,
)  # fmt: skip
def report_loss_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> CardShape:
    """Temporarily, on the person's word, and of whatever province: a loss report is never sent on."""
    return _stop_for(house, limits, staff, request_key, data, kind="temporary")


@operation(
    "POST", "/people/card-loss/formal", id="reportFormalLossForPerson", summary="正式挂失 · Report a loss formally",
    tag="people", problems=(*PERSON_PROBLEMS, cards.NoValidCard, cards.CardMoveRefused, RequestKeyTaken),
    sent=examples.WANTED, said=examples.LOST_FOR_GOOD,
)  # fmt: skip
def report_formal_loss_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> CardShape:
    """The person stands at the counter; it stays until the card is replaced, or un-hung where the place allows it."""
    return _stop_for(house, limits, staff, request_key, data, kind="formal")


def _stop_for(
    house: House, limits: RateLimits, staff: Staff, request_key: str, data: PersonWanted, *, kind: cards.LossKind
) -> CardShape:
    holder_id = wanted_person(house, limits, staff, data)
    request = request_of(staff, f"reportLossForPerson {kind}", request_key, data, house.keyring)
    with house.app.reading() as tx:
        standing = cards.standing_of(tx, holder_id=holder_id)
    with house.app.writing(scope_over(staff, standing.valid, standing.registered)) as tx:
        kept = kept_answer(tx, request, CardShape)
        if kept is not None:
            return kept
        found = look_for(house, tx, staff, holder_id=holder_id, data=data, subject="person.masked")
        told: CardShape | Problem = residents.ResidentUnknown()
        if found is not None:
            told = _stop(house, tx, staff, holder_id, request, kind=kind)
    if isinstance(told, Problem):
        raise told
    return told


def _stop(
    house: House, tx: Transaction, staff: Staff, holder_id: UUID, request: Request, *, kind: cards.LossKind
) -> CardShape | Problem:
    """The stopped card, or why it could not be: returned, so that the look is kept in either case."""
    at, actor = house.clock(), f"staff {staff.staff_id}"

    def stop() -> CardShape:
        card = stop_card(house, tx, holder_id=holder_id, kind=kind, at=at, actor=actor)
        return tell_card(card, ecards.ecard_of(tx, holder_id=holder_id), at)

    try:
        with tx.transaction():
            return once(tx, request, CardShape, stop, at=at)
    except Problem as problem:
        return problem


def wanted_person(house: House, limits: RateLimits, staff: Staff, data: PersonWanted) -> UUID:
    """Who is asked about, counted against the limit of looks."""
    limits.take("look", str(staff.staff_id))
    number = residents.SocialSecurityNumber.parse(data.number, house.book.places.divisions)
    return residents.holder_of(number, keyring=house.keyring)


def look_for(
    house: House,
    tx: Transaction,
    staff: Staff,
    *,
    holder_id: UUID,
    data: PersonWanted,
    subject: sharing.Subject,
) -> residents.Resident | None:
    """The person within the agency's reach, if any; the look is in the log either way, once this commits."""
    found = residents.find_resident(tx, holder_id=holder_id)
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
        subject=subject,
        ground=sharing.Ground(data.purpose, data.legal_basis, data.reference),
        found=found is not None,
        at=house.clock(),
        keyring=house.keyring,
    )
    return found


def _card(tx: Transaction, holder_id: UUID, at: datetime) -> CardShape | None:
    card = cards.card_of(tx, holder_id=holder_id)
    return tell_card(card, ecards.ecard_of(tx, holder_id=holder_id), at) if card is not None else None


STAFF_ROUTES = [find_person, reveal_person, report_loss_for_person, report_formal_loss_for_person]
