"""`onecard pension …`: what a pension would be, a family's grants, a year's adjustment, the place that pays; and why.

Everything comes from the rulebook: no home, no database, and nothing that is typed is kept.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from onecard.doors.cli_say import console, say
from onecard.kernel.clock import day_of, now
from onecard.kernel.money import fen_of, yuan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onecard.rules.pensions.paying_place import Stretch
    from onecard.rules.pensions.plan import Choice, Plan
    from onecard.rules.reasons import Reason

pension = typer.Typer(help="养老金 · pensions, by the rulebook", no_args_is_help=True)

Place = Annotated[int, typer.Option(metavar="区划", help="参保地六位代码 · the division where it is paid, six digits")]
Paid = Annotated[int, typer.Option(help="已缴费月数，含视同缴费 · months paid, with those that only count as paid")]
Month = Annotated[datetime, typer.Option(formats=["%Y-%m"], help="年-月 · a month, such as 1970-06")]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪天的规定，默认今天 · by the rules of this day")
]
Born = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="出生日期 · the day of birth")]


@pension.command("estimate")
def estimate(  # noqa: PLR0917 - what is typed, in the order of the help
    place: Place,
    born: Month,
    paid: Paid,
    balance: Annotated[str, typer.Option(metavar="元", help="个人账户储存额 · the account's balance in yuan")],
    scheme: Annotated[str, typer.Option(help="employee, resident")] = "employee",
    category: Annotated[str, typer.Option(help="male, female_staff, female_worker")] = "male",
    index: Annotated[str, typer.Option(help="平均缴费指数 · the average index")] = "1",
    deemed: Annotated[int, typer.Option(help="其中视同缴费月数 · of which only count as paid")] = 0,
    stops: Annotated[bool, typer.Option("--stops", help="今后不再缴费 · nothing more is paid")] = False,
    on: Day = None,
) -> None:
    """估算退休时间和养老金 · When you may retire, what each choice would bring a month, and why."""
    from onecard import rulebook
    from onecard.doors.pensions.asking import Question, answer

    if scheme not in ("employee", "resident"):
        raise typer.BadParameter("应为 employee 或 resident · employee or resident is meant")
    asked = Question(
        cast(Any, scheme), place, born.date(), paid, _fen(balance), category, _parts(index), deemed, not stops
    )
    _tell_plan(answer(rulebook.load(), asked, on=_day(on)))


@pension.command("grants")
def grants(
    place: Place,
    paid: Paid,
    drawn: Annotated[int, typer.Option(help="已领取养老金月数 · months of pension drawn, 0: at work")] = 0,
    on: Day = None,
) -> None:
    """丧葬补助金和抚恤金 · What a family gets when an insured employee or pensioner dies, and why."""
    from onecard import rulebook
    from onecard.rules.pensions.grants import grants_for

    found = grants_for(rulebook.load(), place=place, on=_day(on), paid_months=paid, drawn_months=drawn)
    say(f"丧葬补助金 · funeral grant {yuan(found.funeral_fen)}")
    say(f"抚恤金 · survivors' grant {yuan(found.survivor_fen)}")
    _tell_reasons(found.reasons)


@pension.command("adjust")
def adjust(  # noqa: PLR0917 - what is typed, in the order of the help
    place: Place,
    amount: Annotated[str, typer.Option(metavar="元", help="现月养老金 · the pension drawn now, in yuan")],
    paid: Paid,
    born: Born,
    since: Month,
    on: Day = None,
) -> None:
    """年度调整 · What a pension would be after the year's adjustment, and why."""
    from onecard import rulebook
    from onecard.rules.pensions import adjustment

    facts = {"pension_fen": _fen(amount), "paid_months": paid}
    found = adjustment.adjust(rulebook.load(), place=place, on=_day(on), born=born.date(), since=since.date(), **facts)
    say(f"{yuan(found.before_fen)} → {yuan(found.after_fen)}")
    _tell_reasons(found.reasons)


@pension.command("place")
def paying_place(
    home: Annotated[int, typer.Option(metavar="区划", help="户籍地 · the division of registration, six digits")],
    paid: Annotated[
        list[str],
        typer.Option(
            metavar="区划:起:止", help="如 440000:1995-01:2004-12，临时账户加 :temporary · a stretch of paying"
        ),
    ],
    on: Day = None,
) -> None:
    """多地参保由哪里支付 · Which place pays the pension of who paid in several, and why."""
    from onecard import rulebook
    from onecard.rules.pensions import paying_place as rules

    book = rulebook.load()
    found = rules.paying_place(book, [_stretch(one) for one in paid], home=home, on=_day(on))
    for code, months in found.months.items():
        province = book.places.divisions[code]
        say(f"{province.name_zh} · {province.name_en}: {months} 个月 · months")
    where = book.places.divisions[found.province]
    say(f"由{where.name_zh}支付 · paid by {where.name_en}")
    _tell_reasons([found.reason])


def _tell_plan(plan: "Plan") -> None:
    from onecard.rules.pensions.months import first_of

    if plan.choices:
        say("退休月份 month · 年龄 age · 已缴 paid · 每月 a month")
    for choice in plan.choices:
        times = f"{_length(choice.age_months):>7}  {_length(choice.paid_months):>7}"
        say(f"{first_of(choice.month):%Y-%m}  {times}  {yuan(choice.amount_fen):>12}  {_state(choice)}")
    _tell_reasons(plan.reasons)
    for choice in plan.choices:
        if choice.month == max(plan.statutory, plan.choices[0].month):
            say(f"{first_of(choice.month):%Y-%m}:")
            _tell_reasons([choice.reason, *(part.reason for part in choice.parts)])
    if plan.enough_from:
        say(f"继续缴费，{first_of(plan.enough_from):%Y-%m} 起达到最低年限 · paying on, enough is paid from then")


def _state(choice: "Choice") -> str:
    if choice.short_months:
        return f"差 {choice.short_months} 个月，还不能领 · {choice.short_months} months short"
    return {"early": "提前 · earlier", "statutory": "法定 · statutory", "late": "延迟 · later"}[choice.kind]


def _tell_reasons(reasons: "Iterable[Reason]") -> None:
    from onecard.doors.pensions.telling import say as words

    for one in reasons:
        basis = one.source or ("示例 · illustrative" if one.illustrative else "")
        console.print(f"  {words(one, 'zh')}\n  {words(one, 'en')}", markup=False)
        if basis:
            console.print(f"    {basis}", markup=False, style="dim")


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}y {rest}m"


def _day(on: datetime | None) -> date:
    return on.date() if on else day_of(now())


def _fen(text: str) -> int:
    try:
        return fen_of(text)
    except ValueError:
        raise typer.BadParameter(f"应为金额，如 120000.50 · an amount is meant: {text}") from None


def _parts(text: str) -> int:
    from onecard.rules.pensions.written import parts_of

    try:
        return parts_of(text)
    except ValueError:
        raise typer.BadParameter(f"应为数字，如 1.2 · a number is meant: {text}") from None


def _stretch(text: str) -> "Stretch":
    from onecard.rules.pensions.paying_place import Stretch

    place, _, rest = text.partition(":")
    first, _, rest = rest.partition(":")
    last, _, mark = rest.partition(":")
    try:
        begins, ends = (date.fromisoformat(f"{month}-01") for month in (first, last))
        if mark not in ("", "temporary"):
            raise ValueError(mark)
        return Stretch(int(place), begins, ends, temporary=bool(mark))
    except ValueError:
        raise typer.BadParameter(f"应为 区划:起:止 · place:first:last is meant: {text}") from None
