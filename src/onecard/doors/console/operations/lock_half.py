"""锁定功能 · The agency locks the half that it keeps; the rest of the card goes on."""

from typing import cast

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.keeping import LOCK_REASONS, half_name, kept_half, no_half, reason_field, which
from onecard.doors.console.operation import Answers, Line, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    kept = kept_half(counter)
    if no_half(counter) or kept is None:
        return no_half(counter)
    if kept.state == "inactive":
        return ("该功能尚未启用", "this half is not active yet")
    if any(lock.cause == "owner" for lock in kept.locks):
        return ("该功能已锁定", "this half is locked already")
    return None


def _perform(counter: Counter, tx: Transaction, answers: Answers) -> Done:
    cards.lock_half(
        tx,
        holder_id=counter.holder_id,
        half=half_name(counter),
        cause="owner",
        reason=cast(cards.LockReason, answers["reason"]),
        at=counter.at,
        actor=counter.actor,
    )
    return counter.done(tx)


OPERATION = Operation(
    id="lock-half",
    permission="cards.change_half",
    order=210,
    icon="lock",
    name=("锁定功能", "Lock a half"),
    what=("只停本单位管理的一项功能,其他功能照常。", "Stops the half that this agency keeps; the rest goes on."),
    button=("确认锁定", "Lock it"),
    fields=fixed(reason_field(LOCK_REASONS)),
    why_not=_why_not,
    effects=lambda counter, _answers: [
        which(counter),
        Line(("立即生效", "At once"), ("本人不能自行解锁", "the person cannot lift it herself")),
    ],
    perform=_perform,
    next_steps=(("解锁须回到本单位柜台办理。", "Only this agency's counter lifts it."),),
    grave=True,
)
