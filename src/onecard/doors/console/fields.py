"""Questions that several operations ask, and the facts that come of them."""

from typing import Any

from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Answers, Field, Said
from onecard.kernel.errors import Malformed


def tick(name: str, label: Said) -> Field:
    """A box that must be ticked: the operator says that it was done."""
    return Field(name=name, label=label, kind="tick")


def no_number(text: str) -> Said | None:
    """Free words are kept in the open, so nobody's number may stand in them."""
    return ("请勿填写任何人的号码", "Leave out anybody's number") if sharing.holds_number(text) else None


IDENTITY_SEEN = tick(
    "identity_seen",
    ("已核对有效身份证件原件,人证一致", "I have checked the original identity document against the person"),
)
#: The person types it, twice, on the keypad in front of her.
OWN_PASSWORD: tuple[Field, ...] = (
    Field(
        name="password",
        label=("新密码(请本人输入)", "New password (typed by the person)"),
        hint=(
            "六位数字;不能连续、重复,也不能是号码的一部分。",
            "Six digits: no sequence, no repetition, no part of the number.",
        ),
        kind="secret",
        most=6,
        wrong=lambda text: (
            None if len(text) == 6 and text.isascii() and text.isdigit() else ("须为六位数字", "Six digits")
        ),
    ),
    Field(name="password_again", label=("再输一次", "The same again"), kind="secret", most=6),
)


def check_own_password(_: Counter, answers: Answers) -> dict[str, Said]:
    """Both times the same."""
    same = answers["password"] == answers["password_again"]
    return {} if same else {"password_again": ("两次输入不一致", "The two are not the same")}


BANK = Field(
    name="bank",
    label=("合作银行", "Bank"),
    hint=("不填则不变;首次申领可稍后选择。", "Empty leaves it as it is; a first card may have one later."),
    needed=False,
    wrong=no_number,
)
#: Who comes to the counter, and what shows that she may.
APPLICANT: tuple[Field, ...] = (
    Field(
        name="who",
        label=("由谁办理", "Who comes"),
        kind="choice",
        options=(
            ("self", ("本人", "the person")),
            ("agent", ("代办人", "an agent")),
            ("guardian", ("监护人", "a guardian")),
        ),
    ),
    Field(
        name="relation",
        label=("与持卡人的关系", "Relation to the person"),
        hint=("代办人、监护人须填,如:女儿、母亲。", "For agents and guardians: daughter, mother …"),
        needed=False,
        wrong=no_number,
    ),
    Field(
        name="proof",
        label=("所验证明", "Document that was checked"),
        hint=(
            "代办人、监护人须填,如:户口簿、委托书;不写号码。",
            "For agents and guardians: household register, letter of authority; no numbers.",
        ),
        needed=False,
        wrong=no_number,
    ),
    Field(
        name="agent_number",
        label=("代办人社会保障号码", "Agent's social security number"),
        hint=("可不填;只留加密标识,不留号码。", "May be left empty; a keyed mark is kept and no number."),
        needed=False,
        most=24,
    ),
)


def check_applicant(counter: Counter, answers: Answers) -> dict[str, Said]:
    """An agent or guardian says the relation and the proof, and an agent's number is one."""
    asked: dict[str, Said] = {
        "relation": ("请填写关系", "Say the relation"),
        "proof": ("请填写证明", "Name the proof"),
    }
    alone = answers["who"] == "self"
    wrong = {} if alone else {name: said for name, said in asked.items() if not answers[name]}
    if answers["agent_number"] and number_in(counter, answers["agent_number"]) is None:
        wrong["agent_number"] = ("号码不正确", "That is not a number")
    return wrong


def applicant_facts(counter: Counter, answers: Answers) -> dict[str, Any]:
    """Who asks, as the facts of a deed keep it."""
    agent = number_in(counter, answers["agent_number"]) if answers["who"] != "self" else None
    keyring = counter.house.keyring
    return {
        "kind": answers["who"],
        "relation": answers["relation"],
        "proof": answers["proof"],
        "holder_id": str(residents.holder_of(agent, keyring=keyring)) if agent else None,
    }


def number_in(counter: Counter, text: str) -> residents.SocialSecurityNumber | None:
    """A checked number, or None."""
    try:
        return residents.SocialSecurityNumber.parse(text, counter.house.book.places.divisions) if text else None
    except Malformed:
        return None
