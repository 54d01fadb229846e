"""领卡启用 · The card is handed over and works; the one it replaces ends in the same moment."""

from onecard.doors.console.conditions import has_died
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN, tick
from onecard.doors.console.operation import Line, Operation, Said, fixed


def _why_not(counter: Counter) -> Said | None:
    if has_died(counter) or counter.coming is None:
        return has_died(counter) or ("没有正在办理的卡", "no card is on its way")
    if counter.coming.state == "applied":
        return ("卡还没有制好", "the card is not made yet")
    return None


OPERATION = Operation(
    id="activate-card",
    permission="cards.activate",
    order=60,
    icon="badge-check",
    name=("领卡启用", "Hand over and activate"),
    what=("交卡给本人,立即启用;旧卡同时作废。", "The person takes the card; the old one ends with that."),
    button=("确认启用", "Activate it"),
    fields=fixed(
        IDENTITY_SEEN,
        tick("card_given", ("卡片已交给办理人,姓名相符", "The card was handed over and bears the right name")),
    ),
    why_not=_why_not,
    effects=lambda _counter, _answers: [
        Line(("新卡", "The new card"), ("立即可用", "works at once")),
        Line(("旧卡、临时卡", "Old and temporary cards"), ("同时作废", "end in the same moment")),
    ],
    deed="activate",
    elsewhere="asked",
    decider=lambda counter, _answers: counter.visit.coming or counter.visit.home,
    next_steps=(
        ("请发放社保密码,并提醒本人修改。", "Give the social security password, to be changed by the person."),
        ("银行账户请本人到卡面银行启用。", "The person activates the bank account at the bank."),
    ),
)
