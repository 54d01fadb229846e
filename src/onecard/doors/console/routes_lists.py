"""名单 · Lists of applications from schools and employers: a file looked over, handed in once, followed row by row."""

from typing import Any, cast
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from onecard.domains.cards import api as cards
from onecard.doors.api.card_counter import division_of
from onecard.doors.console import listing
from onecard.doors.console.carried import FIELD, carry
from onecard.doors.console.desk import LISTS, Asked, Console, Form
from onecard.doors.console.fields import no_number
from onecard.doors.console.routes_sign_in import sign_in_page, take_form
from onecard.doors.console.routes_work import needs
from onecard.doors.console.telling_lists import told_answers, told_flaws, told_list
from onecard.doors.lists import answer_lines
from onecard.doors.look.forms import file_form, go_to
from onecard.doors.look.places import place_words
from onecard.doors.look.sign_in import NOTHING_WRONG
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id

FRONT, APPLICANTS = "/console/lists", ("school", "employer")
_BANK_LENGTH_MAX, _KEY_LENGTH_MAX = 60, 64
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_routes(console: Console) -> list[Any]:
    """GET and POST /console/lists, its template; a list, handed in or dropped, and its answers as a file."""

    # `async` and not `sync_to_thread=True`: Litestar wraps a handler twice where its path has another method.
    @get(FRONT, include_in_schema=False)
    async def lists(request: Asked, done: FromQuery[str] = "") -> Response[str]:
        return await sync_to_thread(show_lists, console, request, {}, {}, done)

    @post(FRONT, status_code=200, include_in_schema=False)
    async def upload(request: Asked) -> Response[Any]:
        form, files = await file_form(request)
        if not isinstance(request.scope.get("user"), Staff):  # the file is chosen anew, the rest is kept
            carried = carry(console.house.keyring, FRONT, form)
            return sign_in_page(console, request, {FIELD: carried}, NOTHING_WRONG, status=401)
        return await sync_to_thread(take_file, console, request, form, files.get("file", b""))

    @get(f"{FRONT}/template", sync_to_thread=True, include_in_schema=False)
    def template(request: Asked) -> Response[bytes]:
        needs(console, request, LISTS)
        headers = {"Content-Disposition": 'attachment; filename="onecard-list.xlsx"'}
        return Response(listing.template_file(), media_type=_WORKBOOK, headers=headers)

    @get(f"{FRONT}/{{list_id:uuid}}", sync_to_thread=True, include_in_schema=False)
    def one(request: Asked, list_id: FromPath[UUID], show: FromQuery[str] = "", page: FromQuery[int] = 1) -> Any:
        return show_list(console, request, list_id, show, page)

    @post(f"{FRONT}/{{list_id:uuid}}/hand-in", status_code=200, include_in_schema=False)
    async def send(request: Asked, list_id: FromPath[UUID]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, _: hand_in_list(con, ask, list_id))

    @post(f"{FRONT}/{{list_id:uuid}}/drop", status_code=200, include_in_schema=False)
    async def forget(request: Asked, list_id: FromPath[UUID]) -> Response[Any]:
        return await take_form(console, request, lambda con, ask, _: drop_list(con, ask, list_id))

    @get(f"{FRONT}/{{list_id:uuid}}/answers", sync_to_thread=True, include_in_schema=False)
    def answers(request: Asked, list_id: FromPath[UUID], show: FromQuery[str] = "") -> Stream:
        return answer_file(console, request, list_id, refused=show == "refused")

    return [lists, upload, template, one, send, forget, answers]


def show_lists(console: Console, request: Asked, form: Form, wrong: Form, done: str = "") -> Response[str]:
    """The form for a file, and the agency's latest lists."""
    staff, (t, manner) = needs(console, request, LISTS), console.words(request)
    with console.reading(staff) as tx:
        found = cards.lists_of(tx, agency_id=staff.agency_id, held=True)
    typed = {"applicant": "school", "issuer": _default_issuer(staff), "bank": ""} | dict(form)
    return console.show(
        request,
        "lists.html",
        staff,
        here="lists",
        status=422 if wrong else 200,
        place=FRONT,
        form=typed,
        wrong={"file": "", "issuer": "", "bank": ""} | dict(wrong),
        problems=list(wrong.items()),
        lists=[told_list(console, one, t, manner) for one in found],
        divisions=_divisions(console, staff, manner),
        applicants=[(one, t(f"who.{one}")) for one in APPLICANTS],
        columns=[(column.titles[0], column.titles[-1], column.required) for column in cards.LIST_COLUMNS],
        rows_most=f"{listing.ROWS_MAX:,}",
        notice=t("lists.dropped") if done == "dropped" else "",
        once=new_id(),
    )


def take_file(console: Console, request: Asked, form: Form, content: bytes) -> Response[Any]:
    """Read the file and go to what is wrong with it; what cannot be read at all is said at the field."""
    staff, (t, manner) = needs(console, request, LISTS), console.words(request)
    if form.get("step") == "form":  # came back over the sign-in
        return show_lists(console, request, form, {})
    bank = form.get("bank", "").strip()[:_BANK_LENGTH_MAX]
    issuer = _issuer_in(console, staff, form.get("issuer", ""))
    said = no_number(bank)
    wrong: dict[str, str] = {} if content else {"file": t("lists.file_missing")}
    wrong |= {} if issuer is not None else {"issuer": t("lists.issuer_wrong")}
    wrong |= {"bank": manner.pick(*said)} if said else {}
    if wrong or issuer is None:
        return show_lists(console, request, form, wrong)
    applicant = form.get("applicant", "")
    wanted = listing.Wanted(
        cast(cards.ListApplicant, applicant if applicant in APPLICANTS else APPLICANTS[0]), issuer, bank or None
    )
    try:
        list_id = listing.hold_file(console.house, staff, wanted, content, _key(form))
    except Problem as problem:
        return show_lists(console, request, form, {"file": manner.told(problem)})
    return go_to(f"{FRONT}/{list_id}")


def show_list(console: Console, request: Asked, list_id: UUID, show: str = "", page: int = 1) -> Response[str]:
    """What is wrong with the file while it is held; then how far it is and what each row was answered."""
    staff, (t, manner) = needs(console, request, LISTS), console.words(request)
    progress = listing.find_list(console.house, staff, list_id)
    told: dict[str, Any] = {"one": told_list(console, progress, t, manner)}
    if progress.held:
        found = listing.flaws(console.house, staff, list_id)
        told |= {"flaws": told_flaws(found, manner), "flawed": found.count}
        return console.show(request, "list_check.html", staff, here="lists", place=FRONT, **told)
    shown = "refused" if show == "refused" else "all"
    page = max(page, 1)
    rows, pages = listing.answers_page(console.house, staff, list_id, refused=shown == "refused", page=page)
    if page > pages:  # an old address, or one that was typed
        page = pages
        rows, pages = listing.answers_page(console.house, staff, list_id, refused=shown == "refused", page=page)
    told |= {"rows": told_answers(rows, manner), "shown": shown, "page": page, "pages": pages}
    return console.show(request, "list.html", staff, here="lists", place=f"{FRONT}/{list_id}", **told)


def hand_in_list(console: Console, request: Asked, list_id: UUID) -> Response[Any]:
    """Once, however often it is sent: a list that was handed in stays so."""
    listing.hand_in(console.house, needs(console, request, LISTS), list_id)
    return go_to(f"{FRONT}/{list_id}")


def drop_list(console: Console, request: Asked, list_id: UUID) -> Response[Any]:
    """Forget the file; one that was handed in meanwhile is shown instead."""
    gone = listing.drop(console.house, needs(console, request, LISTS), list_id)
    return go_to(f"{FRONT}?done=dropped" if gone else f"{FRONT}/{list_id}")


def answer_file(console: Console, request: Asked, list_id: UUID, *, refused: bool) -> Stream:
    """The rows with their answers, as the command line gives them: to be mended and sent again."""
    staff = needs(console, request, LISTS)
    listing.find_list(console.house, staff, list_id)
    lines = answer_lines(console.house, list_id, scope_of(staff), refused=refused)
    name = f"onecard-list-{list_id.hex[-12:]}{'-refused' if refused else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Stream(lines, media_type="text/csv; charset=utf-8", headers=headers)


def _issuer_in(console: Console, staff: Staff, text: str) -> int | None:
    """A division that the agency acts for, as the API asks it; None for any other."""
    text = text.strip()
    known = text.isascii() and text.isdigit() and int(text) in console.house.book.places.divisions
    return int(text) if known and text.startswith(staff.reach) else None


def _default_issuer(staff: Staff) -> str:
    return str(division_of(staff) or "")


def _divisions(console: Console, staff: Staff, manner: Any) -> list[tuple[int, str]]:
    """The places whose cards the agency may ask for."""
    places = console.house.book.places
    own = sorted(code for code in places.divisions if str(code).startswith(staff.reach))
    return [(code, place_words(places, code, manner)) for code in own]


def _key(form: Form) -> str:
    return form.get("once", "")[:_KEY_LENGTH_MAX] or str(new_id())
