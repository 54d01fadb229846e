"""A resident's record as one timeline, objections to what stands in it, and the record as a sealed file."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.params import JSONBody, QueryParameter

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_record as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_record import (
    EntryShape,
    ExportWanted,
    Kind,
    LineShape,
    ObjectionShape,
    ObjectionWanted,
    SealedRecord,
)
from onecard.doors.bootstrap import House
from onecard.doors.look.manner import Manner
from onecard.doors.paging import NO_ID
from onecard.doors.record.entries import Asked, Entry
from onecard.doors.record.export import export_record
from onecard.doors.record.objecting import object_to_entry
from onecard.doors.record.reading import read_record
from onecard.doors.record.telling import Agencies, Named, Teller, names_in
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import scope_of

_REFUSED = (sharing.EntryUnknown, sharing.ObjectionExists, sharing.ObjectionTextMissing, RequestKeyTaken)


class _Made(msgspec.Struct, frozen=True):
    """What is kept of an answer."""

    about_id: UUID


@operation(
    "GET", "/me/record", id="listMyRecord", summary="我的记录 · My record", tag="me", said=[examples.ENTRY],
)  # fmt: skip
def list_my_record(
    house: TheHouse,
    resident: TheResident,
    *,
    kind: Annotated[Kind | None, QueryParameter(description="only this kind")] = None,
    before: Annotated[datetime | None, QueryParameter(description="earlier than this moment")] = None,
    before_entry: Annotated[UUID, QueryParameter(description="among entries of that moment: before this one")] = NO_ID,
    at_most: Annotated[int, QueryParameter(ge=1, le=100)] = 30,
) -> list[EntryShape]:
    """What happened to card and e-card, phones, prints, wallets, family, services, uses, looks: newest first.

    Each entry says who did it and why, and where a rule decided, the rule with its document and since when it holds.

    For the next page give the last `happened_at` as `before` and its `entry_id` as `before_entry`.
    """
    holder_id = resident.holder_id
    with house.app.reading(scope_of(resident)) as tx:
        asked = Asked.of(house, tx, holder_id, before=before, before_entry=before_entry, at_most=at_most)
        entries = read_record(asked, kind=kind or "")
        named = names_in(house, tx, holder_id, entries)
        about = [entry.entry_id for entry in entries if entry.may_be_objected_to]
        made = sharing.objections_about(tx, holder_id=holder_id, about=about, keyring=house.keyring)
    return _tell(house, entries, named, made)


@operation(
    "POST", "/me/record/objections", id="objectToEntry", summary="对记录提出异议 · Object to an entry", tag="me",
    problems=_REFUSED, sent=examples.OBJECTION_WANTED, said=examples.OBJECTION,
)  # fmt: skip
def object_to_my_entry(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[ObjectionWanted]
) -> ObjectionShape:
    """To a look or a use; it goes to the agency that did it, which answers within the days of the rule."""
    request = request_of(resident, "objectToEntry", request_key, data, house.keyring)
    holder_id = resident.holder_id
    with house.app.writing(scope_of(resident)) as tx:

        def make() -> _Made:
            made = object_to_entry(
                house, tx, holder_id=holder_id, kind=data.about_kind, entry_id=data.about_id, text=data.text
            )
            return _Made(made.about_id)

        # Kept is only what it was about: what a person wrote stands nowhere unsealed.
        about = once(tx, request, _Made, make, at=house.clock()).about_id
        made = sharing.objections_about(tx, holder_id=holder_id, about=[about], keyring=house.keyring)[about]
        return _tell_objection(made, agencies.find_agencies(tx, [made.agency_id]))


@operation(
    "GET", "/me/objections", id="listMyObjections", summary="我的异议 · My objections", tag="me",
    said=[examples.OBJECTION],
)  # fmt: skip
def list_my_objections(house: TheHouse, resident: TheResident) -> list[ObjectionShape]:
    """All of them with their answers, the latest first; the newest hundred."""
    with house.app.reading(scope_of(resident)) as tx:
        made = sharing.objections_of(tx, holder_id=resident.holder_id, keyring=house.keyring)
        known = agencies.find_agencies(tx, {one.agency_id for one in made})
    return [_tell_objection(one, known) for one in made]


@operation(
    "POST", "/me/record/export", id="exportMyRecord", summary="导出我的记录 · Export my record", tag="me",
    problems=(ecards.PasswordWrong, ecards.SignInLocked, ecards.EcardStopped), sent=examples.EXPORT_WANTED,
    said=examples.SEALED,
)  # fmt: skip
def export_my_record(house: TheHouse, resident: TheResident, data: JSONBody[ExportWanted]) -> SealedRecord:
    """The whole record, signed by the platform: masked, or with the e-card password in full."""
    if data.password is not None:
        prove_holder(house, resident.holder_id, data.password)
    with house.app.writing(scope_of(resident)) as tx:
        made = export_record(
            house,
            tx,
            holder_id=resident.holder_id,
            form="json",
            whole=data.password is not None,
            manner=Manner(data.language),
        )
    return msgspec.convert(json.loads(made.body), SealedRecord)


def _tell(house: House, entries: list[Entry], named: Named, made: dict[UUID, sharing.Objection]) -> list[EntryShape]:
    zh, en = (Teller(house, named, Manner(language)) for language in ("zh", "en"))
    return [_tell_entry(entry, zh, en, named.agencies, made.get(entry.entry_id)) for entry in entries]


def _tell_entry(
    entry: Entry, zh: Teller, en: Teller, known: Agencies, objection: sharing.Objection | None
) -> EntryShape:
    one, other = zh.tell(entry), en.tell(entry)
    pairs = zip(one.lines, other.lines, strict=True)
    return EntryShape(
        entry.kind,
        entry.entry_id,
        entry.happened_at,
        one.title,
        other.title,
        one.by,
        other.by,
        [LineShape(a.label, b.label, a.words, b.words) for a, b in pairs],
        one.paid_fen,
        entry.may_be_objected_to and objection is None,
        _tell_objection(objection, known) if objection else None,
    )


def _tell_objection(one: sharing.Objection, known: Agencies) -> ObjectionShape:
    agency = known.get(one.agency_id)
    names = (agency.name_zh, agency.name_en) if agency else ("", "")
    return ObjectionShape(
        one.objection_id,
        one.about_kind,
        one.about_id,
        *names,
        one.text,
        one.made_at,
        one.due_on,
        one.outcome,
        one.answer,
        one.answered_at,
    )


RECORD_ROUTES = [list_my_record, object_to_my_entry, list_my_objections, export_my_record]
