"""What every page of the portal needs: the house, the words, how scenes look, and the resident who is signed in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from litestar import Request, Response

from onecard.doors.bootstrap import House
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.look.scenes import SceneLooks
from onecard.doors.security.errors_visitors import SignInNeeded
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

Asked = Request[Any, Any, Any]


class Portal:
    """The resident's side of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.pages = Pages("onecard.doors.portal")
        self.looks = SceneLooks(house.scenes)

    def resident(self, request: Asked) -> Resident:
        """Who is signed in; SignInNeeded leads to the sign-in page."""
        visitor = request.scope.get("user")
        if not isinstance(visitor, Resident):
            raise SignInNeeded
        return visitor

    def reading(self, resident: Resident) -> AbstractContextManager[Transaction]:
        """A read-only transaction that sees this resident's rows and nobody else's."""
        return self.house.app.reading(scope_of(resident))

    def writing(self, resident: Resident) -> AbstractContextManager[Transaction]:
        """The same, to change something."""
        return self.house.app.writing(scope_of(resident))

    def words(self, request: Asked) -> tuple[Callable[..., str], Manner]:
        """How to speak to this visitor."""
        manner = Manner.of(request)
        return self.pages.saying(manner), manner

    def show(
        self, request: Asked, template: str, resident: Resident, here: str, *, status: int = 200, **facts: Any
    ) -> Response[str]:
        """One page for a resident; `here` marks the tab."""
        known: dict[str, Any] = {"signed_in": True, "csrf": resident.csrf_token, "here": here}
        return self.pages.show(request, template, status=status, **known, **facts)

    def offered(self, issuer: int) -> list[str]:
        """The scenes that the card's own province offers today, by id."""
        day = day_of(self.house.clock())
        found = ((s.id, self.house.book.find(f"services.{s.id}", place=issuer, on=day)) for s in self.looks)
        return [scene for scene, value in found if value is not None and value.value]
