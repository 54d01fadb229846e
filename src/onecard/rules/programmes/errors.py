"""What can be wrong with a question to the programmes, and what to do about it."""

from onecard.kernel.errors import Malformed, Problem


class FactUnknown(Malformed):
    """The question names a fact that is not in the closed list."""

    code = "programmes.fact_unknown"
    title = ("没有这项事实:{fact}", "There is no such fact: {fact}")
    next_step = (
        "事实清单见“规则书”参考页,或运行 onecard programme facts。",
        "The list of facts stands in the reference, or run: onecard programme facts.",
    )


class FactMalformed(Malformed):
    """A fact's value cannot be read."""

    code = "programmes.fact_malformed"
    title = ("“{name_zh}”({fact})的值读不出", "The value of “{name_en}” ({fact}) cannot be read")
    next_step = ("应为:{expected}。", "Expected: {expected}.")


class ProgrammeUnknown(Problem):
    """Nobody has defined a programme of that name."""

    code, status = "programmes.unknown", 404
    title = ("没有这个补贴项目:{programme}", "There is no such programme: {programme}")
    next_step = ("运行 onecard programme list 查看清单。", "Run onecard programme list to see them all.")


class ProgrammeNotInForce(Problem):
    """The programme has no rule, or one of its values is not known, at that place on that day."""

    code, status = "programmes.not_in_force", 404
    title = (
        "{name_zh}在该地该日没有可用的规则({missing})",
        "{name_en} has no rule at that place on that day ({missing})",
    )
    next_step = (
        "查看该项目在哪些地方、从哪天起有数值;缺的数值须先写入规则书。",
        "See where and from when it has values; what is missing must enter the rulebook first.",
    )
