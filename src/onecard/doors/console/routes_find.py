"""The front of the console: find a person by number or card number, with a reason; each look is written down first."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api.card_counter import is_at_home
from onecard.doors.api.given import TheLimits
from onecard.doors.console.desk import APPLY, FINDS, FRONT, Asked, Console, Form
from onecard.doors.console.errors import CardNumberShared, CardNumberUnknown
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.tickets import Visit, Where, seal_ticket
from onecard.doors.console.work import today
from onecard.doors.look.forms import go_to
from onecard.doors.look.writing import masked_card
from onecard.doors.security.errors_visitors import NotForYou
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.visitors import Staff
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.words import load_words

CARD_NUMBER_LENGTH, REFERENCE_LENGTH_MAX = 9, 60
GROUNDS = load_words("onecard.domains.sharing")


def find_routes(console: Console) -> list[Any]:
    """GET /console; POST /console/find."""

    @get(FRONT, sync_to_thread=True, include_in_schema=False)
    def front(request: Asked) -> Response[Any]:
        begins = console.front_of(console.clerk(request))
        if begins != FRONT:
            return go_to(begins)
        return show_front(console, request, {}, {})

    @post("/console/find", status_code=200, include_in_schema=False)
    async def find(request: Asked, limits: TheLimits) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, form: find_person(con, ask, form, limits))

    return [front, find]


def show_front(console: Console, request: Asked, form: Form, wrong: Form) -> Response[str]:
    """The search, and what was done here today."""
    staff, (_, manner) = console.clerk(request), console.words(request)

    def choices(kind: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(name, GROUNDS.say(f"{kind}.{name}", {}, manner.language)) for name in names]

    return console.show(
        request,
        "front.html",
        staff,
        here="find",
        status=422 if wrong else 200,
        place=FRONT,
        form=form,
        wrong={"number": "", "reference": ""} | {**wrong},
        problems=[(field, said) for field, said in wrong.items() if said],
        purposes=choices("purpose", sharing.PURPOSES),
        bases=choices("legal_basis", sharing.LEGAL_BASES),
        today=today(console, staff, manner),
        reference_most=REFERENCE_LENGTH_MAX,
    )


def find_person(console: Console, request: Asked, form: Form, limits: RateLimits) -> Response[Any]:
    """Write the look, then open the visit; what is wrong is said at the field."""
    staff, (t, manner) = console.clerk(request), console.words(request)
    if not FINDS & staff.permissions:
        raise NotForYou
    typed = form.get("number", "").strip()
    if form.get("step") == "form" or not typed:
        return show_front(console, request, form, {} if form.get("step") else {"number": t("find.missing")})
    limits.take("look", str(staff.staff_id))
    try:
        visit = _begin(console, staff, typed, form)
    except Problem as problem:
        field = "reference" if isinstance(problem, sharing.ReferenceHoldsNumber) else "number"
        return show_front(console, request, form, {field: manner.told(problem)})
    return go_to(f"/console/at/{seal_ticket(console.house.keyring, staff.staff_id, visit)}")


def _begin(console: Console, staff: Staff, typed: str, form: Form) -> Visit:
    """The visit of the one person this number is about. The look stays written where nobody is found, too."""
    ground = sharing.Ground(
        form.get("purpose", ""), form.get("legal_basis", ""), form.get("reference", "")[:REFERENCE_LENGTH_MAX].strip()
    )
    by_card = len(typed) == CARD_NUMBER_LENGTH
    number = None if by_card else residents.SocialSecurityNumber.parse(typed, console.house.book.places.divisions)
    shown = number.masked() if number else masked_card(typed.upper())
    with console.house.app.reading() as tx:  # whose the card is, only the system may ask
        if number is not None:
            wanted = [residents.holder_of(number, keyring=console.house.keyring)]
        else:
            wanted = cards.holders_by_number(tx, card_number=typed)
        standings = {one: cards.standing_of(tx, holder_id=one) for one in wanted}
    at = console.house.clock()
    found = [_visit_of(staff, one, standing, ground=ground, shown=shown, at=at) for one, standing in standings.items()]
    with console.writing(staff) as tx:
        for one in found:
            write_look(console, tx, staff, one.holder_id, ground, subject="person.masked", found=one.where == "here")
    here = [one for one in found if one.where == "here"] or found
    if not here:
        raise CardNumberUnknown
    if len(here) > 1:
        raise CardNumberShared
    if here[0].where == "new" and APPLY not in staff.permissions:
        raise residents.ResidentUnknown
    return here[0]


def _visit_of(
    staff: Staff, holder_id: UUID, standing: cards.Standing, *, ground: sharing.Ground, shown: str, at: datetime
) -> Visit:
    """Whether the person is served here, and who decides about her card."""
    home = standing.home or standing.registered
    ours = any(one is not None and is_at_home(staff, one) for one in (home, standing.coming))
    where: Where = "new" if home is None else "here" if ours else "away"
    divisions = (home, standing.valid, standing.coming, standing.registered)
    provinces = tuple(sorted({f"{one // 10_000:02d}" for one in divisions if one is not None}))
    return Visit(
        holder_id, at, ground.purpose, ground.legal_basis, ground.reference,
        where, home, standing.coming, provinces, shown,
    )  # fmt: skip


def visit_again(console: Console, staff: Staff, visit: Visit) -> Visit | None:
    """The visit of somebody who was nobody's a moment ago and has been registered since; None where she still is."""
    with console.house.app.reading() as tx:
        standing = cards.standing_of(tx, holder_id=visit.holder_id)
    ground = sharing.Ground(visit.purpose, visit.legal_basis, visit.reference)
    at = console.house.clock()
    again = _visit_of(staff, visit.holder_id, standing, ground=ground, shown=visit.number, at=at)
    if again.where == "new":
        return None
    with console.writing(staff) as tx:
        write_look(console, tx, staff, visit.holder_id, ground, subject="person.masked", found=again.where == "here")
    return again


def write_look(
    console: Console, tx: Transaction, staff: Staff, holder_id: UUID, ground: sharing.Ground,
    *, subject: sharing.Subject, found: bool = True,
) -> None:  # fmt: skip
    """One line in the access log, before the data leaves."""
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
        subject=subject,
        ground=ground,
        found=found,
        at=console.house.clock(),
        keyring=console.house.keyring,
    )
