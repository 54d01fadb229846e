"""Issuing a line again, and recording what people found out about one that a bank disputes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from onecard.domains.disbursement import money
from onecard.domains.disbursement.errors import (
    LineDisputed,
    LineMoveRefused,
    LineUnknown,
    ReissuedBefore,
    StillOnItsWay,
)
from onecard.domains.disbursement.models import Line, Payee
from onecard.domains.disbursement.service import check_payee, line_of, seal_payees
from onecard.domains.disbursement.states import HOME, Flow, State
from onecard.domains.disbursement.store import Happened, Held, add_events, change_lines, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

Found = Literal["paid", "home"]
#: What was found out about a disputed line → the state it is then in and how its money flows.
SETTLED: Mapping[Found, Mapping[State, tuple[State, tuple[Flow, ...]]]] = {
    "paid": {
        "instructed": ("paid", ("pay_out",)), "sent": ("paid", ("pay_out",)), "accepted": ("paid", ("pay_out",)),
        "paid": ("paid", ()), "rejected": ("paid", ("set_aside", "pay_out")),
        "returned": ("paid", ("set_aside", "pay_out")),
    },
    "home": {
        "approved": ("approved", ()), "instructed": ("rejected", ("take_back",)), "sent": ("rejected", ("take_back",)),
        "accepted": ("rejected", ("take_back",)), "paid": ("returned", ("give_back",)), "rejected": ("rejected", ()),
        "returned": ("returned", ()),
    },
}  # fmt: skip


def reissue(
    tx: Transaction, *, batch_id: UUID, number: int, payee: Payee | None, keyring: Keyring, at: datetime, staff: str
) -> Line:
    """Issue a rejected or returned line again as a new one, to another account or the same; once, and for the same fen.

    Never while the old one may still be paid, and never while the bank contradicts itself about it.
    """
    sql.lock_numbers(tx, batch_id=batch_id)
    old = sql.take_line(tx, batch_id=batch_id, number=number)
    if old is None:
        raise LineUnknown
    if old.reissued_as is not None:
        raise ReissuedBefore
    if old.disputed_at is not None:
        raise LineDisputed
    if old.state not in HOME:
        raise StillOnItsWay
    if payee is not None:
        check_payee(payee, row=number)
    sealed = bytes(old.payee_sealed) if payee is None else seal_payees(keyring, [payee], [old.holder_id])[0]
    line_id, after = new_id(), int(sql.next_number(tx, batch_id=batch_id))
    keys = {"holders": [old.holder_id], "lines": [line_id]}
    list(
        sql.add_lines(
            tx, **keys, batch_id=batch_id, programme=old.programme, period=old.period, numbers=[after],
            sources=[old.source], attempts=columns.small_numbers([old.attempt + 1]), replaced=[old.line_id],
            amounts=[old.amount_fen], payees=[sealed], at=at,
        )
    )  # fmt: skip
    sql.add_finders(tx, **keys)
    sql.mark_reissued(tx, holder_id=old.holder_id, line_id=old.line_id, by=line_id)
    told = [Happened(old.holder_id, old.line_id, "reissued", at), Happened(old.holder_id, line_id, "approved", at)]
    add_events(tx, told, actor=staff, at=at)
    return line_of(tx, batch_id=batch_id, number=after)


def settle_dispute(tx: Transaction, *, batch_id: UUID, number: int, found: Found, at: datetime, staff: str) -> Line:
    """Record where the money of a disputed line was found to be. One that was reissued cannot be found paid as well.

    That would be a person paid twice by the bank's fault: the bank must take it back first, and then it is home.
    """
    row = sql.take_line(tx, batch_id=batch_id, number=number)
    if row is None:
        raise LineUnknown
    if row.disputed_at is None:
        raise LineMoveRefused(state=row.state, move="settle_dispute")
    if found == "paid" and row.reissued_as is not None:
        raise ReissuedBefore
    if row.state not in SETTLED[found]:
        raise LineMoveRefused(state=row.state, move=f"settle_dispute {found}")
    state, flows = SETTLED[found][row.state]
    moves = [
        money.movement(
            flow, holder_id=row.holder_id, line_id=row.line_id, fund=row.fund, province=row.province,
            amount_fen=row.amount_fen, at=at,
        )
        for flow in flows
    ]  # fmt: skip
    reason = (row.reason or "other") if state in HOME else None
    held = Held(
        row.holder_id, row.line_id, row.amount_fen, state, at if state != row.state else row.state_since, None, None,
        reason, row.bank_reason, row.reissued_as, row.fund, row.province,
    )  # fmt: skip
    change_lines(tx, [held])
    money.post(tx, moves, at=at)
    add_events(tx, [Happened(row.holder_id, row.line_id, f"settled_{found}", at)], actor=staff, at=at)
    return line_of(tx, batch_id=batch_id, number=number)
