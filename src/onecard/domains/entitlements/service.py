"""The verbs for one person: granting, confirming herself, confirmed at a counter or at home, a face that failed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from onecard.domains.entitlements import law
from onecard.domains.entitlements.errors import (
    EntitlementMalformed,
    EntitlementStopped,
    EvidenceDayImpossible,
    NotEntitled,
)
from onecard.domains.entitlements.kinds import home_visit, self_service
from onecard.domains.entitlements.models import Entitlement, EntitlementEvent, Evidence, Move, NewEntitlement
from onecard.domains.entitlements.running import confirm
from onecard.domains.entitlements.sealing import seal_payees
from onecard.domains.entitlements.store import add_evidence, entitlements_of, sql, tell
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book

_NO_EVENT = UUID(int=0)
#: No entitlement that is kept here began before; an older list says the first month that is to be paid here.
_EARLIEST = date(1990, 1, 1)


def grant(
    tx: Transaction, new: Sequence[NewEntitlement], *, programme: str, basis: str, book: Book, keyring: Keyring,
    at: datetime, actor: str, first_row: int = 1,
) -> int:  # fmt: skip
    """People begin to be entitled to a programme; who is already, stays as she is. Returns how many are new.

    `basis` is the decision's document, `first_row` the first one's row where they stand in a
    list. Who is granted stood before somebody: her life is confirmed for the first time.
    """
    on = day_of(at)
    for row, one in enumerate(new, first_row):
        _check_new(one, row, on)
    months = {place: law.value(book, "confirmed_months", place=place, on=on) for place in {one.place for one in new}}
    known = {row.holder_id for row in entitlements_of(tx, [one.holder_id for one in new], on=on)
             if row.programme == programme}  # fmt: skip
    fresh = [one for one in new if one.holder_id not in known]
    holders = [one.holder_id for one in fresh]
    added = sql.add_entitlements(
        tx,
        programme=programme,
        holders=columns.ids(holders),
        places=columns.small_numbers([one.place for one in fresh]),
        sinces=columns.days([one.since for one in fresh]),
        valid=columns.days([later(on, months[one.place]) for one in fresh]),
        payees=columns.octets(seal_payees(keyring, (one.payee for one in fresh), holders)),
        on=on,
        at=at,
    )
    sinces = columns.days([one.since for one in fresh])
    fen = columns.numbers([one.monthly_fen for one in fresh])
    sql.add_amounts(tx, programme=programme, holders=columns.ids(holders), months=sinces, fen=fen, basis=basis, at=at)
    facts = [{"since": one.since, "monthly_fen": one.monthly_fen, "basis": basis} for one in fresh]
    happened = [(one.holder_id, programme, "granted", dict(said)) for one, said in zip(fresh, facts, strict=True)]
    tell(tx, happened, at=at, actor=actor)
    return int(added)


def list_of(tx: Transaction, *, holder_id: UUID, at: datetime) -> list[Entitlement]:
    """What a person is entitled to, as it stands."""
    return entitlements_of(tx, [holder_id], on=day_of(at))


def confirm_self(tx: Transaction, *, holder_id: UUID, book: Book, at: datetime) -> list[Move]:
    """The person confirms herself in her own session. First the door has proven her by her password."""
    _require(tx, holder_id, at)
    self_service.check(tx, holder_id)
    return _take(tx, Evidence(holder_id, self_service.KIND, day_of(at)), book=book, at=at, actor="resident")


def confirm_seen(
    tx: Transaction, *, holder_id: UUID, reference: str, book: Book, at: datetime, actor: str
) -> list[Move]:
    """A member of staff saw her at a counter; `reference` names the file."""
    _require(tx, holder_id, at)
    return _take(tx, Evidence(holder_id, "counter", day_of(at), reference), book=book, at=at, actor=actor)


def confirm_visited(
    tx: Transaction, *, holder_id: UUID, visitors: Sequence[str], day: date, reference: str, book: Book, at: datetime,
    actor: str,
) -> list[Move]:  # fmt: skip
    """Staff came to her home on a day: named, and as many as the rule says."""
    held, on = _require(tx, holder_id, at), day_of(at)
    needed = max(law.value(book, "visit_staff", place=one.place, on=on) for one in held)
    home_visit.check(visitors, needed=needed)
    longest = min(law.value(book, "home_visit_days", place=one.place, on=on) for one in held)
    if not 0 <= (on - day).days < longest:
        raise EvidenceDayImpossible
    said = f"{reference} · {', '.join(sorted(one.strip() for one in visitors))}"
    return _take(tx, Evidence(holder_id, home_visit.KIND, day, said), book=book, at=at, actor=actor)


def hear_face(
    tx: Transaction, *, holder_id: UUID, matched: bool, reference: str, book: Book, at: datetime, actor: str
) -> list[Move]:
    """What an outside program says of a face. One that did not match is kept in the history and changes nothing."""
    held = _require(tx, holder_id, at)
    if not matched:
        tell(tx, [(holder_id, one.programme, "face_failed", {}) for one in held], at=at, actor=actor)
        return []
    return _take(tx, Evidence(holder_id, "face_match", day_of(at), reference), book=book, at=at, actor=actor)


def evidence_of(tx: Transaction, *, holder_id: UUID, at_most: int = 50) -> list[Evidence]:
    """What shows that a person lives, the latest first."""
    rows = sql.list_evidence(tx, holder_id=holder_id, at_most=at_most)
    return [Evidence(holder_id, row.kind, row.day, row.reference) for row in rows]


def entries_before(
    tx: Transaction, *, holder_id: UUID, before: datetime, before_event: UUID = _NO_EVENT, at_most: int = 30
) -> list[EntitlementEvent]:
    """A page of what happened, newest first; the next begins before the last one's moment and id."""
    page = {"before": before, "before_event": before_event, "at_most": at_most}
    return [EntitlementEvent(*row) for row in sql.events_before(tx, holder_id=holder_id, **page)]


def counts(tx: Transaction) -> list[tuple[str, str, int]]:
    """How many people are in each state of each programme."""
    return [(row.programme, row.state, row.people) for row in sql.count_states(tx)]


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    count = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(count // 12, count % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _take(tx: Transaction, piece: Evidence, *, book: Book, at: datetime, actor: str) -> list[Move]:
    on = day_of(at)
    held = entitlements_of(tx, [piece.holder_id], on=on)
    add_evidence(tx, [piece], at=at, actor=actor)
    return confirm(tx, [piece.holder_id], law.law_of(book, (one.place for one in held), on=on), at=at, actor=actor)


def _require(tx: Transaction, holder_id: UUID, at: datetime) -> list[Entitlement]:
    held = entitlements_of(tx, [holder_id], on=day_of(at))
    if not held:
        raise NotEntitled
    if all(one.state == "stopped" for one in held):
        raise EntitlementStopped
    return [one for one in held if one.state != "stopped"]


def _check_new(one: NewEntitlement, row: int, on: date) -> None:
    if one.since.day != 1 or not _EARLIEST <= one.since <= later(on, 12):
        raise EntitlementMalformed(row=row, what_zh="起始月份不成立", what_en="the first month is impossible")
    if not 0 < one.monthly_fen < 10**9:
        raise EntitlementMalformed(row=row, what_zh="月标准应大于零", what_en="the monthly amount is above nothing")
