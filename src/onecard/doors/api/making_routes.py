"""Cards on their way, many at once: ordered from a maker, produced, delivered. No person is named and none is seen."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from onecard.domains.cards import api as cards
from onecard.doors.api import examples_cards as examples
from onecard.doors.api.card_counter import actor_of, division_of
from onecard.doors.api.given import RequestKey, TheHouse, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_cards import (
    CardToMake,
    Delivered,
    Delivery,
    OrderFinished,
    OrderTold,
    OrderWanted,
)
from onecard.doors.security.errors_visitors import RequestKeyTaken, RequestMalformed
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import scope_of
from onecard.kernel.errors import Problem


@operation(
    "POST", "/cards/production", id="orderProduction", summary="下制卡单 · Order cards from a maker", tag="cards",
    problems=(cards.NothingToProduce, RequestKeyTaken), sent=examples.ORDER_WANTED, said=examples.ORDER,
)  # fmt: skip
def order_production(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[OrderWanted]
) -> OrderTold:
    """The longest waiting applications of the agency's places, in one order."""
    at, request = house.clock(), request_of(staff, "orderProduction", request_key, data, house.keyring)
    division = data.division or division_of(staff)
    if division == 0:
        raise RequestMalformed("division: the nation orders for one province at a time")
    with house.app.writing(scope_of(staff)) as tx:

        def order() -> OrderTold:
            made = cards.order_production(tx, division=division, at_most=data.at_most, at=at, actor=actor_of(staff))
            return tell_order(made)

        return once(tx, request, OrderTold, order, at=at)


@operation(
    "GET", "/cards/production", id="listProduction", summary="制卡单 · Orders to makers", tag="cards",
    said=[examples.ORDER],
)  # fmt: skip
def list_production(house: TheHouse, staff: TheStaff) -> list[OrderTold]:
    """The latest hundred of the agency's places."""
    with house.app.reading(scope_of(staff)) as tx:
        return [tell_order(one) for one in cards.productions(tx)]


@operation(
    "GET", "/cards/production/{order_id:uuid}", id="listCardsToMake", summary="待制卡清单 · What a maker makes",
    tag="cards", problems=(cards.ProductionUnknown,), said=[examples.TO_MAKE],
)  # fmt: skip
def list_cards_to_make(house: TheHouse, staff: TheStaff, order_id: FromPath[UUID]) -> list[CardToMake]:
    """Numbers and identifiers of the cards that are still wanted; no person."""
    with house.app.writing(scope_of(staff)) as tx:
        made = cards.cards_to_make(tx, order_id=order_id)
    return [CardToMake(one.card_number, one.identifier.hex, one.issuer, one.bank) for one in made]


@operation(
    "POST", "/cards/production/{order_id:uuid}/completion", id="finishProduction",
    summary="制卡完成 · Cards came from the maker", tag="cards",
    problems=(cards.ProductionUnknown, RequestKeyTaken), sent=examples.FINISHED, said=examples.ORDER_DONE,
)  # fmt: skip
def finish_production(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, order_id: FromPath[UUID], data: JSONBody[OrderFinished]
) -> OrderTold:
    """All of the order but the spoiled, which wait for the next one."""
    at = house.clock()
    request = request_of(staff, f"finishProduction {order_id}", request_key, data, house.keyring)
    spoiled = [UUID(hex=one) for one in data.spoiled]
    with house.app.writing(scope_of(staff)) as tx:

        def finish() -> OrderTold:
            done = cards.finish_production(tx, order_id=order_id, spoiled=spoiled, at=at, actor=actor_of(staff))
            return tell_order(done)

        return once(tx, request, OrderTold, finish, at=at)


@operation(
    "POST", "/cards/deliveries", id="deliverCards", summary="卡片到点 · Cards arrived at a counter", tag="cards",
    problems=(RequestKeyTaken,), sent=examples.DELIVERY, said=examples.DELIVERED,
)  # fmt: skip
def deliver_cards(house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[Delivery]) -> Delivered:
    """For each identifier, in order, whether that card was delivered or why not."""
    at, request = house.clock(), request_of(staff, "deliverCards", request_key, data, house.keyring)
    identifiers = [UUID(hex=one) for one in data.identifiers]
    with house.app.writing(scope_of(staff)) as tx:

        def deliver() -> Delivered:
            answers = cards.deliver_cards(tx, identifiers, at=at, actor=actor_of(staff))
            return Delivered([one.code if isinstance(one, Problem) else one.state for one in answers])

        return once(tx, request, Delivered, deliver, at=at)


def tell_order(one: cards.Production) -> OrderTold:
    """An order as the API tells it."""
    return msgspec.convert(one, OrderTold, from_attributes=True)


MAKING_ROUTES = [order_production, list_production, list_cards_to_make, finish_production, deliver_cards]
