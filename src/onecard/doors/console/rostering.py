"""Rosters at the console: begun, filled from a file, and everything people decide about one; each verb once a key.

A verb that touches what is another agency's (a quota, people registered elsewhere) runs for the system, after the
roster was found in the operator's own scope.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec

from onecard.domains.rosters import api as rosters
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.doors.console.errors import ListTooLong
from onecard.doors.rosters import digest_of, terms_of
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import SYSTEM, Transaction
from onecard.kernel.sheets import Row, open_sheet

#: More come over the API or the command line, where nobody waits for the page.
ROWS_MAX = 50_000


class Decided(msgspec.Struct, frozen=True):
    """What a verb did, in the little that a page needs afterwards."""

    roster_id: UUID


Work = Callable[[Transaction], object]


@dataclass(frozen=True, slots=True)
class Errand:
    """One verb of one form: in which house, by whom, about which roster, under which key."""

    house: House
    staff: Staff
    roster_id: UUID
    key: str


def hand_of(staff: Staff) -> rosters.Hand:
    """Who acts for which agency."""
    return rosters.Hand(f"staff {staff.staff_id}", staff.agency_id)


def begin_with_file(house: House, staff: Staff, project_id: UUID, *, name: str, content: bytes, key: str) -> UUID:
    """A roster with its first file, or neither; sent twice it is the one that was begun."""
    roster_id, at = uuid5(staff.staff_id, f"{project_id} {key}"), house.clock()
    asked = [project_id, name, sha256(content).hexdigest()]
    request = request_of(staff, "console.roster", key, asked, house.keyring)
    wanted = rosters.RosterWanted(roster_id, project_id, name)
    with house.app.writing(scope_of(staff)) as tx:

        def make() -> Decided:
            rosters.begin_roster(tx, wanted, hand=hand_of(staff), at=at)
            _add(house, tx, staff, roster_id, content)
            return Decided(roster_id)

        return once(tx, request, Decided, make, at=at).roster_id


def add_file(house: House, staff: Staff, roster_id: UUID, content: bytes) -> bool:
    """Take a file's rows; whether it was there before. A roster knows a file by what is in it, so it needs no key."""
    with house.app.writing(scope_of(staff)) as tx:
        return _add(house, tx, staff, roster_id, content)


def post_notice(errand: Errand) -> None:
    """Hang out what was checked."""
    _decide(errand, "notice", lambda tx: rosters.post_notice(tx, **_who(errand), keyring=errand.house.keyring))


def withdraw(errand: Errand) -> None:
    """Give the roster up; the quota that becomes free is the department's."""
    _decide(errand, "withdraw", lambda tx: rosters.withdraw_roster(tx, **_who(errand)), system=True)


def drop(errand: Errand, number: int) -> None:
    """Take one entry out."""
    _decide(errand, "drop", lambda tx: rosters.drop_entry(tx, **_who(errand), number=number), number, system=True)


def object_to(errand: Errand, number: int, ground: rosters.ObjectionGround) -> None:
    """Write an objection down: it holds one entry."""

    def write_down(tx: Transaction) -> object:
        return rosters.object_to_entry(tx, **_who(errand), number=number, ground=ground)

    _decide(errand, "object", write_down, number, ground)


def settle(errand: Errand, number: int, outcome: rosters.ObjectionOutcome) -> None:
    """The department's word on an objection."""

    def say(tx: Transaction) -> object:
        return rosters.settle_objection(tx, **_who(errand), number=number, outcome=outcome)

    _decide(errand, "settle", say, number, outcome)


def approve(errand: Errand, level: rosters.Level) -> None:
    """Say yes at a level."""

    def say_yes(tx: Transaction) -> object:
        return rosters.approve_roster(tx, **_who(errand), level=level, keyring=errand.house.keyring)

    _decide(errand, "approve", say_yes, level)


def send_back(errand: Errand, level: rosters.Level, reason: rosters.BackReason) -> None:
    """Send it back to who made it."""

    def send(tx: Transaction) -> object:
        return rosters.send_back(tx, **_who(errand), level=level, reason=reason)

    _decide(errand, "send_back", send, level, reason)


def hand_over(errand: Errand) -> None:
    """Give payment what was approved; people are looked at once more, wherever they are registered."""

    def give(tx: Transaction) -> object:
        return rosters.hand_over(tx, terms_of, **_who(errand), keyring=errand.house.keyring)

    _decide(errand, "hand_over", give, system=True)


def check_again(house: House, staff: Staff, roster_id: UUID, number: int) -> rosters.RowChecked:
    """One row's checks as they are now, wherever its person is registered; the look stands in that person's record."""
    at = house.clock()
    _require(house, staff, roster_id)
    with house.app.writing() as tx:
        roster = rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
        project = rosters.find_project(tx, project_id=roster.project_id)
        told = rosters.check_again(
            tx, terms_of, roster=roster, project=project, number=number, keyring=house.keyring,
            divisions=house.book.places.divisions, at=at,
        )  # fmt: skip
        if told.holder_id is not None:
            sharing.record_look(
                tx,
                holder_id=told.holder_id,
                onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
                subject="entitlement",
                ground=sharing.Ground("benefit_check", "statutory_duty", f"roster {str(roster_id)[-12:]}"),
                found=True,
                at=at,
                keyring=house.keyring,
            )
    return told


def _add(house: House, tx: Transaction, staff: Staff, roster_id: UUID, content: bytes) -> bool:
    whose = rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)
    columns = rosters.columns_of(terms_of(rosters.find_project(tx, project_id=whose.project_id)).bound)
    with tempfile.NamedTemporaryFile(prefix="onecard-roster-") as file:
        file.write(content)
        file.flush()
        path = Path(file.name)
        return rosters.add_rows(
            tx, roster_id=roster_id, digest=digest_of(path), rows=_bounded(open_sheet(path, columns).rows),
            hand=hand_of(staff), keyring=house.keyring, at=house.clock(),
        ).repeated  # fmt: skip


def _who(errand: Errand) -> dict[str, Any]:
    return {"roster_id": errand.roster_id, "hand": hand_of(errand.staff), "at": errand.house.clock()}


def _decide(errand: Errand, verb: str, work: Work, *asked: object, system: bool = False) -> None:
    house, staff = errand.house, errand.staff
    said = [errand.roster_id, *asked]
    request = request_of(staff, f"console.roster.{verb}", errand.key, said, house.keyring)
    _require(house, staff, errand.roster_id)
    with house.app.writing(SYSTEM if system else scope_of(staff)) as tx:

        def do() -> Decided:
            work(tx)
            return Decided(errand.roster_id)

        once(tx, request, Decided, do, at=house.clock())


def _require(house: House, staff: Staff, roster_id: UUID) -> None:
    """In the operator's own scope: RosterUnknown where the agency neither makes nor decides about it."""
    with house.app.reading(scope_of(staff)) as tx:
        rosters.find_roster(tx, roster_id=roster_id, agency_id=staff.agency_id)


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for many, row in enumerate(rows, 1):
        if many > ROWS_MAX:
            raise ListTooLong(most=f"{ROWS_MAX:,}")
        yield row
