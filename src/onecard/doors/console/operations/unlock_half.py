"""解锁功能 · The agency lifts its own lock of a half, and the holder's at her word."""

from typing import cast

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.keeping import UNLOCK_REASONS, half_name, kept_half, no_half, reason_field, which
from onecard.doors.console.operation import Answers, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    kept = kept_half(counter)
    if no_half(counter) or kept is None:
        return no_half(counter)
    if kept.state != "locked":
        return ("该功能没有锁定", "this half is not locked")
    if kept.locks and all(lock.cause == "wrong_pins" for lock in kept.locks):
        return ("因密码输错锁定,请发放新密码", "wrong passwords locked it: give a new password")
    return None


def _perform(counter: Counter, tx: Transaction, answers: Answers) -> Done:
    cards.unlock_half(
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
    id="unlock-half",
    permission="cards.change_half",
    order=220,
    icon="lock-open",
    name=("解锁功能", "Unlock a half"),
    what=("解除本单位或本人的锁定。", "Lifts this agency's lock, or the person's own."),
    button=("确认解锁", "Unlock it"),
    fields=fixed(reason_field(UNLOCK_REASONS), IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda counter, _answers: [which(counter)],
    perform=_perform,
)
