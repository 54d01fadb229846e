"""补换卡 · A new card for one that is lost, damaged, old or wrong; everything of the person follows."""

from typing import Any

from onecard.doors.console.conditions import card_on_its_way, first_of, has_died, no_valid_card
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import APPLICANT, BANK, IDENTITY_SEEN, applicant_facts, check_applicant
from onecard.doors.console.operation import Answers, Field, Line, Operation, Said, fixed
from onecard.kernel.postgres.transaction import Transaction

_REASON = Field(
    name="reason",
    label=("原因", "Reason"),
    kind="choice",
    options=(
        ("lost", ("遗失补领", "it is lost")),
        ("damaged", ("损坏换领", "it is damaged")),
        ("upgrade", ("换新一代卡", "a newer generation")),
        ("bank_change", ("更换合作银行", "another bank")),
        ("data_change", ("卡面信息变更", "changed data on the card")),
        ("transfer", ("转到新居住地发卡", "transfer to where the person lives now")),
    ),
)
_ISSUER = Field(
    name="issuer",
    label=("转到哪里发卡", "Issued by, after a transfer"),
    hint=("仅转移时填:六位县区代码。", "For a transfer only: a county's six digits."),
    kind="place",
    needed=False,
)


def _check(counter: Counter, answers: Answers) -> dict[str, Said]:
    wrong = check_applicant(counter, answers)
    if (answers["reason"] == "transfer") != bool(answers["issuer"]):
        wrong["issuer"] = ("转移须填发卡地,其他原因不填", "With a transfer, and only then")
    if answers["reason"] == "bank_change" and not answers["bank"]:
        wrong["bank"] = ("请填写新的合作银行", "Enter the new bank")
    return wrong


def _effects(counter: Counter, answers: Answers) -> list[Line]:
    lost = answers.get("reason") == "lost"
    old = ("立即正式挂失,不再启用", "is formally reported lost at once")
    works = ("新卡启用前照常使用", "works until the new one is active")
    return [
        Line(("旧卡", "The old card"), old if lost else works),
        Line(("随人不变", "Stays"), ("电子卡、钱包余额、年卡、待遇", "e-card, purses, passes, entitlements")),
        Line.of(
            ("工作日", "Working days"),
            counter.rule("reissue_working_days"),
            lambda days: (f"{days} 天", f"{days}"),
        ),
    ]


def _facts(counter: Counter, _tx: Transaction, answers: Answers) -> dict[str, Any]:
    return {
        "reason": answers["reason"],
        "bank": answers["bank"] or None,
        "issuer": int(answers["issuer"]) if answers["issuer"] else None,
        "applicant": applicant_facts(counter, answers),
    }


OPERATION = Operation(
    id="replace-card",
    permission="cards.replace",
    order=50,
    icon="refresh-cw",
    name=("补换卡", "Replace the card"),
    what=("新卡号、新识别码;余额和待遇跟人走。", "Another number and identifier; all else follows the person."),
    button=("确认补换", "Ask for the new card"),
    fields=fixed(_REASON, *APPLICANT, BANK, _ISSUER, IDENTITY_SEEN),
    check=_check,
    why_not=lambda counter: first_of(has_died(counter), no_valid_card(counter), card_on_its_way(counter)),
    effects=_effects,
    deed="replace",
    elsewhere="asked",
    facts=_facts,
    touches=lambda _counter, answers: (int(answers["issuer"]),) if answers.get("issuer") else (),
    next_steps=(
        ("新卡制好后请带证件来领取;启用新卡时旧卡作废。", "Bring the document to collect it; then the old card ends."),
        ("等待期间可申领临时卡。", "A temporary card can bridge the time if the card is lost."),
    ),
)  # fmt: skip
