"""What counters of other provinces were asked: opened with a look, accepted (and done at once) or refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api.card_counter import actor_of, division_of, is_at_home, record_look, scope_over
from onecard.doors.api.card_deeds import Deed, do
from onecard.doors.api.shapes_cards import GroundGiven
from onecard.doors.bootstrap import House
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import Scope, Transaction

#: To decide is the agency's duty; the person reads it so in the list of looks.
PURPOSE, LEGAL_BASIS = "service_desk", "statutory_duty"


class Decided(msgspec.Struct, frozen=True):
    """What became of a request; counted among the day's errands."""

    errand: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One request with its person, masked, and the card as it stands."""

    request: cards.CardRequest
    masked: residents.Masked | None
    card: cards.Card | None


def waiting(house: House, staff: Staff) -> list[cards.CardRequest]:
    """What waits for the operator's province, the longest first; nobody is shown."""
    with house.app.reading(province_scope(staff)) as tx:
        return cards.requests_to_decide(tx, division=division_of(staff) // 10_000 * 10_000)


def province_scope(staff: Staff) -> Scope:
    """The whole province decides, whichever of its agencies the staff belongs to."""
    return scope_over(staff, division_of(staff)) if division_of(staff) else scope_of(staff)


def open_case(house: House, staff: Staff, request_id: UUID, *, reference: str | None = None) -> Case:
    """Read a request and its person; with a `reference` the look is written down first, as it must be once."""
    request, scope = _find(house, staff, request_id)
    holder_id = request.holder_id
    with house.app.writing(scope) as tx:
        known = residents.find_resident(tx, holder_id=holder_id) is not None
        if reference is not None:
            record_look(house, tx, staff, holder_id, GroundGiven(PURPOSE, LEGAL_BASIS, reference), found=known)
        masked = residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring) if known else None
        return Case(request, masked or _told_masked(house, tx, request), cards.card_of(tx, holder_id=holder_id))


def accept(house: House, staff: Staff, request_id: UUID, key: str) -> None:
    """Do what is asked, as at a counter of this province. What cannot be done is said, and the request stays open."""
    at, asked = house.clock(), request_of(staff, f"console.accept {request_id}", key, None, house.keyring)
    _, scope = _find(house, staff, request_id)
    with house.app.writing(scope) as tx:

        def work() -> Decided:
            request = cards.open_request(tx, request_id=request_id)
            do(request.operation, Deed(house, tx, request.holder_id, request.facts, at, actor_of(staff)))
            cards.settle_request(tx, request, state="accepted", at=at, by=actor_of(staff))
            return Decided("accept-request", at)

        once(tx, asked, Decided, work, at=at)


def refuse(house: House, staff: Staff, request_id: UUID, why: str, key: str) -> None:
    """Say why not; the counter and the person read it, so it holds nobody's number."""
    if sharing.holds_number(why):
        raise sharing.ReferenceHoldsNumber
    at, asked = house.clock(), request_of(staff, f"console.refuse {request_id}", key, why, house.keyring)
    _, scope = _find(house, staff, request_id)
    with house.app.writing(scope) as tx:

        def work() -> Decided:
            request = cards.open_request(tx, request_id=request_id)
            cards.settle_request(tx, request, state="refused", at=at, by=actor_of(staff), answer=why)
            return Decided("refuse-request", at)

        once(tx, asked, Decided, work, at=at)


def _find(house: House, staff: Staff, request_id: UUID) -> tuple[cards.CardRequest, Scope]:
    """A request of the operator's own province, and the scope that the deed it asks for needs."""
    with house.app.reading(province_scope(staff)) as tx:
        request = cards.request_of(tx, request_id=request_id)
        if request is None or not is_at_home(staff, request.issuer):
            raise cards.RequestUnknown
    with house.app.reading() as tx:
        standing = cards.standing_of(tx, holder_id=request.holder_id)
    asked = (request.facts.get("division"), request.facts.get("issuer"))
    reached = (request.issuer, standing.valid, standing.coming, standing.registered, *asked)
    return request, scope_over(staff, *reached)


def _told_masked(house: House, tx: Transaction, request: cards.CardRequest) -> residents.Masked | None:
    """Of somebody who is not registered yet: the name and number that the application carries, masked."""
    deed = Deed(house, tx, request.holder_id, request.facts, request.taken_at, "")
    number, name = deed.unsealed("number"), deed.unsealed("name")
    if number is None or name is None:
        return None
    parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
    return residents.Masked(residents.masked_name(name), parsed.masked())


def facts_asked(request: cards.CardRequest) -> dict[str, Any]:
    """What was asked, without what is sealed."""
    return {name: value for name, value in request.facts.items() if name != "sealed" and value is not None}
