"""注销 · The card ends for good: after a death or an emigration, or where somebody held two."""

from datetime import date
from typing import Any

from onecard.doors.console.conditions import VALID
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import no_number, tick
from onecard.doors.console.operation import Answers, Field, Line, Operation, Said, fixed
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

_REASON = Field(
    name="reason",
    label=("原因", "Reason"),
    kind="choice",
    options=(
        ("death", ("持卡人离世", "the person has died")),
        ("emigration", ("出国(境)定居", "the person has emigrated")),
        ("duplicate", ("重复持卡", "the person held two cards")),
    ),
)
_DIED_ON = Field(
    name="died_on",
    label=("离世日期", "Day of death"),
    hint=("仅持卡人离世时填写。", "For a death only."),
    kind="day",
    needed=False,
    wrong=no_number,
)


def _why_not(counter: Counter) -> Said | None:
    if counter.state in VALID or counter.coming:
        return None
    return ("没有可注销的卡", "there is no card to end")


def _check(counter: Counter, answers: Answers) -> dict[str, Said]:
    died_on = answers["died_on"]
    if (answers["reason"] == "death") != bool(died_on):
        return {"died_on": ("离世须填日期,其他原因不填", "With a death, and only then")}
    born = counter.person.birth_date if counter.person else date.min
    if died_on and not born <= date.fromisoformat(died_on) <= day_of(counter.at):
        return {"died_on": ("日期不成立", "That day is impossible")}
    return {}


def _facts(_counter: Counter, _tx: Transaction, answers: Answers) -> dict[str, Any]:
    return {"reason": answers["reason"], "died_on": answers["died_on"] or None}


OPERATION = Operation(
    id="cancel-card",
    permission="cards.cancel",
    order=120,
    icon="circle-off",
    name=("注销", "End the card"),
    what=("永久作废,不能恢复。", "For good; it cannot be taken back."),
    button=("确认注销", "End it for good"),
    fields=fixed(_REASON, _DIED_ON, tick("proof_seen", ("已核对证明材料", "I have checked the proof"))),
    check=_check,
    why_not=_why_not,
    effects=lambda _counter, _answers: [
        Line(
            ("立即生效", "At once"), ("实体卡、临时卡、电子卡永久停用", "card, temporary card and e-card end for good")
        ),
        Line(("余额", "Balances"), ("仍归本人或继承人", "stay the person's, or her heirs'")),
    ],
    deed="cancel",
    elsewhere="asked",
    facts=_facts,
    next_steps=(("银行账户请到卡面银行办理。", "The bank account is settled at the bank."),),
    grave=True,
)
