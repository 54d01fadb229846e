"""What every page of the console needs: the house, the words, who sits there, and the visit that is under way."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.console.counter import FIND
from onecard.doors.console.tickets import Visit, open_visit
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.doors.look.places import place_words
from onecard.doors.security.errors_visitors import NotForYou, SignInNeeded
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import Transaction

Asked = Request[Any, Any, Any]
Form = Mapping[str, str]
FRONT, SIGN_IN = "/console", "/console/sign-in"
REVEAL = "residents.reveal"
#: Who keeps a half of cards finds a person too, and sees that half only.
KEEP = "cards.change_half"
FINDS = frozenset({FIND, KEEP})
#: Who may take an application, and so may be asked for somebody whom nobody knows yet.
APPLY = "cards.apply"
#: Who may open the console at all: whoever finds somebody or something to do there.
WORKS = frozenset({"cards.decide", "cards.produce", "cards.deliver"})
LISTS, OBJECTIONS = "cards.apply_list", "sharing.answer_objection"
ROSTERS, PAYMENTS, WHAT_IF = "rosters.read", "disbursement.pay", "programmes.what_if"
#: The first place of these that somebody may go to is where the console begins for her.
PLACES = (
    (FINDS, FRONT),
    (WORKS, "/console/work"),
    ({LISTS}, "/console/lists"),
    ({ROSTERS}, "/console/rosters"),
    ({PAYMENTS}, "/console/payments"),
    ({OBJECTIONS}, "/console/objections"),
    ({WHAT_IF}, "/console/what-if"),
)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Who sits at the counter, in words."""

    name: str
    agency: agencies.Agency
    agency_name: str
    roles: tuple[str, ...]
    reach: str


class Console:
    """The console of one house."""

    def __init__(self, house: House) -> None:
        self.house, self.pages = house, Pages("onecard.doors.console", FRONT)

    def words(self, request: Asked) -> tuple[Callable[..., str], Manner]:
        """How to speak to this visitor."""
        manner = Manner.of(request)
        return self.pages.saying(manner), manner

    def clerk(self, request: Asked) -> Staff:
        """Who is signed in, and may work here."""
        visitor = request.scope.get("user")
        if not isinstance(visitor, Staff):
            raise SignInNeeded
        if not visitor.permissions & {*FINDS, *WORKS, LISTS, ROSTERS, PAYMENTS, OBJECTIONS, WHAT_IF}:
            raise NotForYou
        return visitor

    def front_of(self, staff: Staff) -> str:
        """Where this member of staff begins."""
        return next(path for needed, path in PLACES if needed & staff.permissions)

    def visit(self, staff: Staff, ticket: str) -> Visit:
        """The visit under way; VisitEnded where it is not this operator's or is over."""
        return open_visit(self.house.keyring, staff.staff_id, ticket, at=self.house.clock())

    def reading(self, staff: Staff) -> AbstractContextManager[Transaction]:
        """A read-only transaction within this operator's reach."""
        return self.house.app.reading(scope_of(staff))

    def writing(self, staff: Staff) -> AbstractContextManager[Transaction]:
        """The same, to change something."""
        return self.house.app.writing(scope_of(staff))

    def sitter(self, staff: Staff, manner: Manner) -> Sitter:
        """Who sits here; names of staff are the system's to read."""
        with self.house.app.reading() as tx:
            found = agencies.find_staff(tx, staff_id=staff.staff_id)
            agency = agencies.find_agencies(tx, [staff.agency_id])[staff.agency_id]
        if found is None:  # left between the gate and here
            raise SignInNeeded
        t = self.pages.saying(manner)
        reach = place_words(self.house.book.places, agency.division, manner) if agency.division else t("console.nation")
        name = manner.pick(agency.name_zh, agency.name_en)
        return Sitter(found.name_zh, agency, name, tuple(t(f"role.{role}") for role in found.roles), reach)

    def show(
        self,
        request: Asked,
        template: str,
        staff: Staff,
        *,
        here: str = "",
        status: int = 200,
        place: str = "",
        **facts: Any,
    ) -> Response[str]:
        """One page for a member of staff; `here` marks the place in the navigation."""
        known = {"csrf": staff.csrf_token, "here": here, "sitter": self.sitter(staff, Manner.of(request))}
        known |= {"finds": bool(FINDS & staff.permissions), "works": bool(WORKS & staff.permissions)}
        known |= {"rosters_here": ROSTERS in staff.permissions, "pays_here": PAYMENTS in staff.permissions}
        known |= {"sends_lists": LISTS in staff.permissions, "answers_objections": OBJECTIONS in staff.permissions}
        known |= {"tries_programmes": WHAT_IF in staff.permissions}
        return self.pages.show(request, template, status=status, place=place, **known, **facts)
