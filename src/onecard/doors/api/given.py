"""What handlers are given: the house, and the visitor who was let through."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.params import HeaderParameter, SkipValidation

from onecard.doors.api.access import admit
from onecard.doors.api.hot_answers import Answers
from onecard.doors.boards.routes import Lookout
from onecard.doors.bootstrap import House
from onecard.doors.security import asking, visitors
from onecard.doors.security.gate import REFUSED, SESSION
from onecard.doors.security.limits import RateLimits
from onecard.doors.what_if.trials import Trials
from onecard.kernel.errors import Problem

TheHouse: TypeAlias = NamedDependency[SkipValidation[House]]
TheLimits: TypeAlias = asking.TheLimits
TheAnswers: TypeAlias = NamedDependency[SkipValidation[Answers]]
TheLookout: TypeAlias = NamedDependency[SkipValidation[Lookout]]
TheTrials: TypeAlias = NamedDependency[SkipValidation[Trials]]
TheResident: TypeAlias = NamedDependency[SkipValidation[visitors.Resident]]
TheStaff: TypeAlias = NamedDependency[SkipValidation[visitors.Staff]]
ThePartner: TypeAlias = NamedDependency[SkipValidation[visitors.Partner]]
TheTerminal: TypeAlias = NamedDependency[SkipValidation[visitors.Terminal]]
Asked: TypeAlias = asking.Asked
client = asking.client
#: What every changing verb is given; a repeat under the same key is answered as the first time.
RequestKey: TypeAlias = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:\-]{8,64}$",
        description="您为这次请求起的编号,重发时不变 · your own name for this request, the same when it is sent again",
    ),
]
_VISITORS = ("resident", "staff", "partner", "terminal")


def only_the_admitted(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The guard of every API route: the table decides, by the operation's id."""
    admit(getattr(handler, "operation_id", None) or "", connection.scope.get("user"))


def session_of(request: Asked) -> str | None:
    """The token of the session this browser is signed in with, if any."""
    token = request.scope.get(SESSION)
    return token if isinstance(token, str) else None


def only_what_the_gate_let_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The guard of every route: the gate only notes its refusal, so that people get it as a page."""
    refused = connection.scope.get(REFUSED)
    if isinstance(refused, Problem):
        raise refused


def given(house: House, limits: RateLimits, lookout: Lookout) -> dict[str, Provide]:
    """The dependencies of every handler. A visitor's kind was checked by the guard before."""
    fixed: dict[str, Any] = {"house": house, "limits": limits, "answers": Answers(house.scenes), "lookout": lookout}
    fixed |= {"trials": Trials(house)}
    found = {name: Provide(_always(one), sync_to_thread=False) for name, one in fixed.items()}
    return found | {name: Provide(_the_visitor(), sync_to_thread=False) for name in _VISITORS}


def names_given() -> dict[str, Provide]:
    """The same names without anything behind them: enough to describe the API."""
    names = ("house", "limits", "answers", "lookout", "trials", *_VISITORS)
    return {name: Provide(_always(name), sync_to_thread=False) for name in names}


def _the_visitor() -> Callable[[Asked], Any]:
    def visitor(request: Asked) -> Any:
        return request.scope["user"]

    return visitor


def _always(one: Any) -> Callable[[], Any]:
    return lambda: one
