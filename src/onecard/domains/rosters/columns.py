"""What a roster's list may hold: who, how much, to which account, and the facts its programme asks for."""

from collections.abc import Iterable

from onecard.kernel.sheets import Column
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import RECEIVES, Fact
from onecard.rules.programmes.uses import facts_of

#: A template shows the first title of each.
BASE = (
    Column("name", ("姓名", "领取人", "户主姓名", "Name")),
    Column("number", ("社会保障号码", "公民身份号码", "身份证号", "身份证号码", "证件号码", "Number"), code=True),
    Column("account", ("账号", "银行账号", "社保卡账号", "社保卡银行账号", "卡号", "Account"), code=True),
    Column(
        "amount",
        ("金额", "金额元", "发放金额", "发放金额元", "应发金额", "应发金额元", "补贴金额", "补贴金额元", "Amount"),
    ),
    Column("owner", ("户名", "账户名", "Account owner"), required=False),
    Column("bank", ("开户行", "开户银行", "Bank"), required=False),
    Column("source", ("来源编号", "地块编号", "Source"), required=False),
)
#: Known without being told: from the person herself, and from what she is on other rosters for.
KNOWN = frozenset({"born", "registered_division"})


def facts_asked(bound: Bound) -> tuple[Fact, ...]:
    """The facts a list may tell of each person, in the order in which the programme asks for them."""
    nodes = (*bound.rule.conditions, bound.rule.amount)
    names = dict.fromkeys(name for node in nodes for name in facts_of(node))
    return tuple(bound.facts[name] for name in names if name not in KNOWN and not name.startswith(RECEIVES))


def columns_of(bound: Bound) -> tuple[Column, ...]:
    """The columns a list of this programme may have."""
    return (*BASE, *_facts(facts_asked(bound)))


def _facts(facts: Iterable[Fact]) -> Iterable[Column]:
    taken = {title for column in BASE for title in column.titles}
    for fact in facts:
        titles = (fact.name_zh, fact.name_en, fact.name)
        yield Column(fact.name, tuple(title for title in titles if title not in taken), required=False)
