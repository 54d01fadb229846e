"""即时制卡 · The card is made on the spot, where the counter has a printer; then it is handed over."""

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import tick
from onecard.doors.console.operation import Answers, Line, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    if counter.coming is None or counter.coming.state != "applied":
        return ("没有待制的卡", "no card waits to be made")
    return ("已交付制卡单位", "a maker has it already") if counter.coming.order_id else None


def _perform(counter: Counter, tx: Transaction, _: Answers) -> Done:
    cards.produce_here(tx, holder_id=counter.holder_id, at=counter.at, actor=counter.actor)
    return counter.done(tx)


OPERATION = Operation(
    id="produce-here",
    permission="cards.deliver",
    order=55,
    icon="printer",
    name=("即时制卡", "Make the card here"),
    what=("网点有制卡机时,立等可取。", "Where this counter has a printer."),
    button=("已制好", "It is made"),
    fields=fixed(tick("printed", ("卡片已制好,读卡核对无误", "The card was made and reads right"))),
    why_not=_why_not,
    effects=lambda _counter, _answers: [Line(("接下来", "Next"), ("领卡启用", "hand it over and activate it"))],
    perform=_perform,
)
