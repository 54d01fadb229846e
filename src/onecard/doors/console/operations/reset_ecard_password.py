"""重置电子社保卡密码 · For who forgot hers and whose identity was seen; every session of hers ends."""

from onecard.domains.ecards import api as ecards
from onecard.doors.api.ecard_verbs import sign_out_everywhere
from onecard.doors.console.conditions import no_ecard
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN, OWN_PASSWORD, check_own_password
from onecard.doors.console.operation import Answers, Line, Operation, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _perform(counter: Counter, tx: Transaction, answers: Answers) -> Done:
    ecards.replace_password(
        tx,
        holder_id=counter.holder_id,
        password=answers["password"],
        keyring=counter.house.keyring,
        at=counter.at,
        by=counter.doer,
    )
    return counter.done_to_ecard(tx)


OPERATION = Operation(
    id="reset-ecard-password",
    permission="ecards.reset_password",
    order=142,
    icon="key-round",
    name=("重置电子社保卡密码", "Choose a new e-card password"),
    what=("忘记密码且本人到场时办理。", "For who forgot it and is here in person."),
    button=("确认重置", "Set it"),
    fields=fixed(IDENTITY_SEEN, *OWN_PASSWORD),
    why_not=no_ecard,
    check=check_own_password,
    effects=lambda _counter, _answers: [
        Line(("原密码", "The old one"), ("立即作废", "ends at once")),
        Line(("已登录的设备", "Devices signed in"), ("全部退出", "are all signed out")),
    ],
    perform=_perform,
    afterwards=lambda counter: sign_out_everywhere(counter.house, counter.holder_id),
    next_steps=(("请本人用新密码重新登录。", "She signs in again with the new password."),),
)
