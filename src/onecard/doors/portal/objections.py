"""An objection as the resident's pages show it, and how a page takes one: once, however often the form is sent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from onecard.domains.sharing import api as sharing
from onecard.doors.look.manner import Manner
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.record.objecting import object_to_entry
from onecard.doors.record.telling import WORDS, Agencies
from onecard.doors.security.request_keys import once, request_of
from onecard.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection in words."""

    text: str
    agency: str
    made_at: datetime
    due_on: date
    outcome: str
    answer: str
    answered_at: datetime | None


def shown_objection(made: sharing.Objection, known: Agencies, manner: Manner) -> ShownObjection:
    """The objection with the agency's name and, once it is answered, the outcome in words."""
    agency = known.get(made.agency_id)
    name = manner.pick(agency.name_zh, agency.name_en) if agency else ""
    outcome = WORDS.say(f"outcome.{made.outcome}", {}, manner.language) if made.outcome else ""
    return ShownObjection(made.text, name, made.made_at, made.due_on, outcome, made.answer, made.answered_at)


def object_here(portal: Portal, request: Asked, *, kind: sharing.AboutKind, about: UUID, text: str, key: str) -> str:
    """Keep the objection; what is wrong with its text, or nothing. Any other refusal is raised and becomes a page."""
    resident, (_, manner), house = portal.resident(request), portal.words(request), portal.house
    asked = request_of(resident, "portal.objection", (key or str(new_id()))[:64], [kind, str(about)], house.keyring)
    try:
        with portal.writing(resident) as tx:

            def make() -> _Done:
                object_to_entry(house, tx, holder_id=resident.holder_id, kind=kind, entry_id=about, text=text)
                return _Done()

            once(tx, asked, _Done, make, at=house.clock())
    except sharing.ObjectionTextMissing as problem:
        said = problem.words()
        return manner.pick(said["title_zh"], said["title"])
    return ""


class _Done(Struct, frozen=True):
    """All there is to keep of a form's answer."""
