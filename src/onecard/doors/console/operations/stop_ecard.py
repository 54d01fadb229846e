"""暂停电子社保卡 · The telephone is gone: the e-card stops on the person's word; only she lets it work again."""

from onecard.domains.ecards import api as ecards
from onecard.doors.api.ecard_verbs import sign_out_everywhere
from onecard.doors.console.conditions import first_of, no_ecard
from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Answers, Line, Operation, Said
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    working = counter.ecard is not None and counter.ecard.state == "active"
    return first_of(no_ecard(counter), None if working else ("电子社保卡已暂停", "the e-card is stopped"))


def _perform(counter: Counter, tx: Transaction, _: Answers) -> Done:
    ecards.suspend_ecard(tx, holder_id=counter.holder_id, at=counter.at, by=counter.doer)
    return counter.done_to_ecard(tx)


OPERATION = Operation(
    id="stop-ecard",
    permission="ecards.stop",
    order=144,
    icon="smartphone-nfc",
    name=("暂停电子社保卡", "Stop the e-card"),
    what=("手机丢失时办理,凭本人口述即可;实体卡照常可用。", "The telephone is gone; on her word. The card goes on."),
    button=("确认暂停", "Stop it"),
    why_not=_why_not,
    effects=lambda _counter, _answers: [
        Line(("展码、亮证、登录", "Codes, licence, sign-in"), ("立即停用", "stop at once")),
        Line(("已登录的设备", "Devices signed in"), ("全部退出", "are all signed out")),
    ],
    perform=_perform,
    afterwards=lambda counter: sign_out_everywhere(counter.house, counter.holder_id),
    next_steps=(("本人可用密码恢复使用。", "She lets it work again with her password."),),
    grave=True,
)
