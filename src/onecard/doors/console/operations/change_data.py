"""信息变更 · Another name, another telephone number, or both; another name asks for a new card."""

from typing import Any

from onecard.domains.residents import api as residents
from onecard.doors.api.card_deeds import seal_facts
from onecard.doors.console.conditions import first_of, has_died, no_valid_card
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import IDENTITY_SEEN, tick
from onecard.doors.console.operation import Answers, Field, Line, Operation, Said, fixed
from onecard.kernel.postgres.transaction import Transaction

_NAME = Field(
    name="name",
    label=("新姓名", "New name"),
    hint=("不变则不填;与新证件一致。", "Empty if it stays; as on the new document."),
    needed=False,
)
_PHONE = Field(name="phone", label=("新手机号", "New mobile number"), needed=False, most=16)


def _check(_: Counter, answers: Answers) -> dict[str, Said]:
    wrong: dict[str, Said] = {}
    if not answers["name"] and not answers["phone"]:
        wrong["name"] = ("请填写姓名或手机号", "Enter a name or a mobile number")
    if answers["name"]:
        try:
            residents.read_name(answers["name"])
        except (residents.NameMalformed, residents.NameCharacterUnassigned) as problem:
            wrong["name"] = problem.title
    phone = answers["phone"].removeprefix("+")
    if phone and not (phone.isascii() and phone.isdigit() and 5 <= len(phone) <= 15):
        wrong["phone"] = ("请填写 5 至 15 位数字", "Enter 5 to 15 digits")
    return wrong


def _effects(_: Counter, answers: Answers) -> list[Line]:
    new_card = [Line(("卡面", "The card"), ("自动申请换卡", "a new one is asked for"))] if answers.get("name") else []
    return [Line(("保存", "Kept"), ("加密保存,立即生效", "sealed, at once")), *new_card]


def _facts(counter: Counter, _tx: Transaction, answers: Answers) -> dict[str, Any]:
    sealed = seal_facts(counter.house, counter.holder_id, name=answers["name"], phone=answers["phone"])
    return {"sealed": sealed}


OPERATION = Operation(
    id="change-data",
    permission="residents.change",
    order=110,
    icon="user-pen",
    name=("信息变更", "Change data"),
    what=("姓名或手机号变更。", "Another name or mobile number."),
    button=("确认变更", "Change it"),
    fields=fixed(
        _NAME, _PHONE, IDENTITY_SEEN, tick("change_seen", ("已核对变更证明", "I have checked the proof of the change"))
    ),
    check=_check,
    why_not=lambda counter: first_of(has_died(counter), no_valid_card(counter)),
    effects=_effects,
    deed="change_data",
    elsewhere="asked",
    facts=_facts,
)
