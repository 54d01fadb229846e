"""All pages of the console, to be included once in the web application."""

from typing import Any

from onecard.doors.bootstrap import House
from onecard.doors.console.desk import Console
from onecard.doors.console.routes_find import find_routes
from onecard.doors.console.routes_lists import list_routes
from onecard.doors.console.routes_making import making_routes
from onecard.doors.console.routes_objections import objection_routes
from onecard.doors.console.routes_payments import payment_routes
from onecard.doors.console.routes_rosters import roster_routes
from onecard.doors.console.routes_rosters_deciding import roster_deciding_routes
from onecard.doors.console.routes_sign_in import sign_in_routes
from onecard.doors.console.routes_visit import visit_routes
from onecard.doors.console.routes_what_if import what_if_routes
from onecard.doors.console.routes_work import work_routes


def console_routes(house: House) -> list[Any]:
    """The handlers of one house."""
    console = Console(house)
    parts = (
        sign_in_routes, find_routes, visit_routes, work_routes, making_routes, list_routes, objection_routes,
        roster_routes, roster_deciding_routes, payment_routes, what_if_routes,
    )  # fmt: skip
    return [handler for part in parts for handler in part(console)]
