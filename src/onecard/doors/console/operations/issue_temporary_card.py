"""临时卡 · For who has lost the card or waits for one: in its own province, without a bank half."""

from onecard.doors.console.conditions import VALID, first_of, has_died
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.operation import Line, Operation, Said, fixed


def _why_not(counter: Counter) -> Said | None:
    bridge = ("已有临时卡", "there is a temporary card already") if counter.bridge else None
    works = ("现有的卡可以使用", "the present card works") if counter.state == "active" else None
    nothing = counter.state not in VALID and counter.coming is None
    waits = ("没有挂失或在办的卡", "no card is lost or on its way") if nothing else None
    return first_of(has_died(counter), bridge, works, waits)


OPERATION = Operation(
    id="issue-temporary-card",
    permission="cards.issue_temporary",
    order=80,
    icon="hourglass",
    name=("发临时卡", "Issue a temporary card"),
    what=("等新卡期间使用,仅限发卡省,没有金融功能。", "Bridges the wait, in its own province, without a bank half."),
    button=("确认发放", "Issue it"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda counter, _answers: [
        Line.of(("有效期", "Holds"), counter.rule("temporary_card_days"), lambda days: (f"{days} 天", f"{days} days")),
    ],
    deed="issue_temporary",
    elsewhere="asked",
    next_steps=(("正式卡启用时临时卡自动作废。", "It ends by itself when the proper card is activated."),),
)
