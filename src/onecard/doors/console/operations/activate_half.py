"""启用功能 · The agency puts the half that it keeps to use."""

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.keeping import half_name, kept_half, no_half, which
from onecard.doors.console.operation import Answers, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    kept = kept_half(counter)
    if no_half(counter) or kept is None:
        return no_half(counter)
    return None if kept.state == "inactive" else ("该功能已启用", "this half is active already")


def _perform(counter: Counter, tx: Transaction, _: Answers) -> Done:
    cards.activate_half(tx, holder_id=counter.holder_id, half=half_name(counter), at=counter.at, actor=counter.actor)
    return counter.done(tx)


OPERATION = Operation(
    id="activate-half",
    permission="cards.change_half",
    order=200,
    icon="power",
    name=("启用功能", "Activate a half"),
    what=("启用本单位管理的一项功能。", "Puts the half that this agency keeps to use."),
    button=("确认启用", "Activate it"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda counter, _answers: [which(counter)],
    perform=_perform,
)
