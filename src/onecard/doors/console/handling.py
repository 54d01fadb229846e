"""Where an operation is done: here and now, or sent on to the province that issued the card, which decides.

A counter acts for its whole province. Loss reports are never sent on: they stop the card at once, wherever it is.
"""

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from onecard.domains.cards import api as cards
from onecard.doors.api.card_counter import division_of, is_at_home
from onecard.doors.api.card_deeds import Deed, do
from onecard.doors.console.counter import Counter, read_counter, scope_at
from onecard.doors.console.errors import NotNow
from onecard.doors.console.operation import Answers, Line, Operation, Said, ShownOnce, reason_against
from onecard.doors.console.tickets import Done
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import province_words
from onecard.doors.look.writing import reference_of
from onecard.kernel.postgres.transaction import Scope, Transaction

DECIDED_IN = "decided_in"


def is_sent_on(operation: Operation, counter: Counter, answers: Answers) -> bool:
    """Whether another province decides."""
    if operation.deed is None or operation.elsewhere != "asked":
        return False
    decider = operation.decider(counter, answers)
    return decider is not None and not is_at_home(counter.staff, decider)


def scope_for(operation: Operation, counter: Counter, answers: Answers) -> Scope:
    """The rows this operation may see and change: the visit's, the provinces it touches, and no further."""
    scope = scope_at(counter.staff, counter.visit)
    touched = [division for division in operation.touches(counter, answers) if is_at_home(counter.staff, division)]
    provinces = {f"{division // 10_000:02d}" for division in touched}
    if operation.elsewhere == "at_once":
        provinces |= set(counter.visit.provinces)
    return replace(scope, reach=tuple(sorted({*scope.reach, *provinces})))


def perform(operation: Operation, tx: Transaction, seen: Counter, answers: Answers) -> Done | ShownOnce:
    """Do it, or send it on; what was seen a moment ago is read once more first."""
    if is_sent_on(operation, seen, answers):
        _refuse_unless_possible(operation, seen)
        return _send_on(operation, tx, seen, answers)
    at_once = operation.elsewhere == "at_once" and seen.visit.where == "away"
    visit = msgspec.structs.replace(seen.visit, where="here") if at_once else seen.visit
    counter = read_counter(seen.house, tx, seen.staff, visit)
    _refuse_unless_possible(operation, counter)
    if operation.deed is None:
        return operation.perform(counter, tx, answers)
    facts = operation.facts(counter, tx, answers)
    do(operation.deed, Deed(counter.house, tx, counter.holder_id, facts, counter.at, counter.actor))
    return counter.done(tx)


def effects_of(operation: Operation, counter: Counter, answers: Answers) -> Sequence[Line]:
    """What the operator reads before she confirms."""
    decider = operation.decider(counter, answers)
    if not is_sent_on(operation, counter, answers) or decider is None:
        return operation.effects(counter, answers)
    return [decided_by(counter, decider), *operation.effects(counter, answers)]


def told_of(operation: Operation, counter: Counter, done: Done) -> tuple[Sequence[Line], Sequence[Said]]:
    """What a receipt says, and what comes next."""
    if DECIDED_IN not in done.facts:
        return operation.told(counter, done), operation.next_steps
    return [decided_by(counter, int(done.facts[DECIDED_IN]))], _SENT_ON


def decided_by(counter: Counter, division: int) -> Line:
    """Which province decides."""
    places = counter.house.book.places
    zh, en = (province_words(places, division, Manner(language)) for language in ("zh", "en"))
    return Line(("由谁决定", "Decided by"), (f"{zh}(发卡地)", f"{en}, which issued the card"))


def _refuse_unless_possible(operation: Operation, counter: Counter) -> None:
    why_not = reason_against(operation, counter)
    if why_not is not None:
        raise NotNow(why_not)


def _send_on(operation: Operation, tx: Transaction, counter: Counter, answers: Answers) -> Done:
    issuer = operation.decider(counter, answers)
    assert issuer is not None and operation.deed is not None, "is_sent_on said so"
    sent = cards.take_request(
        tx,
        holder_id=counter.holder_id,
        operation=operation.deed,
        facts=operation.facts(counter, tx, answers),
        issuer=issuer,
        taken=cards.Taken(counter.staff.agency_id, division_of(counter.staff), counter.actor),
        at=counter.at,
    )
    return Done(reference_of(sent.request_id), counter.at, {DECIDED_IN: str(issuer)})


_SENT_ON: tuple[Said, ...] = (
    ("发卡地经办员会尽快决定;结果在本单位“待办”里可见。", "The issuing province decides; see Work for the answer."),
    ("如被退回,会写明原因和下一步。", "If it is refused, the reason and what to do are given."),
)  # fmt: skip
