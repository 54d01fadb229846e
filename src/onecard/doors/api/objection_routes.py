"""Objections as staff of the answering agency read and answer them. Opening one is a look, and the person sees it."""

from datetime import datetime
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.api import examples_record as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_record import Answered, AnswerGiven, ObjectionListed, ObjectionNamed, ObjectionOpened
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction


@operation(
    "GET", "/objections", id="listObjections", summary="待答复的异议 · Objections that wait", tag="people",
    said=[examples.LISTED],
)  # fmt: skip
def list_objections(house: TheHouse, staff: TheStaff) -> list[ObjectionListed]:
    """What this agency has to answer, the most urgent first: at most a hundred, without what they say."""
    today = day_of(house.clock())
    with house.app.reading(scope_of(staff)) as tx:
        waiting = sharing.objections_to(tx, agency_id=staff.agency_id)
    return [ObjectionListed(w.objection_id, w.about_kind, w.made_at, w.due_on, w.due_on < today) for w in waiting]


@operation(
    "POST", "/objections/open", id="openObjection", summary="查看异议 · Open an objection", tag="people",
    problems=(sharing.ObjectionUnknown,), sent=examples.NAMED, said=examples.OPENED,
)  # fmt: skip
def open_objection(
    house: TheHouse, limits: TheLimits, staff: TheStaff, data: JSONBody[ObjectionNamed]
) -> ObjectionOpened:
    """What the person wrote and what it is about; nobody's name or number. The look is recorded."""
    limits.take("look", str(staff.staff_id))
    with house.app.writing(scope_of(staff)) as tx:
        one, about = sharing.read_objection(
            tx, agency_id=staff.agency_id, objection_id=data.objection_id, keyring=house.keyring
        )
        record_opening(house, tx, staff, one)
    if about.look is not None:
        look = about.look
        facts = (look.looked_at, look.subject, look.purpose, look.legal_basis, look.reference)
    else:
        facts = (*_use(house, one.holder_id, about.use_id), "", "", "")
    names = (one.objection_id, one.about_kind, one.text, one.made_at, one.due_on)
    return ObjectionOpened(*names, *facts, one.outcome, one.answer)


@operation(
    "POST", "/objections/answer", id="answerObjection", summary="答复异议 · Answer an objection", tag="people",
    problems=(
        sharing.ObjectionUnknown, sharing.ObjectionAnswered, sharing.ObjectionTextMissing, sharing.OwnLook,
        RequestKeyTaken,
    ),
    sent=examples.ANSWER, said=examples.ANSWERED,
)  # fmt: skip
def answer_objection(
    house: TheHouse, staff: TheStaff, request_key: RequestKey, data: JSONBody[AnswerGiven]
) -> Answered:
    """Once, and by somebody else than who looked; the person reads it beside the entry."""
    at = house.clock()
    request = request_of(staff, "answerObjection", request_key, data, house.keyring)
    with house.app.writing(scope_of(staff)) as tx:

        def answer() -> Answered:
            sharing.answer_objection(
                tx,
                agency_id=staff.agency_id,
                objection_id=data.objection_id,
                outcome=data.outcome,
                answer=data.answer,
                by=str(staff.staff_id),
                keyring=house.keyring,
                at=at,
            )
            return Answered(data.objection_id, data.outcome, at)

        return once(tx, request, Answered, answer, at=at)


def record_opening(house: House, tx: Transaction, staff: Staff, one: sharing.Objection) -> None:
    """That staff read this objection stands in the person's record too."""
    sharing.record_look(
        tx,
        holder_id=one.holder_id,
        onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
        subject="objection",
        ground=sharing.Ground("complaint", "statutory_duty", str(one.objection_id)[-12:]),
        found=True,
        at=house.clock(),
        keyring=house.keyring,
    )


def _use(house: House, holder_id: UUID, use_id: UUID | None) -> tuple[datetime, str]:
    """When and where a use was: its agency's point, read in the system's scope because uses are the person's alone."""
    assert use_id is not None, "what is no look is a use"
    with house.app.reading() as tx:
        row = usage.find_use(tx, holder_id=holder_id, use_id=use_id)
    assert row is not None, "uses are never forgotten"
    return row.happened_at, f"{row.point_zh} · {row.point_en}"


OBJECTION_ROUTES = [list_objections, open_objection, answer_objection]
