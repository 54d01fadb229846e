"""The whole web application over real HTTP: a clean database and the held clock behind the server of this process."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from tests.acceptance.cast import PASSWORD, STAFF_PASSWORD, Cast, gather, token_form
from tests.acceptance.standing import Standing

from onecard.doors.bootstrap import House
from onecard.kernel.ids import new_id


def give_a_key(request: httpx.Request) -> None:
    """As programs do: each changing request has a key of its own, unless the test gave it one."""
    if request.method == "POST":
        request.headers.setdefault("idempotency-key", str(new_id()))


@pytest.fixture
def cast(house: House, clock: Any, owner_tx: Any) -> Cast:
    return gather(house, clock, owner_tx)


@pytest.fixture(scope="session")
def standing() -> Iterator[Standing]:
    """The one server of this process."""
    place = Standing()
    yield place
    place.close()


@pytest.fixture
def address(standing: Standing, house: House) -> str:
    """As it is served for real: the hot door has its own short way from the parser."""
    return standing.enter(house)


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
def staff(visit: Callable[[], httpx.Client], cast: Cast) -> Callable[..., httpx.Client]:
    """Staff signed in: of a role, `staff("card_operator")`, or by a name of their own as `Cast.employ` takes it."""

    def sign_in(name: str, **employed: Any) -> httpx.Client:
        if name not in cast.totp:
            cast.employ(name, **employed)
        client = visit()
        given = {"sign_in_name": name, "password": STAFF_PASSWORD, "one_time_code": cast.one_time_code(name)}
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
