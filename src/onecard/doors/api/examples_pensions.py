"""An example of a pension asked "what if"; the person and the amounts are invented."""

from datetime import date

from onecard.doors.api.shapes_pensions import PensionChoice, PensionPart, PensionPlan, PensionQuestion, PensionReason

QUESTION = PensionQuestion(
    place=510100, born="1970-06", paid_months=300, balance_fen=12_000_000, category="male", index="1.2"
)
_ENOUGH = PensionReason(
    "pensions.enough", "By then 30 years and 0 months are paid; 16 years and 0 months are needed",
    "到那时缴费 30 年 0 个月,达到最低缴费年限 16 年 0 个月",
    "全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）",
    illustrative=False,
)  # fmt: skip
_BASIC = PensionReason(
    "pensions.basic", "Basic part ¥2,475.00 = base ¥7,500.00 × (1 + index 1.2) ÷ 2 × 360 months ÷ 12 × 1%",
    "基础养老金 ¥2,475.00 = 计发基数 ¥7,500.00 ×(1 + 平均缴费指数 1.2)÷ 2 × 缴费 360 个月 ÷ 12 × 1%",
    "国发〔2005〕38号",
    illustrative=False,
)  # fmt: skip
_BASE = PensionReason(
    "pensions.base", "All amounts take today's base of ¥7,500.00: no growth of wages, no interest on the account",
    "都按今天的计发基数 ¥7,500.00 估算,不计今后工资增长和账户利息", "", illustrative=True,
)  # fmt: skip
PLAN = PensionPlan(
    by_rules_of=date(2026, 11, 23),
    statutory="2031-11",
    earliest="2030-06",
    latest="2034-11",
    enough_from=None,
    choices=[
        PensionChoice(
            "2031-11", "statutory", 737, 360, entitled=True, short_months=0, amount_fen=247_500,
            parts=[PensionPart("basic", 247_500, _BASIC)], reason=_ENOUGH,
        )
    ],
    reasons=[_BASE],
)  # fmt: skip
