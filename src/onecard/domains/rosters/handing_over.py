"""Handing a roster over to payment: what stands and was approved, as one batch, once.

Looked at once more first, for days have gone by: who died or whose card was lost meanwhile is held, and the others go.
An entry that was held and is released later follows as a further batch of the same approval.
"""

from collections.abc import Iterator
from datetime import datetime
from hmac import compare_digest
from uuid import UUID, uuid5

from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters.candidates import look_again
from onecard.domains.rosters.checking import Terms
from onecard.domains.rosters.checks import run_again
from onecard.domains.rosters.digesting import require_unchanged
from onecard.domains.rosters.errors import LevelOfAnother, NothingStands, RosterChanged
from onecard.domains.rosters.errors_rows import PersonDeceased, ProgrammesExclude
from onecard.domains.rosters.models import Entry, Hand, Handover, ObjectionGround, ProgrammeTerms, Project, Roster
from onecard.domains.rosters.moving import hold_roster, move, take_duty
from onecard.domains.rosters.objecting import hold_entries
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.states import next_state
from onecard.domains.rosters.store import PAGE, Hashing, payees_of, sql, unseal_payee
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

#: Who holds an entry that is found wanting as the money leaves.
SYSTEM = "system"


def hand_over(
    tx: Transaction, terms: Terms, *, roster_id: UUID, hand: Hand, keyring: Keyring, at: datetime
) -> Handover:
    """Give payment what finance approved; NothingStands where nothing (more) can go, or RosterChanged.

    A person, programme, period and source goes once: the entry's own key says so, and payment's again.
    """
    roster = hold_roster(tx, roster_id)
    project = find_project(tx, project_id=roster.project_id)
    if hand.agency_id != project.finance:
        raise LevelOfAnother
    next_state(roster.state, "hand_over")
    take_duty(tx, roster, hand, "finance", at=at)
    noticed = require_unchanged(tx, roster, keyring=keyring)
    _hold_wanting(tx, roster, project, terms(project), at=at)
    number = int(sql.next_handover(tx, roster_id=roster_id))
    taken = _take_batch(tx, roster, project, number, hand, keyring=keyring, at=at)
    sql.add_handover(
        tx, roster_id=roster_id, handover=number, round=roster.round, digest=noticed.digest, batch_id=taken.batch_id,
        entries=taken.lines, amount_fen=taken.amount_fen, staff=hand.staff, at=at,
    )  # fmt: skip
    moved = sql.hand_over_entries(tx, roster_id=roster_id, handover=number, at=at)
    assert moved == taken.lines, "what is handed over is what payment took"
    move(tx, roster, "hand_over", at=at, actor=hand.staff)
    return Handover(number, taken.batch_id, taken.lines, taken.amount_fen, at)


def handovers_of(tx: Transaction, *, roster_id: UUID) -> list[Handover]:
    """What of a roster is with payment. Ask `find_roster` first: it knows whose the roster is."""
    return [Handover(*row) for row in sql.list_handovers(tx, roster_id=roster_id)]


def _take_batch(
    tx: Transaction, roster: Roster, project: Project, number: int, hand: Hand, *, keyring: Keyring, at: datetime
) -> disbursement.BatchProgress:
    counts = {row.state: row for row in sql.count_entries(tx, roster_id=roster.roster_id)}
    if "standing" not in counts:
        raise NothingStands
    wanted = disbursement.BatchWanted(
        uuid5(roster.roster_id, f"{number}"), project.finance, project.bank, project.fund, project.programme,
        project.period, project.purpose, hand.staff,
    )  # fmt: skip
    return disbursement.take_batch(tx, wanted, lambda: _lines(tx, roster, keyring), keyring=keyring, at=at)


def _lines(tx: Transaction, roster: Roster, keyring: Keyring) -> Iterator[disbursement.NewLine]:
    """What stands, each payee proven to be the one that was approved."""
    hashings: dict[int, Hashing] = {}
    for row in payees_of(tx, roster.roster_id, all_states=False):
        payee, mac = unseal_payee(keyring, row.payee_sealed, row.holder_id), bytes(row.payee_mac)
        if mac[0] not in hashings:
            hashings[mac[0]] = Hashing(keyring, mac[0])
        if not compare_digest(hashings[mac[0]].payee(payee, row.holder_id), mac):
            raise RosterChanged
        yield disbursement.NewLine(row.holder_id, payee, row.amount_fen, row.source)


def _hold_wanting(tx: Transaction, roster: Roster, project: Project, terms: ProgrammeTerms, *, at: datetime) -> None:
    for page in _pages(tx, roster.roster_id):
        looked = look_again(tx, page, project=project, terms=terms, at=at)
        run_again(looked)
        held = [(page[place], _ground(problem)) for place, problem in sorted(looked.refused.items())]
        if held:
            hold_entries(tx, roster, held, actor=SYSTEM, at=at)


def _pages(tx: Transaction, roster_id: UUID) -> Iterator[list[Entry]]:
    after = 0
    while True:
        rows = sql.page_entries(tx, roster_id=roster_id, after=after, state="standing", at_most=PAGE)
        page = [Entry(*row) for row in rows]
        if not page:
            return
        yield page
        after = page[-1].number


def _ground(problem: Problem) -> ObjectionGround:
    if isinstance(problem, PersonDeceased):
        return "deceased"
    return "twice" if isinstance(problem, ProgrammesExclude) else "card"
