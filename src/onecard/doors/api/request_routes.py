"""What counters of other provinces were asked, decided by the issuing one: listed, opened, accepted or refused.

Accepting does it in the same moment. To open a request is to look at a person, and is written down.
"""

from uuid import UUID

from litestar.params import FromPath, JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_cards as examples
from onecard.doors.api.card_counter import actor_of, division_of, is_at_home, record_look, scope_over, without_numbers
from onecard.doors.api.card_deeds import Deed, do
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_cards import GroundGiven, Handled, RefusalWords, RequestOpened, RequestTold
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import Scope

_PROBLEMS = (cards.RequestUnknown, cards.RequestDecided)


@operation(
    "GET", "/card-requests", id="listCardRequests", summary="异地办理请求 · Requests to decide", tag="cards",
    said=[examples.REQUEST],
)  # fmt: skip
def list_card_requests(house: TheHouse, staff: TheStaff) -> list[RequestTold]:
    """The hundred that wait longest for the agency's province; no person is shown."""
    with house.app.reading(_scope(staff)) as tx:
        return [tell_request(one) for one in cards.requests_to_decide(tx, division=_province(staff))]


@operation(
    "GET", "/card-requests/taken", id="listCardRequestsTaken", summary="本单位转出的请求 · Requests sent on from here",
    tag="cards", said=[examples.REQUEST],
)  # fmt: skip
def list_card_requests_taken(house: TheHouse, staff: TheStaff) -> list[RequestTold]:
    """What this agency's counters sent on, and what became of it."""
    with house.app.reading(scope_of(staff)) as tx:
        return [tell_request(one) for one in cards.requests_taken(tx, agency_id=staff.agency_id)]


@operation(
    "POST", "/card-requests/{request_id:uuid}/opening", id="openCardRequest",
    summary="查看请求 · Open a request with its person", tag="cards",
    problems=(*_PROBLEMS, sharing.PurposeUnknown, sharing.ReferenceHoldsNumber),
    sent=examples.GROUND, said=examples.REQUEST_OPENED,
)  # fmt: skip
def open_card_request(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_id: FromPath[UUID], data: JSONBody[GroundGiven]
) -> RequestOpened:
    """Name and number masked, the card, and what was asked."""
    limits.take("look", str(staff.staff_id))
    request, scope = _find(house, staff, request_id)
    holder_id = request.holder_id
    with house.app.writing(scope) as tx:
        known = residents.find_resident(tx, holder_id=holder_id) is not None
        record_look(house, tx, staff, holder_id, data, found=known)
        masked = residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring) if known else None
        card, ecard = cards.card_of(tx, holder_id=holder_id), ecards.ecard_of(tx, holder_id=holder_id)
    facts = {name: value for name, value in request.facts.items() if name != "sealed"}
    told = tell_card(card, ecard, house.clock()) if card else None
    name, number = (masked.name, masked.number) if masked else (None, None)
    return RequestOpened(tell_request(request), facts, name, number, told)


@operation(
    "POST", "/card-requests/{request_id:uuid}/acceptance", id="acceptCardRequest",
    summary="同意并办理 · Accept a request and do it", tag="cards",
    problems=(
        *_PROBLEMS, RequestKeyTaken, cards.NoValidCard, cards.CardMoveRefused, cards.ValidCardExists,
        cards.ApplicationOpen, cards.HolderDeceased, cards.GuardianWanted, cards.NoCardOnItsWay, cards.ProductionBegun,
        cards.FormalLossStands, cards.ReplacementOpen, cards.TemporaryCardRefused, cards.NoTemporaryCard,
        cards.TemporaryCardLimit, cards.CardNumberTaken, cards.ProofWanted, cards.HolderUnknown,
        residents.ResidentUnknown,
    ),
    said=examples.APPLIED,
)  # fmt: skip
def accept_card_request(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, request_id: FromPath[UUID]
) -> Handled:
    """It is done as at a counter of this province. What cannot be done is said, and the request stays open."""
    at, key = house.clock(), request_of(staff, f"acceptCardRequest {request_id}", request_key, None, house.keyring)
    _, scope = _find(house, staff, request_id)
    with house.app.writing(scope) as tx:

        def accept() -> Handled:
            request = cards.open_request(tx, request_id=request_id)
            deed = Deed(house, tx, request.holder_id, request.facts, at, actor_of(staff))
            card = do(request.operation, deed)
            cards.settle_request(tx, request, state="accepted", at=at, by=actor_of(staff))
            told = tell_card(card, ecards.ecard_of(tx, holder_id=request.holder_id), at)
            return Handled(True, told, request_id, None)

        return once(tx, key, Handled, accept, at=at)


@operation(
    "POST", "/card-requests/{request_id:uuid}/refusal", id="refuseCardRequest",
    summary="不同意 · Refuse a request and say why", tag="cards",
    problems=(*_PROBLEMS, RequestKeyTaken, sharing.ReferenceHoldsNumber), sent=examples.WHY,
    said=examples.REQUEST_REFUSED,
)  # fmt: skip
def refuse_card_request(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, request_id: FromPath[UUID], data: JSONBody[RefusalWords]
) -> RequestTold:
    """The counter and the person read why."""
    without_numbers(data.why)
    at, key = house.clock(), request_of(staff, f"refuseCardRequest {request_id}", request_key, data, house.keyring)
    with house.app.writing(_scope(staff)) as tx:

        def refuse() -> RequestTold:
            request = cards.open_request(tx, request_id=request_id)
            if not is_at_home(staff, request.issuer):
                raise cards.RequestUnknown
            cards.settle_request(tx, request, state="refused", at=at, by=actor_of(staff), answer=data.why)
            return tell_request(request, state="refused", answer=data.why)

        return once(tx, key, RequestTold, refuse, at=at)


def tell_request(one: cards.CardRequest, *, state: str | None = None, answer: str | None = None) -> RequestTold:
    """A request without its person."""
    return RequestTold(
        one.request_id, one.operation, one.issuer, one.taken_at, one.taken_division, state or one.state,
        answer or one.answer,
    )  # fmt: skip


def _find(house: House, staff: Staff, request_id: UUID) -> tuple[cards.CardRequest, Scope]:
    """A request of the staff's own province, and the scope that the deed it asks for needs."""
    with house.app.reading(_scope(staff)) as tx:
        request = cards.request_of(tx, request_id=request_id)
        if request is None or not is_at_home(staff, request.issuer):
            raise cards.RequestUnknown
    with house.app.reading() as tx:
        standing = cards.standing_of(tx, holder_id=request.holder_id)
    asked = (request.facts.get("division"), request.facts.get("issuer"))
    reached = (request.issuer, standing.valid, standing.coming, standing.registered, *asked)
    return request, scope_over(staff, *reached)


def _scope(staff: Staff) -> Scope:
    """The whole province decides, whichever of its agencies the staff belongs to."""
    return scope_over(staff, division_of(staff)) if division_of(staff) else scope_of(staff)


def _province(staff: Staff) -> int:
    return division_of(staff) // 10000 * 10000


REQUEST_ROUTES = [
    list_card_requests,
    list_card_requests_taken,
    open_card_request,
    accept_card_request,
    refuse_card_request,
]
