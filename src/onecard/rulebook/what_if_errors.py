"""What can be wrong with a what-if, and what to do about it."""

from onecard.kernel.errors import Malformed, Refusal


class NothingChanged(Malformed):
    """A what-if changes at least one value."""

    code = "what_if.nothing_changed"
    title = ("没有要试的数值", "No value was changed")
    next_step = ("至少给出一个与现行不同的数值。", "Give at least one value that differs from today's.")


class ValueUnknown(Malformed):
    """The programme decides by no value of that name on that day."""

    code = "what_if.value_unknown"
    title = ("该项目没有名为“{name}”的数值", "The programme has no value named {name}")
    next_step = ("可以改的数值:{known}。", "Values that can be changed: {known}.")


class ValueWrong(Malformed):
    """The value breaks what the programme itself asks of it."""

    code = "what_if.value_wrong"
    title = ("“{name_zh}”({name})不能取这个值", "{name_en} ({name}) cannot have this value")
    next_step = ("应为:{expected}。", "Expected: {expected}.")


class NotTriable(Refusal):
    """The programme pays those whom the nation's data does not hold."""

    code = "what_if.no_such_payees"
    title = (
        "“{name_zh}”发给用人单位,不能对居民试算",
        "{name_en} is paid to employers and cannot be tried on residents",
    )
    next_step = ("请选择发给个人或家庭的项目。", "Choose a programme that is paid to people or households.")


class FactsMissing(Refusal):
    """Nobody has said what to assume of a fact that the programme asks for."""

    code = "what_if.facts_missing"
    title = ("项目要问的事实既无数据也无假设:{facts}", "The programme asks what is neither held nor assumed: {facts}")
    next_step = ("请先在规则书中写明假设。", "Write an assumption into the rulebook first.")
