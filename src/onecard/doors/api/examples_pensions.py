"""Examples of pensions asked "what if"; the people and the amounts are invented."""

from datetime import date

from onecard.doors.api.shapes_pensions import (
    Adjustment,
    AdjustmentQuestion,
    Grants,
    GrantsQuestion,
    PaidStretch,
    PayingPlace,
    PayingPlaceQuestion,
    PensionChoice,
    PensionPart,
    PensionPlan,
    PensionQuestion,
    PensionReason,
)

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
GRANTS_QUESTION = GrantsQuestion(place=510100, paid_months=300)
_FUNERAL = PensionReason(
    "pensions.funeral", "Funeral grant ¥7,120.00 = that income × 2", "丧葬补助金 ¥7,120.00 = 月收入 × 2",
    "人社部发〔2021〕18号", illustrative=False,
)  # fmt: skip
GRANTS = Grants(date(2026, 11, 23), 712_000, 6_764_000, 19, [_FUNERAL])
RAISE_QUESTION = AdjustmentQuestion(
    place=510100, pension_fen=300_000, paid_months=400, born=date(1950, 1, 1), since="2010-02"
)
_FIXED = PensionReason("pensions.raise_fixed_fen", "The same for all: ¥20.00", "定额调整 ¥20.00", "", illustrative=True)
RAISED = Adjustment(date(2026, 11, 23), 300_000, 310_100, [_FIXED])
PLACE_QUESTION = PayingPlaceQuestion(510100, [PaidStretch(440000, "1995-01", "2004-12")])
_TEN_YEARS = PensionReason(
    "pensions.place_last",
    "The last account lies in Guangdong, with 10 years and 0 months paid there, 10 years or more: it pays",
    "养老保险关系在广东省,在那里缴费 10 年 0 个月,满 10 年,由该地支付", "国办发〔2009〕66号第六条", illustrative=False,
)  # fmt: skip
PAID_BY = PayingPlace(date(2026, 11, 23), 440000, "广东省", "Guangdong", {440000: 120}, 120, _TEN_YEARS)
