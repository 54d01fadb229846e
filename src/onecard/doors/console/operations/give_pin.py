"""发放密码 · An initial password for the half that the agency keeps: at pick-up, or when it was forgotten or locked."""

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN
from onecard.doors.console.keeping import half_name, no_half, which
from onecard.doors.console.operation import Answers, Line, Operation, Said, ShownOnce, fixed
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    if no_half(counter):
        return no_half(counter)
    return None if counter.state == "active" else ("卡没有在使用中", "the card is not in use")


def _perform(counter: Counter, tx: Transaction, _: Answers) -> ShownOnce:
    pin = cards.give_pin(
        tx,
        holder_id=counter.holder_id,
        half=half_name(counter),
        keyring=counter.house.keyring,
        at=counter.at,
        actor=counter.actor,
    )
    done = counter.done(tx)
    return ShownOnce(done, (Line(("初始密码", "Initial password"), (pin, pin)),))


OPERATION = Operation(
    id="give-pin",
    permission="cards.give_pin",
    order=230,
    icon="key-round",
    name=("发放或重置密码", "Give a new password"),
    what=("领卡时、忘记或锁定后,发放一个初始密码。", "At pick-up, or when it was forgotten or locked."),
    button=("确认发放", "Give it"),
    fields=fixed(IDENTITY_SEEN),
    why_not=_why_not,
    effects=lambda counter, _answers: [
        which(counter),
        Line(("原密码", "The old one"), ("立即作废", "ends at once")),
    ],
    perform=_perform,
    next_steps=(
        ("本人须先改成自己的密码,初始密码不能用于办事。", "The person chooses an own one first; this opens nothing."),
    ),
)  # fmt: skip
