"""One web application and one server for all tests of a process; behind them stands the house of the test that runs.

To build the pages and the API takes half a second and is the same work each time. What remembers anything of a house
(its pools, keys, clock, hot door, board) is the test's own and is looked up with every request.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from tests.acceptance.serving import GENEROUS, served

from onecard.doors.api.hot import HotDoor
from onecard.doors.boards.routes import Lookout
from onecard.doors.bootstrap import House
from onecard.doors.hot_protocol import hot_protocol
from onecard.doors.security.limits import RateLimits
from onecard.doors.web import build_rooms, create_app, hot_door


class Standing:
    """Where the houses of the tests stand, one after another, all at one address."""

    house: House
    door: HotDoor
    lookout: Lookout

    def __init__(self) -> None:
        self._rooms: Any = None
        self._app: Any = None
        self._url = ""
        self._stack = ExitStack()

    def enter(self, house: House) -> str:
        """Let this house stand here; returns the address."""
        self.house, self.door, self.lookout = house, hot_door(house), Lookout(house)
        if self._rooms is None:
            lookout: Any = _Through(lambda: self.lookout)
            self._rooms = build_rooms(_StandingHouse(self), RateLimits(GENEROUS), lookout)
        self._app = create_app(house, rates=GENEROUS, door=self.door, rooms=self._rooms)
        if not self._url:
            door: Any = _Through(lambda: self.door)
            self._url = self._stack.enter_context(served(self, hot_protocol(door, https=False)))
        return self._url

    def close(self) -> None:
        """End the server, when there was one."""
        self._stack.close()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)


class _Through:
    """Whatever stands here when it is asked."""

    def __init__(self, look: Callable[[], Any]) -> None:
        self._look = look

    def __getattr__(self, name: str) -> Any:
        return getattr(self._look(), name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._look()(*arguments, **named)


class _StandingHouse(House):
    """The house that stands now. What a room keeps of it from the day it is built is looked up later too."""

    def __init__(self, standing: Standing) -> None:
        kept = {"clock": _Through(lambda: standing.house.clock), "keyring": _Through(lambda: standing.house.keyring)}
        object.__setattr__(self, "_standing", standing)
        object.__setattr__(self, "_kept", kept)

    def __getattribute__(self, name: str) -> Any:
        mine = object.__getattribute__
        return mine(self, "_kept").get(name) or getattr(mine(self, "_standing").house, name)
