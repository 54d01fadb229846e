"""The front of the console: find a person by number or card number, with a reason; each look is written down first."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api.given import TheLimits
from onecard.doors.console.desk import FRONT, Asked, Console, Form
from onecard.doors.console.errors import CardNumberShared, CardNumberUnknown
from onecard.doors.console.routes_sign_in import take_form
from onecard.doors.console.tickets import Visit, seal_ticket
from onecard.doors.console.work import today
from onecard.doors.look.forms import go_to
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
    def front(request: Asked) -> Response[str]:
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
    with console.writing(staff) as tx:
        wanted = cards.holders_by_number(tx, card_number=typed) if by_card else [_holder(console, typed)]
        within = [one for one in wanted if _look(console, tx, staff, one, ground)]
    if not within:
        raise CardNumberUnknown if by_card else residents.ResidentUnknown
    if len(within) > 1:
        raise CardNumberShared
    return Visit(within[0], console.house.clock(), ground.purpose, ground.legal_basis, ground.reference)


def _holder(console: Console, number: str) -> UUID:
    parsed = residents.SocialSecurityNumber.parse(number, console.house.book.places.divisions)
    return residents.holder_of(parsed, keyring=console.house.keyring)


def _look(console: Console, tx: Transaction, staff: Staff, holder_id: UUID, ground: sharing.Ground) -> bool:
    """Whether the person is within reach; written down in either case."""
    found = residents.find_resident(tx, holder_id=holder_id) is not None
    write_look(console, tx, staff, holder_id, ground, subject="person.masked", found=found)
    return found


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
