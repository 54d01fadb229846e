"""What can be wrong with asking for a trial."""

from onecard.kernel.errors import Malformed, Refusal


class TrialsWaiting(Refusal):
    """Every trial takes a core for seconds; only a few may wait."""

    code, status = "what_if.too_many_waiting", 503
    title = ("正在排队的试算太多", "Too many trials are waiting")
    next_step = ("请过一分钟再试。", "Try again in a minute.")


class DayUnknown(Malformed):
    """The day from which the values would hold cannot be read."""

    code = "what_if.day_unknown"
    title = ("日期读不出", "The day cannot be read")
    next_step = ("请写成 2027-01-01。", "Write it as 2027-01-01.")


class PlaceUnknown(Malformed):
    """A programme is tried in the nation or in one of its divisions."""

    code = "what_if.place_unknown"
    title = ("没有区划代码 {place}", "There is no division {place}")
    next_step = ("请用六位区划代码,0 为全国。", "Use the six digits of a division code; 0 is the nation.")
