"""The whole web application over real HTTP: uvicorn in a thread, a clean database, the held clock."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from tests.acceptance.cast import PASSWORD, STAFF_PASSWORD, Cast, gather, token_form

from onecard.doors.bootstrap import House
from onecard.doors.hot_protocol import hot_protocol
from onecard.doors.security.limits import RATES, Rate
from onecard.doors.web import create_app, hot_door
from onecard.kernel.ids import new_id

#: As the real ones, but a test that knocks a thousand times is not sent away.
GENEROUS = {kind: Rate(1_000_000, 60.0) for kind in RATES}

_AS_SERVED: dict[str, Any] = {"proxy_headers": False, "server_header": False}


@contextmanager
def served(app: Any, http: Any = "httptools", *, port: int = 0) -> Iterator[str]:
    """The address of this application while it is served."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, loop="asyncio", http=http, ws="none", log_config=None, access_log=False, **_AS_SERVED)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def give_a_key(request: httpx.Request) -> None:
    """As programs do: each changing request has a key of its own, unless the test gave it one."""
    if request.method == "POST":
        request.headers.setdefault("idempotency-key", str(new_id()))


@pytest.fixture
def cast(house: House, clock: Any, owner_tx: Any) -> Cast:
    return gather(house, clock, owner_tx)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """As it is served for real: the hot door has its own short way from the parser."""
    door = hot_door(house)
    with served(create_app(house, rates=GENEROUS, door=door), hot_protocol(door, https=False)) as where:
        yield where


@pytest.fixture
def visit(address: str) -> Iterator[Callable[[], httpx.Client]]:
    """A new browser or program each time it is called."""
    opened: list[httpx.Client] = []

    def new() -> httpx.Client:
        opened.append(httpx.Client(base_url=address, timeout=30, event_hooks={"request": [give_a_key]}))
        return opened[-1]

    yield new
    for client in opened:
        client.close()


@pytest.fixture
def nobody(visit: Callable[[], httpx.Client]) -> httpx.Client:
    return visit()


@pytest.fixture
def resident(visit: Callable[[], httpx.Client], cast: Cast) -> httpx.Client:
    """A resident's program, signed in; changes carry the CSRF token."""
    client = visit()
    answer = client.post(
        "/v1/sign-in/resident", json={"card_number": cast.resident.card.card_number, "password": PASSWORD}
    )
    assert answer.status_code == 200, answer.text
    client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return client


@pytest.fixture
def staff(visit: Callable[[], httpx.Client], cast: Cast) -> Callable[[str], httpx.Client]:
    """Staff of a role, signed in: `staff("card_operator")`."""

    def sign_in(role: str) -> httpx.Client:
        client = visit()
        given = {"sign_in_name": role, "password": STAFF_PASSWORD, "one_time_code": cast.one_time_code(role)}
        answer = client.post("/v1/sign-in/staff", json=given)
        assert answer.status_code == 200, answer.text
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
        return client

    return sign_in


@pytest.fixture
def partner(visit: Callable[[], httpx.Client], cast: Cast) -> httpx.Client:
    """A partner's program with a fresh access token."""
    client = visit()
    token = client.post("/v1/oauth/token", data=token_form(cast)).json()["access_token"]
    client.headers["authorization"] = f"Bearer {token}"
    return client
