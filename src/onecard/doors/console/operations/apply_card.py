"""申领 · A first card: by the person, an agent or a guardian; for somebody new the person is registered with it."""

from collections.abc import Sequence
from typing import Any

from onecard.domains.residents import api as residents
from onecard.doors.api.card_deeds import seal_facts
from onecard.doors.console.conditions import VALID, card_on_its_way, first_of, has_died
from onecard.doors.console.counter import Counter
from onecard.doors.console.fields import (
    APPLICANT,
    BANK,
    IDENTITY_SEEN,
    applicant_facts,
    check_applicant,
    number_in,
)
from onecard.doors.console.operation import Answers, Field, Line, Operation, Said
from onecard.kernel.postgres.transaction import Transaction

_NEW = (
    Field(
        name="number",
        label=("社会保障号码", "Social security number"),
        hint=("再输入一遍,以防登记错人。", "Once more, so that nobody wrong is registered."),
        most=24,
    ),
    Field(name="name", label=("姓名", "Name"), hint=("与证件一致,间隔号用“·”。", "As on the document, with “·”.")),
    Field(name="division", label=("户籍或居住地", "Registered in"), kind="place"),
    Field(name="phone", label=("手机号", "Mobile number"), needed=False, most=16),
)
_ISSUER = Field(
    name="issuer",
    label=("发卡地", "Issued by"),
    hint=("六位县区代码;不填则为登记地。", "A county's six digits; empty is where the person is registered."),
    kind="place",
    needed=False,
)


def _fields(counter: Counter) -> Sequence[Field]:
    new = () if counter.person else _NEW
    return (*new, *APPLICANT, _ISSUER, BANK, IDENTITY_SEEN)


def _why_not(counter: Counter) -> Said | None:
    has_card = ("已持有有效的卡(一人一卡)", "there is a valid card (one card a person)")
    return first_of(has_died(counter), has_card if counter.state in VALID else None, card_on_its_way(counter))


def _check(counter: Counter, answers: Answers) -> dict[str, Said]:
    wrong = check_applicant(counter, answers)
    if counter.person is not None:
        return wrong
    number = number_in(counter, answers["number"])
    if number is None or residents.holder_of(number, keyring=counter.house.keyring) != counter.holder_id:
        wrong["number"] = ("与所查的号码不一致", "It is not the number that was looked up")
    try:
        residents.read_name(answers["name"])
    except (residents.NameMalformed, residents.NameCharacterUnassigned) as problem:
        wrong["name"] = problem.title
    phone = answers["phone"].removeprefix("+")
    if phone and not (phone.isascii() and phone.isdigit() and 5 <= len(phone) <= 15):
        wrong["phone"] = ("请填写 5 至 15 位数字", "Enter 5 to 15 digits")
    return wrong


def _division(counter: Counter, answers: Answers) -> int:
    return counter.person.division if counter.person else int(answers["division"])


def _issuer(counter: Counter, answers: Answers) -> int:
    return int(answers["issuer"]) if answers["issuer"] else _division(counter, answers)


def _facts(counter: Counter, tx: Transaction, answers: Answers) -> dict[str, Any]:
    house, holder_id = counter.house, counter.holder_id
    if counter.person is not None:  # registered: what is known is not asked again, and not shown
        known = residents.reveal(tx, holder_id=holder_id, keyring=house.keyring)
        number, name, phone = known.number, known.name, known.phone
    else:
        parsed = number_in(counter, answers["number"])
        assert parsed is not None, "it was checked"
        number, name, phone = parsed.text, answers["name"], answers["phone"]
    return {
        "division": _division(counter, answers),
        "issuer": _issuer(counter, answers),
        "bank": answers["bank"] or None,
        "applicant": applicant_facts(counter, answers),
        "sealed": seal_facts(house, holder_id, number=number, name=name, phone=phone),
    }


OPERATION = Operation(
    id="apply-card",
    permission="cards.apply",
    order=40,
    icon="credit-card",
    name=("申领", "Apply for a card"),
    what=("首次办卡;全国一人一卡。", "A first card; one a person, nationwide."),
    button=("确认申领", "Apply"),
    fields=_fields,
    check=_check,
    why_not=_why_not,
    effects=lambda counter, _answers: [
        Line(("查重", "Checked"), ("全国持卡库,一人一卡", "against the whole nation: one card a person")),
        Line.of(
            ("须监护人代办", "Guardian below"),
            counter.rule("guardian_below_age"),
            lambda age: (f"未满 {age} 岁", f"the age of {age}"),
        ),
    ],
    deed="apply",
    elsewhere="asked",
    facts=_facts,
    decider=_issuer,
    touches=lambda counter, answers: (_issuer(counter, answers), _division(counter, answers)),
    next_steps=(
        ("制好后会发到本网点,请带证件来领取并启用。", "Once made it comes here; bring the document to collect it."),
    ),
)  # fmt: skip
