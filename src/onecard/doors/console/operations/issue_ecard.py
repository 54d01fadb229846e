"""签发电子社保卡 · An e-card at level 1 for a person whose identity was seen; she types its password herself."""

from onecard.domains.ecards import api as ecards
from onecard.doors.console.conditions import first_of, has_died
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN, OWN_PASSWORD, check_own_password
from onecard.doors.console.operation import Answers, Line, Operation, Said, fixed
from onecard.doors.console.tickets import Done
from onecard.kernel.postgres.transaction import Transaction


def _why_not(counter: Counter) -> Said | None:
    has_one = counter.ecard is not None and counter.ecard.state != "cancelled"
    return first_of(
        has_died(counter),
        ("已有电子社保卡", "there is an e-card already") if has_one else None,
        None if counter.state == "active" else ("实体卡没有在使用中", "the card is not in use"),
    )


def _perform(counter: Counter, tx: Transaction, answers: Answers) -> Done:
    ecards.issue_ecard(
        tx,
        holder_id=counter.holder_id,
        password=answers["password"],
        keyring=counter.house.keyring,
        at=counter.at,
        by=counter.doer,
    )
    return counter.done_to_ecard(tx)


OPERATION = Operation(
    id="issue-ecard",
    permission="ecards.issue",
    order=140,
    icon="smartphone",
    name=("签发电子社保卡", "Issue an e-card"),
    what=("与实体卡一一对应;密码由本人输入。", "One to one with the card; the person types the password."),
    button=("确认签发", "Issue it"),
    fields=fixed(IDENTITY_SEEN, *OWN_PASSWORD),
    why_not=_why_not,
    check=check_own_password,
    effects=lambda _counter, _answers: [
        Line(
            ("等级", "Level"),
            ("一级:可展码、亮证;二级由本人用银行卡核验后开通", "1: codes and licence; 2 by the account"),
        )
    ],
    perform=_perform,
    next_steps=(("本人可在手机上用卡号和密码登录。", "She signs in on a phone with card number and password."),),
)
