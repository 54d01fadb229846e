"""Why a home visit cannot be written down at a door."""

from onecard.kernel.errors import Malformed


class ColleagueUnknown(Malformed):
    """Who is named as having been there is nobody of the same agency."""

    code = "entitlements.colleague_unknown"
    title = ("同行人员不是本单位在岗工作人员", "The colleague named is no member of staff of this agency")
    next_step = ("请填写同行人员的登录名。", "Give the colleague's sign-in name.")
