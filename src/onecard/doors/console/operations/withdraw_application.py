"""撤回申请 · The application is taken back, as long as no maker has it."""

from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.operation import Line, Operation, Said, fixed


def _why_not(counter: Counter) -> Said | None:
    if counter.coming is None:
        return ("没有正在办理的卡", "no card is on its way")
    if counter.coming.state != "applied" or counter.coming.order_id is not None:
        return ("卡已交付制作", "the card is being made")
    return None


OPERATION = Operation(
    id="withdraw-application",
    permission="cards.apply",
    order=70,
    icon="undo-2",
    name=("撤回申请", "Withdraw the application"),
    what=("制卡前可以撤回申领或补换。", "Before it is given to a maker."),
    button=("确认撤回", "Withdraw it"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda _counter, _answers: [Line(("申请", "The application"), ("作废", "ends"))],
    deed="withdraw",
    elsewhere="asked",
    decider=lambda counter, _answers: counter.visit.coming or counter.visit.home,
)
