"""All operations of the API in one list; the document at /v1/openapi.json is made from it once."""

from functools import cache
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from onecard.doors.api.agency_routes import AGENCY_ROUTES
from onecard.doors.api.board_routes import BOARD_ROUTES
from onecard.doors.api.card_routes import CARD_ROUTES
from onecard.doors.api.carrier_routes import CARRIER_ROUTES
from onecard.doors.api.carrier_staff_routes import CARRIER_STAFF_ROUTES
from onecard.doors.api.consent_routes import CONSENT_ROUTES
from onecard.doors.api.documents import describe
from onecard.doors.api.ecard_counter_routes import ECARD_COUNTER_ROUTES
from onecard.doors.api.ecard_partner_routes import ECARD_PARTNER_ROUTES
from onecard.doors.api.ecard_routes import ECARD_ROUTES
from onecard.doors.api.entitlement_routes import ENTITLEMENT_ROUTES
from onecard.doors.api.family_acting_routes import FAMILY_ACTING_ROUTES
from onecard.doors.api.family_counter_routes import FAMILY_COUNTER_ROUTES
from onecard.doors.api.family_routes import FAMILY_ROUTES
from onecard.doors.api.gate_routes import GATE_ROUTES
from onecard.doors.api.half_routes import HALF_ROUTES
from onecard.doors.api.half_staff_routes import HALF_STAFF_ROUTES
from onecard.doors.api.list_routes import LIST_ROUTES
from onecard.doors.api.loss_routes import LOSS_ROUTES
from onecard.doors.api.machine_routes import MACHINE_ROUTES
from onecard.doors.api.making_routes import MAKING_ROUTES
from onecard.doors.api.my_card_routes import MY_CARD_ROUTES
from onecard.doors.api.my_payment_routes import MY_PAYMENT_ROUTES
from onecard.doors.api.objection_routes import OBJECTION_ROUTES
from onecard.doors.api.open_routes import OPEN_ROUTES
from onecard.doors.api.operation import operation
from onecard.doors.api.payment_routes import PAYMENT_ROUTES
from onecard.doors.api.pension_routes import PENSION_ROUTES
from onecard.doors.api.pin_routes import PIN_ROUTES
from onecard.doors.api.record_routes import RECORD_ROUTES
from onecard.doors.api.request_routes import REQUEST_ROUTES
from onecard.doors.api.resident_routes import RESIDENT_ROUTES
from onecard.doors.api.roster_deciding_routes import ROSTER_DECIDING_ROUTES
from onecard.doors.api.roster_project_routes import ROSTER_PROJECT_ROUTES
from onecard.doors.api.roster_routes import ROSTER_ROUTES
from onecard.doors.api.sign_in_routes import SIGN_IN_ROUTES
from onecard.doors.api.staff_routes import STAFF_ROUTES
from onecard.doors.api.uses_routes import USES_ROUTES
from onecard.doors.api.wallet_routes import WALLET_ROUTES
from onecard.doors.api.what_if_routes import WHAT_IF_ROUTES

PREFIX = "/v1"
OPENAPI_JSON = "application/vnd.oai.openapi+json"


@operation(
    "GET", "/openapi.json", id="describeApi", summary="接口文档 · This document", tag="about", media_type=OPENAPI_JSON,
    said={"openapi": "3.1.0", "info": {"title": "OneCard 一卡通", "version": "1"}, "paths": {}},
)  # fmt: skip
def describe_api() -> Response[dict[str, Any]]:
    """The OpenAPI 3.1 document of everything under /v1."""
    return Response(_document(), media_type=OPENAPI_JSON)


API_ROUTES: list[HTTPRouteHandler] = [
    describe_api,
    *OPEN_ROUTES,
    *BOARD_ROUTES,
    *PENSION_ROUTES,
    *SIGN_IN_ROUTES,
    *RESIDENT_ROUTES,
    *USES_ROUTES,
    *RECORD_ROUTES,
    *LOSS_ROUTES,
    *ENTITLEMENT_ROUTES,
    *FAMILY_ROUTES,
    *FAMILY_ACTING_ROUTES,
    *FAMILY_COUNTER_ROUTES,
    *HALF_ROUTES,
    *LIST_ROUTES,
    *ROSTER_PROJECT_ROUTES,
    *ROSTER_ROUTES,
    *ROSTER_DECIDING_ROUTES,
    *PAYMENT_ROUTES,
    *MY_PAYMENT_ROUTES,
    *ECARD_ROUTES,
    *STAFF_ROUTES,
    *ECARD_COUNTER_ROUTES,
    *OBJECTION_ROUTES,
    *HALF_STAFF_ROUTES,
    *MY_CARD_ROUTES,
    *CARD_ROUTES,
    *MAKING_ROUTES,
    *REQUEST_ROUTES,
    *AGENCY_ROUTES,
    *MACHINE_ROUTES,
    *PIN_ROUTES,
    *ECARD_PARTNER_ROUTES,
    *CARRIER_ROUTES,
    *CARRIER_STAFF_ROUTES,
    *GATE_ROUTES,
    *WALLET_ROUTES,
    *CONSENT_ROUTES,
    *WHAT_IF_ROUTES,
]


@cache
def _document() -> dict[str, Any]:
    return describe(API_ROUTES, PREFIX)
