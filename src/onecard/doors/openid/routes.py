"""All handlers of signing in elsewhere, to be included once in the web application."""

from typing import Any

from onecard.doors.bootstrap import House
from onecard.doors.openid.provider import Provider
from onecard.doors.openid.routes_consents import consent_routes
from onecard.doors.openid.routes_logout import logout_routes
from onecard.doors.openid.routes_person import person_routes
from onecard.doors.openid.routes_scan import scan_routes
from onecard.doors.openid.routes_service import service_routes


def openid_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    provider = Provider(house)
    parts = (service_routes, person_routes, scan_routes, consent_routes, logout_routes)
    return [handler for part in parts for handler in part(provider)]
