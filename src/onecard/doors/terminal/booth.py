"""What the terminal's pages need: who attends, which point, how it is shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Request, Response

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.look.places import place_words
from onecard.doors.look.scenes import SceneLooks
from onecard.doors.security.errors_visitors import NotForYou, NothingHere, SignInNeeded
from onecard.doors.security.visitors import Staff
from onecard.doors.terminal.accepting import Till
from onecard.doors.terminal.verdicts import Verdict, offline, unanswered

Asked = Request[Any, Any, Any]
PERMISSION = "usage.accept"


class Booth:
    """The terminal side of one house."""

    def __init__(self, house: House) -> None:
        self.house, self.till = house, Till(house)
        self.pages, self.looks = Pages("onecard.doors.terminal", "/terminal"), SceneLooks(house.scenes)

    def words(self, request: Asked) -> tuple[Callable[..., str], Manner]:
        """How to speak to this visitor."""
        manner = Manner.of(request)
        return self.pages.saying(manner), manner

    def attendant(self, request: Asked) -> Staff:
        """The member of staff, who must be allowed to accept uses."""
        visitor = request.scope.get("user")
        if not isinstance(visitor, Staff):
            raise SignInNeeded
        if PERMISSION not in visitor.permissions:
            raise NotForYou
        return visitor

    def opened(self, request: Asked, point_id: UUID) -> agencies.Point:
        """The point, if it is open and of the attendant's own agency; any other is as if it were not there."""
        staff = self.attendant(request)
        with self.house.app.reading() as tx:
            point = agencies.find_points(tx, [point_id]).get(point_id)
        if point is None or point.agency_id != staff.agency_id or point.state != "open":
            raise NothingHere
        return point

    def shown_point(self, point: agencies.Point, manner: Manner) -> dict[str, Any]:
        """A point in words. `directions` are asked for only where the point itself does not say."""
        look = self.looks.of(point.scene)
        gated = "station" in point.settings and "direction" not in point.settings
        return {
            "point_id": point.point_id,
            "name": manner.pick(point.name_zh, point.name_en),
            "scene": manner.pick(look.name_zh, look.name_en),
            "place": place_words(self.house.book.places, point.division, manner),
            "gated": gated,
        }

    def desk(self, request: Asked, point_id: UUID, verdict: Verdict, *, direction: str = "") -> Response[str]:
        """The working page of a point with a verdict on it."""
        staff, (t, manner) = self.attendant(request), self.words(request)
        point = self.shown_point(self.opened(request, point_id), manner)
        ways = [("in", t("terminal.direction_in")), ("out", t("terminal.direction_out"))] if point["gated"] else []
        return self.pages.show(
            request,
            "terminal.html",
            place=f"/terminal/at/{point_id}",
            csrf=staff.csrf_token,
            point=point,
            verdict=verdict,
            offline=offline(t),
            unanswered=unanswered(t),
            directions=ways,
            direction=direction or "in",
        )
