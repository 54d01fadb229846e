"""Why evidence of life is not taken, or an entitlement not found. Nothing was changed in any of these cases."""

from onecard.kernel.errors import Malformed, Refusal


class NotEntitled(Refusal):
    """Nobody here is entitled to anything."""

    code, status = "entitlements.none", 404
    title = ("没有在领的待遇", "No standing entitlement is known")
    next_step = (
        "如认为应当享受待遇,请联系社保经办机构。",
        "If a benefit should be paid, ask the social insurance agency.",
    )


class EntitlementStopped(Refusal):
    """It has stopped; evidence of life changes nothing."""

    code = "entitlements.stopped"
    title = ("待遇已停发,无需认证", "The benefit has stopped; no confirmation is needed")
    next_step = ("如有疑问,请联系社保经办机构。", "Ask the social insurance agency if in doubt.")


class LevelTwoNeeded(Refusal):
    """Self-service wants an e-card of the second level."""

    code = "entitlements.level_two_needed"
    title = ("自助认证须使用二级签发的电子社保卡", "Self-service needs an e-card of level 2")
    next_step = (
        "请先升级电子社保卡,或到服务窗口认证,也可申请上门。",
        "Raise the e-card to level 2 first, or confirm at a counter, or ask for a home visit.",
    )


class TwoStaffNeeded(Malformed):
    """A home visit is made by as many named members of staff as the rule says, each another person."""

    code = "entitlements.two_staff_needed"
    title = ("上门认证须由 {staff} 名不同的工作人员共同办理", "A home visit takes {staff} different members of staff")
    next_step = ("请填写每一位工作人员的登录名。", "Name each member of staff by the sign-in name.")


class EvidenceDayImpossible(Malformed):
    """Evidence is of a day that has been, and not of one so long ago that it no longer counts."""

    code = "entitlements.day_impossible"
    title = ("认证日期不成立", "That day is impossible")
    next_step = ("请填写今天或近期的日期。", "Give today, or a recent day.")


class EntitlementMalformed(Malformed):
    """A row of what somebody is to be entitled to cannot be taken."""

    code = "entitlements.row_malformed"
    title = ("第 {row} 行不能登记:{what_zh}", "Row {row} cannot be taken: {what_en}")
    next_step = ("请改正后重新提交,已登记的各行不会重复。", "Correct it and send the list again; rows taken stay once.")


class MonthImpossible(Malformed):
    """A month is opened in its order, and not long before it begins."""

    code = "entitlements.month_impossible"
    title = ("该月份不能开放发放", "That month cannot be opened for payment")
    next_step = ("请开放上次之后的月份,至迟下个月。", "Open a month after the last one, at the latest the next.")
