"""Why a day cannot be closed, or its statement not be shown."""

from onecard.kernel.errors import Refusal


class DayNotBegun(Refusal):
    """The day lies in the future."""

    code = "clearing.day_not_begun"
    title = ("{day} 尚未到来", "{day} has not begun")
    next_step = ("请在该日当天或之后清算。", "Close it on the day itself or later.")


class EarlierDayOpen(Refusal):
    """A day before this one still has transfers that were not cleared."""

    code = "clearing.earlier_day_open"
    title = ("{earlier} 尚未清算", "{earlier} is not closed yet")
    next_step = ("请先清算 {earlier},再清算 {day}。", "Close {earlier} first, then {day}.")


class DayNotClosed(Refusal):
    """The day was not closed, so it has no positions yet."""

    code, status = "clearing.day_not_closed", 404
    title = ("{day} 尚未清算", "{day} is not closed")
    next_step = ("请先清算该日。", "Close the day first.")
