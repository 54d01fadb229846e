"""Objections as the answering agency works on them: listed without what they say, opened with a look, answered once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.api.objection_routes import record_opening
from onecard.doors.bootstrap import House
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of

OUTCOMES: tuple[sharing.Outcome, ...] = ("explained", "corrected", "upheld")


class Answered(msgspec.Struct, frozen=True):
    """An objection was answered; counted among the day's errands."""

    errand: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One objection with the entry it is about; nobody's name or number."""

    objection: sharing.Objection
    look: sharing.Look | None
    use: Any


def waiting(house: House, staff: Staff) -> list[sharing.ObjectionWaiting]:
    """What this agency has to answer, the most urgent first."""
    with house.app.reading(scope_of(staff)) as tx:
        return sharing.objections_to(tx, agency_id=staff.agency_id)


def open_objection(house: House, staff: Staff, objection_id: UUID, *, look: bool) -> Opened:
    """Read one; with `look` that it was read is written down first, as it must be once for each opening."""
    with house.app.writing(scope_of(staff)) as tx:
        one, about = sharing.read_objection(
            tx, agency_id=staff.agency_id, objection_id=objection_id, keyring=house.keyring
        )
        if look:
            record_opening(house, tx, staff, one)
    return Opened(one, about.look, _use(house, one.holder_id, about.use_id))


def answer(house: House, staff: Staff, objection_id: UUID, *, outcome: sharing.Outcome, text: str, key: str) -> None:
    """The agency's answer, once, and by somebody else than who looked."""
    at, asked = house.clock(), [str(objection_id), outcome, text]
    request = request_of(staff, "console.objection", key, asked, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def work() -> Answered:
            sharing.answer_objection(
                tx, agency_id=staff.agency_id, objection_id=objection_id, outcome=outcome, answer=text,
                by=str(staff.staff_id), keyring=house.keyring, at=at,
            )  # fmt: skip
            return Answered("answer-objection")

        once(tx, request, Answered, work, at=at)


def _use(house: House, holder_id: UUID, use_id: UUID | None) -> Any:
    """A use at the agency's own point, read in the system's scope because uses are the person's alone."""
    if use_id is None:
        return None
    with house.app.reading() as tx:
        return usage.find_use(tx, holder_id=holder_id, use_id=use_id)
