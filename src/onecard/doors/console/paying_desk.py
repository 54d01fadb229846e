"""Payments at the console: how far a batch is, as figures and a picture; a line issued again, a dispute settled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters import api as rosters
from onecard.doors.bootstrap import House
from onecard.doors.console.telling_lists import Say
from onecard.doors.look.charts import stacked
from onecard.doors.look.manner import Manner
from onecard.doors.look.writing import reference_of
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import SYSTEM, Transaction

PAY = "disbursement.pay"
#: Whoever at a finance department decides about money may see how far it is.
SEES = frozenset({PAY, "rosters.approve_finance"})
NUMBER_MOST = 2**31


class Numbered(msgspec.Struct, frozen=True):
    """The line that a verb left or made."""

    number: int


def handed_over(
    tx: Transaction, staff: Staff, given: Sequence[rosters.Handover], t: Say
) -> list[tuple[rosters.Handover, dict[str, Any] | None]]:
    """What of a roster is with payment, and for whoever may see it how far each batch is."""
    told: list[tuple[rosters.Handover, dict[str, Any] | None]] = []
    for one in given:
        batch = None
        if staff.permissions & SEES:
            try:
                found = disbursement.progress(tx, agency_id=staff.agency_id, batch_id=one.batch_id)
                batch = told_batch(found, t)
            except disbursement.BatchUnknown:
                batch = None  # another agency's money
        told.append((one, batch))
    return told


def told_batch(one: disbursement.BatchProgress, t: Say) -> dict[str, Any]:
    """A batch: for what, and where its money is, as a bar with its key."""
    counts = one.counts
    ready = counts.get("approved", 0)
    sent = sum(counts.get(state, 0) for state in ("instructed", "sent", "accepted"))
    back = sum(counts.get(state, 0) for state in ("rejected", "returned"))
    parts = [
        ("paid", counts.get("paid", 0), one.paid_fen), ("outstanding", ready + sent, one.outstanding_fen),
        ("home", back, one.home_fen),
    ]  # fmt: skip
    words = ", ".join(f"{t(f'payments.part.{name}')} {many}" for name, many, _ in parts if many)
    state = "finished" if one.finished else "running"
    return {
        "id": one.batch_id,
        "number": reference_of(one.batch_id),
        "purpose": one.purpose,
        "period": one.period,
        "bank": one.bank,
        "at": one.recorded_at,
        "lines": one.lines,
        "amount_fen": one.amount_fen,
        "state": t(f"payments.state.{state}"),
        "kind": {"finished": "good"}.get(state, "warn"),
        "live": not one.finished,
        "bar": stacked([fen for *_, fen in parts], one.amount_fen, name=words),
        "legend": [(t(f"payments.part.{name}"), many, fen) for name, many, fen in parts],
        "stages": [
            (t(f"payments.stage.{name}"), many)
            for name, many in (("approved", ready), ("instructed", counts.get("instructed", 0)), ("sent", sent
            - counts.get("instructed", 0)), ("paid", counts.get("paid", 0)), ("back", back))
        ],
        "reissued": one.reissued,
        "doubted": one.doubted,
        "disputed": one.disputed,
    }  # fmt: skip


def told_line(one: disbursement.Line, manner: Manner) -> dict[str, Any]:
    """A line: what became of it, why, what to do; and what may be done here."""
    told = disbursement.tell(one)
    said, advice, reason = told["said"], told["next"], told.get("reason")
    back = one.state in ("rejected", "returned")
    mark = "bad" if one.disputed_at or back else "warn" if one.doubted_at else "good" if one.state == "paid" else ""
    return {
        "number": one.number,
        "amount_fen": one.amount_fen,
        "attempt": one.attempt,
        "since": one.state_since,
        "said": manner.pick(*said),
        "next": manner.pick(*advice),
        "reason": manner.pick(*reason) if reason else "",
        "bank_reason": one.bank_reason or "",
        "kind": mark,
        "reissued": one.reissued_as is not None,
        "may_reissue": back and one.reissued_as is None and one.disputed_at is None,
        "may_settle": one.disputed_at is not None,
    }


def find_line(tx: Transaction, staff: Staff, batch_id: UUID, number: int) -> disbursement.Line:
    """A line of one of the agency's batches; LineUnknown."""
    disbursement.progress(tx, agency_id=staff.agency_id, batch_id=batch_id)
    if not 0 < number < NUMBER_MOST:
        raise disbursement.LineUnknown
    return disbursement.line_of(tx, batch_id=batch_id, number=number)


@dataclass(frozen=True, slots=True)
class LineErrand:
    """One verb of one form: in which house, by whom, about which line, under which key."""

    house: House
    staff: Staff
    batch_id: UUID
    number: int
    key: str


def reissue(errand: LineErrand, payee: disbursement.Payee | None) -> int:
    """Issue it again, to the same account or another; the number of the new line."""
    house, staff = errand.house, errand.staff
    line: dict[str, Any] = {"batch_id": errand.batch_id, "number": errand.number}
    by = f"staff {staff.staff_id}"

    def issue(tx: Transaction) -> int:
        find_line(tx, staff, **line)
        made = disbursement.reissue(tx, **line, payee=payee, keyring=house.keyring, at=house.clock(), staff=by)
        return made.number

    return _once(errand, "reissue", [payee.name, payee.account, payee.bank] if payee else None, issue)


def settle(errand: LineErrand, found: disbursement.Found) -> int:
    """Record where the money of a disputed line was found to be; only the system moves an institution's money."""
    house, staff = errand.house, errand.staff
    line: dict[str, Any] = {"batch_id": errand.batch_id, "number": errand.number}
    by = f"staff {staff.staff_id}"
    with house.app.reading(scope_of(staff)) as tx:
        find_line(tx, staff, **line)

    def say(tx: Transaction) -> int:
        return disbursement.settle_dispute(tx, **line, found=found, at=house.clock(), staff=by).number

    return _once(errand, "settle", found, say, system=True)


def _once(
    errand: LineErrand, verb: str, asked: object, work: Callable[[Transaction], int], *, system: bool = False
) -> int:
    house, said = errand.house, [errand.batch_id, errand.number, asked]
    request = request_of(errand.staff, f"console.payment.{verb}", errand.key, said, house.keyring)
    with house.app.writing(SYSTEM if system else scope_of(errand.staff)) as tx:
        return once(tx, request, Numbered, lambda: Numbered(work(tx)), at=house.clock()).number
