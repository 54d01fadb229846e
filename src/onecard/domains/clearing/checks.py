"""The invariants of cleared days, in the form of the ledger's own; `onecard ledger check` runs them after those."""

from datetime import date

from onecard.domains.clearing import store
from onecard.domains.clearing.models import ClosedDay
from onecard.domains.clearing.netting import net
from onecard.domains.clearing.store import sql
from onecard.domains.ledger.api import Finding
from onecard.kernel.postgres.transaction import Transaction


def check(tx: Transaction) -> list[Finding]:
    """Look at every closed day, walking its transfers."""
    days = [day for row in sql.list_closed(tx) if (day := store.read_day(tx, row.day))]
    return [
        _finding(
            "days_agree",
            ("每个已清算日与逐笔流水相符", "each closed day is the plain sum of its transfers"),
            {day.day: _agrees(tx, day) for day in days},
        ),
        _finding(
            "nets_are_zero",
            (
                "每日净额由总额轧差得出,合计为零",
                "the net positions of a day follow from the gross and add up to nothing",
            ),
            {day.day: net(day.positions) == day.nets and not sum(n.net_fen for n in day.nets) for day in days},
        ),
        _finding(
            "payments_settle",
            ("付款清单恰好结清净额", "the payments of a day settle its net positions"),
            {day.day: _settles(day) for day in days},
        ),
    ]


def _finding(name: str, title: tuple[str, str], sound: dict[date, bool]) -> Finding:
    wrong = [day.isoformat() for day, fine in sound.items() if not fine]
    return Finding(name, title, len(sound), len(wrong), tuple(wrong[:3]))


def _agrees(tx: Transaction, closed: ClosedDay) -> bool:
    plain = store.positions_of(sql.gross_of_day_plain(tx, day=closed.day))
    between = {p for p in plain if p.payer != p.payee}
    return between == set(closed.positions) and sum(p.transfers for p in plain) == closed.transfers


def _settles(closed: ClosedDay) -> bool:
    left = {n.agency_id: n.net_fen for n in closed.nets}
    for payment in closed.payments:
        left[payment.payer] = left.get(payment.payer, 0) + payment.amount_fen
        left[payment.payee] = left.get(payment.payee, 0) - payment.amount_fen
    return not any(left.values())
