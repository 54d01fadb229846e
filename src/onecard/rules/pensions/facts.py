"""What a person says of herself, held against what can be: each refusal names its field."""

from datetime import date

from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.months import month_number

#: A hundred million yuan: no account holds it, and sums of it stay whole.
BALANCE_FEN_MOST = 10**10
_FIRST_BIRTH = date(1900, 1, 1)


def check_born(born: date, day: date) -> None:
    """A month of birth that somebody alive can have."""
    if not _FIRST_BIRTH <= born <= day:
        raise PensionFactWrong(
            "born", "出生年月应在 1900 年以后、今天以前", "a birth month from 1900 to today is meant"
        )


def check_paid(born: date, day: date, paid_months: int, deemed_months: int) -> None:
    """No more months than were lived; and what counts as paid is a part of it."""
    if not 0 <= paid_months <= month_number(day) - month_number(born):
        raise PensionFactWrong(
            "paid_months", "缴费月数应为 0 至出生以来的月数", "months paid run from 0 to the months since birth"
        )
    if not 0 <= deemed_months <= paid_months:
        raise PensionFactWrong(
            "deemed_months",
            "视同缴费月数不能多于全部缴费月数",
            "months that only count as paid are a part of all months paid",
        )


def check_balance(balance_fen: int) -> None:
    """An account's balance."""
    if not 0 <= balance_fen <= BALANCE_FEN_MOST:
        raise PensionFactWrong("balance_fen", "储存额应为 0 至一亿元", "a balance from 0 to 100 million yuan is meant")
