"""Why a pension cannot be worked out: what was asked lies outside what the rules speak of."""

from onecard.kernel.errors import Malformed, Refusal


class PensionRuleUnknown(Refusal):
    """The rulebook has no value of that name for the place and the day; nothing is guessed in its stead."""

    code = "pensions.rule_unknown"
    title = (
        "规则书没有该地该日的这项规定：{rule}",
        "The rulebook has no such rule for that place on that day: {rule}",
    )
    next_step = (
        "请换一个日期，或向当地社保经办机构查询。",
        "Choose another day, or ask the pension agency of the place.",
    )


class PensionPlaceUnknown(Malformed):
    """The code is no division of the platform, or one whose pensions it does not know."""

    code = "pensions.place_unknown"
    title = ("没有这个地区，或尚未纳入", "There is no such place, or it is not included yet")
    next_step = ("请填写省、市或区县的六位代码，例如 510000。", "Give the six digits of a division, such as 510000.")


class PensionFactWrong(Malformed):
    """A fact that cannot be, or that no rule speaks of; `field` names it as the door does."""

    code = "pensions.fact_wrong"
    title = ("所填内容不合规则：{why_zh}", "A fact does not fit the rules: {why_en}")
    next_step = ("请改正后重试。", "Correct it and try again.")

    def __init__(self, field: str, why_zh: str, why_en: str) -> None:
        super().__init__(field=field, why_zh=why_zh, why_en=why_en)
        self.field = field


class PeriodsOverlap(Malformed):
    """Two stretches of paying claim the same month; the agency refunds one of them before it transfers anything."""

    code = "pensions.periods_overlap"
    title = ("两段缴费时间重叠：{month}", "Two stretches of paying overlap: {month}")
    next_step = (
        "同一个月只算一地；请先到经办机构清理重复缴费，再填保留的一段。",
        "A month counts in one place only: have the double payment refunded, then give the stretch that stays.",
    )
