"""All operations of the API in one list; the document at /v1/openapi.json is made from it once."""

from functools import cache
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from onecard.doors.api.agency_routes import AGENCY_ROUTES
from onecard.doors.api.board_routes import BOARD_ROUTES
from onecard.doors.api.documents import describe
from onecard.doors.api.loss_routes import LOSS_ROUTES
from onecard.doors.api.machine_routes import MACHINE_ROUTES
from onecard.doors.api.open_routes import OPEN_ROUTES
from onecard.doors.api.operation import operation
from onecard.doors.api.resident_routes import RESIDENT_ROUTES
from onecard.doors.api.sign_in_routes import SIGN_IN_ROUTES
from onecard.doors.api.staff_routes import STAFF_ROUTES
from onecard.doors.api.uses_routes import USES_ROUTES
from onecard.doors.api.wallet_routes import WALLET_ROUTES

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
    *SIGN_IN_ROUTES,
    *RESIDENT_ROUTES,
    *USES_ROUTES,
    *LOSS_ROUTES,
    *STAFF_ROUTES,
    *AGENCY_ROUTES,
    *MACHINE_ROUTES,
    *WALLET_ROUTES,
]


@cache
def _document() -> dict[str, Any]:
    return describe(API_ROUTES, PREFIX)
