"""The resident's own record: one timeline, a use's receipt, a look's reasons, objections, and the record as a file."""

from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery

from onecard.domains.agencies import api as agencies
from onecard.domains.delegations import api as delegations
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.family.telling import delegate_words
from onecard.doors.look import writing
from onecard.doors.look.forms import go_to, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.paging import NO_ID, older
from onecard.doors.portal.desk import Asked as Visit
from onecard.doors.portal.desk import Portal
from onecard.doors.portal.objections import ShownObjection, object_here, shown_objection
from onecard.doors.portal.routes_export import export_routes
from onecard.doors.portal.uses import shown_use
from onecard.doors.record.entries import Asked, Entry
from onecard.doors.record.objecting import answer_days
from onecard.doors.record.reading import read_record
from onecard.doors.record.sources import SOURCES, look_entry
from onecard.doors.record.telling import WORDS, Teller, Told, names_in
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import Resident
from onecard.kernel.clock import day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

A_PAGE = 30


def record_routes(portal: Portal) -> list[Any]:
    """GET /records, /records/{use}, /records/looks/{look}; POST /records/objections; and the export."""

    @get("/records", sync_to_thread=True, include_in_schema=False)
    def records(
        request: Visit,
        kind: FromQuery[str] = "",
        before: FromQuery[datetime | None] = None,
        before_entry: FromQuery[UUID] = NO_ID,
    ) -> Response[str]:
        return show_records(portal, request, kind if kind in SOURCES else "", before, before_entry)

    @get("/records/{use_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def receipt(request: Visit, use_id: FromPath[UUID], done: FromQuery[str] = "") -> Response[str]:
        return show_receipt(portal, request, use_id, done=done == "objection")

    @get("/records/looks/{look_id:uuid}", sync_to_thread=True, include_in_schema=False)
    def look(request: Visit, look_id: FromPath[UUID], done: FromQuery[str] = "") -> Response[str]:
        return show_look(portal, request, look_id, done=done == "objection")

    @post("/records/objections", status_code=200, include_in_schema=False)
    async def objection(request: Visit) -> Response[Any]:
        form = dict(await small_form(request))
        return await sync_to_thread(take_objection, portal, request, form)

    return [records, receipt, look, objection, *export_routes(portal)]


def show_records(
    portal: Portal, request: Visit, kind: str, before: datetime | None, before_entry: UUID
) -> Response[str]:
    """A page of the record by month, newest first, with the kinds to choose from and the way to older entries."""
    resident, (t, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        asked = Asked.of(
            portal.house, tx, resident.holder_id, before=before, before_entry=before_entry, at_most=A_PAGE + 1
        )
        entries = read_record(asked, kind=kind)
        page = entries[:A_PAGE]
        teller = _teller(portal, tx, resident, page, manner)
        about = [entry.entry_id for entry in page if entry.may_be_objected_to]
        made = sharing.objections_about(tx, holder_id=resident.holder_id, about=about, keyring=portal.house.keyring)
    more = page[-1] if len(entries) > A_PAGE else None
    return portal.show(
        request,
        "records.html",
        resident,
        "records",
        kind=kind,
        kinds=[("", t("records.all")), *((name, WORDS.say(f"kind.{name}", {}, manner.language)) for name in SOURCES)],
        months=_by_month([teller.tell(entry) for entry in page], manner),
        objections={one: "answered" if found.outcome else "waiting" for one, found in made.items()},
        older=_older(more, kind) if more else "",
    )


def show_receipt(
    portal: Portal, request: Visit, use_id: UUID, *, done: bool = False, wrong: str = "", text: str = ""
) -> Response[str]:
    """What one use cost, who bears it, and why; and the objection to it, or the way to make one."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        row = usage.find_use(tx, holder_id=resident.holder_id, use_id=use_id)
        if row is None:
            raise NothingHere
        facts = _objecting(portal, tx, resident, use_id, manner)
        shown_by = _shown_by(portal, tx, resident, use_id, manner)
    use = shown_use(row, portal.looks, portal.house.book.places, manner)
    return portal.show(
        request,
        "receipt.html",
        resident,
        "records",
        status=422 if wrong else 200,
        place=f"/records/{use_id}",
        use=use,
        shown_by=shown_by,
        **_form("use", use_id, done, wrong, text),
        **facts,
    )


def show_look(
    portal: Portal, request: Visit, look_id: UUID, *, done: bool = False, wrong: str = "", text: str = ""
) -> Response[str]:
    """One look at the resident's data: who, at what, why and by what right; and the objection to it."""
    resident, (_, manner) = portal.resident(request), portal.words(request)
    with portal.reading(resident) as tx:
        found = sharing.find_look(tx, holder_id=resident.holder_id, look_id=look_id)
        if found is None:
            raise NothingHere
        entry = look_entry(found)
        told = _teller(portal, tx, resident, [entry], manner).tell(entry)
        facts = _objecting(portal, tx, resident, look_id, manner)
    return portal.show(
        request,
        "look.html",
        resident,
        "records",
        status=422 if wrong else 200,
        place=f"/records/looks/{look_id}",
        look=told,
        may_object=entry.may_be_objected_to,
        **_form("look", look_id, done, wrong, text),
        **facts,
    )


def take_objection(portal: Portal, request: Visit, form: dict[str, str]) -> Response[Any]:
    """Keep an objection and come back to the entry, which now shows it; what was typed stays where it is wrong."""
    portal.resident(request)
    kind, about = form.get("about_kind", ""), _uuid(form.get("about_id", ""))
    if kind not in ("look", "use") or about is None:
        raise NothingHere
    text, again = form.get("text", ""), {"look": show_look, "use": show_receipt}[kind]
    wrong = object_here(portal, request, kind=kind, about=about, text=text, key=form.get("once", ""))  # type: ignore[arg-type]
    if wrong:
        return again(portal, request, about, wrong=wrong, text=text)
    return go_to(f"/records/{'looks/' if kind == 'look' else ''}{about}?done=objection")


def _teller(portal: Portal, tx: Transaction, resident: Resident, entries: list[Entry], manner: Manner) -> Teller:
    named = names_in(portal.house, tx, resident.holder_id, entries)
    return Teller(portal.house, named, manner, looks=portal.looks)


def _shown_by(portal: Portal, tx: Transaction, resident: Resident, use_id: UUID, manner: Manner) -> dict[UUID, str]:
    """Which relative showed the code, where it was one."""
    found = delegations.delegates_of_uses(tx, holder_id=resident.holder_id, uses=[use_id])
    return {use: manner.pick(*delegate_words(one, portal.house.keyring)) for use, one in found.items()}


def _objecting(portal: Portal, tx: Transaction, resident: Resident, entry_id: UUID, manner: Manner) -> dict[str, Any]:
    """The objection to an entry, if there is one, and how many days its agency has."""
    house, holder_id = portal.house, resident.holder_id
    made = sharing.objections_about(tx, holder_id=holder_id, about=[entry_id], keyring=house.keyring).get(entry_id)
    shown: ShownObjection | None = None
    if made is not None:
        shown = shown_objection(made, agencies.find_agencies(tx, [made.agency_id]), manner)
    return {"objection": shown, "days": answer_days(house, tx, holder_id, house.clock())}


def _form(kind: str, about: UUID, done: bool, wrong: str, text: str) -> dict[str, Any]:
    problems = [("text", wrong)] if wrong else []
    names = {"about_kind": kind, "about_id": about, "once": new_id(), "objected": done}
    return {**names, "problems": problems, "wrong": {"text": wrong}, "text": text}


def _by_month(told: list[Told], manner: Manner) -> list[tuple[str, list[Told]]]:
    """Entries in groups of a Shanghai calendar month, in the order given."""
    grouped = groupby(told, key=lambda one: day_of(one.happened_at).replace(day=1))
    return [(writing.month(first, manner.language), list(group)) for first, group in grouped]


def _older(last: Entry, kind: str) -> str:
    page = older(before=last.happened_at, before_entry=last.entry_id)
    return f"kind={kind}&{page}" if kind else page


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
