"""The public notice: who is to get how much, names masked, for as many days as the place's rule says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from onecard.domains.residents import api as residents
from onecard.domains.rosters.digesting import digest_of
from onecard.domains.rosters.errors import LevelOfAnother, NothingStands
from onecard.domains.rosters.models import Hand, NoticeLine, Roster
from onecard.domains.rosters.moving import hold_roster, move, take_duty
from onecard.domains.rosters.projects import find_project
from onecard.domains.rosters.states import next_state
from onecard.domains.rosters.store import payees_of, sql, unseal_payee
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


def post_notice(tx: Transaction, *, roster_id: UUID, hand: Hand, keyring: Keyring, at: datetime) -> Roster:
    """Post a checked roster: whole days after today, as many as the project's place asks for.

    The township that made it posts it; what stands now is what may be approved, and nothing else.
    """
    roster = hold_roster(tx, roster_id)
    if roster.township != hand.agency_id:
        raise LevelOfAnother
    next_state(roster.state, "post")
    take_duty(tx, roster, hand, "maker", at=at)
    now = digest_of(tx, roster_id, keyring=keyring)
    if not now.entries:
        raise NothingStands
    days = find_project(tx, project_id=roster.project_id).notice_days
    until = start_of(day_of(at) + timedelta(days=days + 1))
    sql.add_notice(
        tx, roster_id=roster_id, round=roster.round, digest=now.digest, entries=now.entries, amount_fen=now.amount_fen,
        at=at, until_at=until, staff=hand.staff,
    )  # fmt: skip
    return move(tx, roster, "post", at=at, actor=hand.staff)


def notice_lines(
    tx: Transaction, *, roster_id: UUID, keyring: Keyring, after: int = 0, at_most: int | None = None
) -> Iterator[NoticeLine]:
    """What hangs on the village board: number, masked name, amount; no identity number and no account.

    All of them, or at most so many after a number. Ask `find_roster` first: it knows whose the roster is.
    """
    for row in islice(payees_of(tx, roster_id, all_states=False, after=after), at_most):
        payee = unseal_payee(keyring, row.payee_sealed, row.holder_id)
        yield NoticeLine(row.number, residents.masked_name(payee.name), row.amount_fen)
