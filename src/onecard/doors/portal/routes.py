"""All pages of the portal, to be included once in the web application."""

from typing import Any

from onecard.doors.bootstrap import House
from onecard.doors.portal.desk import Portal
from onecard.doors.portal.routes_card import card_routes
from onecard.doors.portal.routes_loss import loss_routes
from onecard.doors.portal.routes_me import me_routes
from onecard.doors.portal.routes_passes import pass_routes
from onecard.doors.portal.routes_records import record_routes
from onecard.doors.portal.routes_sign_in import sign_in_routes
from onecard.doors.portal.routes_wallet import wallet_page_routes


def portal_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    portal = Portal(house)
    parts = (sign_in_routes, card_routes, record_routes, loss_routes, pass_routes, me_routes, wallet_page_routes)
    return [handler for part in parts for handler in part(portal)]
