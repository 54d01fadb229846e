"""All pages of the portal, to be included once in the web application."""

from typing import Any

from onecard.doors.bootstrap import House
from onecard.doors.portal.desk import Portal
from onecard.doors.portal.routes_benefits import benefit_routes
from onecard.doors.portal.routes_card import card_routes
from onecard.doors.portal.routes_carriers import carrier_routes
from onecard.doors.portal.routes_ecard import ecard_routes
from onecard.doors.portal.routes_family import family_routes
from onecard.doors.portal.routes_family_acting import family_acting_routes
from onecard.doors.portal.routes_family_terms import family_terms_routes
from onecard.doors.portal.routes_functions import function_routes
from onecard.doors.portal.routes_kiosk import kiosk_routes
from onecard.doors.portal.routes_licence import licence_routes
from onecard.doors.portal.routes_loss import loss_routes
from onecard.doors.portal.routes_me import me_routes
from onecard.doors.portal.routes_notices import notice_routes
from onecard.doors.portal.routes_passes import pass_routes
from onecard.doors.portal.routes_password import password_routes
from onecard.doors.portal.routes_payments import payment_routes
from onecard.doors.portal.routes_pension import pension_routes
from onecard.doors.portal.routes_pension_place import pension_place_routes
from onecard.doors.portal.routes_records import record_routes
from onecard.doors.portal.routes_scan import scan_routes
from onecard.doors.portal.routes_sign_in import sign_in_routes
from onecard.doors.portal.routes_wallet import wallet_page_routes


def portal_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    portal = Portal(house)
    parts = (
        sign_in_routes,
        card_routes,
        licence_routes,
        scan_routes,
        kiosk_routes,
        record_routes,
        benefit_routes,
        payment_routes,
        notice_routes,
        loss_routes,
        function_routes,
        ecard_routes,
        password_routes,
        carrier_routes,
        pass_routes,
        me_routes,
        family_routes,
        family_terms_routes,
        family_acting_routes,
        wallet_page_routes,
        pension_routes,
        pension_place_routes,
    )
    return [handler for part in parts for handler in part(portal)]
