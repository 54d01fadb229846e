"""The whole web application: the hot door first, then everything else behind one envelope and one gate.

From outside in: envelope (trace number, headers, limits, log, last net), gate (who is asking), Litestar (API, pages,
health, metrics). The two hot paths pass none of these but the headers: the hot door checks its terminals itself.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar, Router
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from onecard.doors.api.answering import refusals
from onecard.doors.api.given import given, only_the_admitted, only_what_the_gate_let_in
from onecard.doors.api.hot import HotDoor
from onecard.doors.api.routes import API_ROUTES, PREFIX
from onecard.doors.boards.routes import Lookout, board_routes
from onecard.doors.bootstrap import House
from onecard.doors.console.routes import console_routes
from onecard.doors.look.problems import draw_problem, show_problem
from onecard.doors.look.routes import look_routes
from onecard.doors.openid.routes import openid_routes
from onecard.doors.portal.routes import portal_routes
from onecard.doors.security.doorkeeper import HouseDoorkeeper, terminal_signatures
from onecard.doors.security.envelope import Envelope, HotEnvelope
from onecard.doors.security.gate import Gate
from onecard.doors.security.limits import RATES, KnownSessions, Rate, RateLimits
from onecard.doors.security.refusing import App, Receive, Scope, Send
from onecard.doors.terminal.routes import terminal_routes
from onecard.doors.wallet.routes import wallet_routes
from onecard.doors.web_health import health_routes

HOT_PATHS = frozenset({"/v1/uses", "/v1/uploads"})


def hot_door(house: House) -> HotDoor:
    """The hot door of this house; a web process makes one and gives it to both the application and its protocol."""
    return HotDoor(house, terminal_signatures(house))


def create_app(
    house: House, *, rates: Mapping[str, Rate] = RATES, door: HotDoor | None = None, rooms: App | None = None
) -> App:
    """The ASGI application of this house; with `rooms` where they stand already."""
    door = door or hot_door(house)
    signatures, limits = door.signatures, RateLimits(rates)
    sessions = KnownSessions()
    rooms = rooms or build_rooms(house, limits, Lookout(house))
    inside = Gate(rooms, HouseDoorkeeper(house, signatures), sessions)
    app: App = _Doors(
        hot=HotEnvelope(door, log=house.log),
        rest=Envelope(inside, log=house.log, limits=limits, sessions=sessions, draw=draw_problem),
        https=house.settings.address.startswith("https://"),
    )
    if house.settings.public_url:
        # A proxy on this machine stands in front: it alone may say whose request it passes on.
        app = ProxyHeadersMiddleware(app, trusted_hosts=["127.0.0.1", "::1"])  # type: ignore[arg-type,assignment]
    return app


class _Doors:
    """Sends the two hot paths to the hot door and everything else the long way."""

    def __init__(self, *, hot: App, rest: App, https: bool) -> None:
        self._hot, self._rest, self._https = hot, rest, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._https and scope["type"] == "http":
            scope["scheme"] = "https"
        if scope["type"] == "http" and scope["path"] in HOT_PATHS and scope["method"] == "POST":
            await self._hot(scope, receive, send)
        else:
            await self._rest(scope, receive, send)


def build_rooms(house: House, limits: RateLimits, lookout: Lookout) -> App:
    """API and pages, behind the gate: the dear part, which looks at the house anew with every request."""
    api = Router(PREFIX, route_handlers=API_ROUTES, guards=[only_the_admitted])
    pages = [*look_routes(house.clock), *board_routes(house, lookout), *portal_routes(house), *terminal_routes(house)]
    pages += console_routes(house)
    pages += openid_routes(house)
    app: Any = Litestar(
        [api, *pages, *wallet_routes(house), *health_routes(house)],
        guards=[only_what_the_gate_let_in],
        dependencies=given(house, limits, lookout),
        exception_handlers=refusals(house.log, show_problem),
        openapi_config=None,
        logging_config=None,
    )
    return app  # type: ignore[no-any-return]
