"""Why a project, a roster, an approval or an objection is refused. What a row is told stands in `errors_rows`."""

from onecard.kernel.errors import Malformed, Refusal


class ProjectUnknown(Refusal):
    """No project of that id."""

    code, status = "rosters.project_unknown", 404
    title = ("没有这个发放项目", "There is no such project")
    next_step = ("请核对项目编号，或先由主管部门设立。", "Check its id, or have its department set it up.")


class ProjectExists(Refusal):
    """The programme has a project for this place and period already, with other facts."""

    code = "rosters.project_exists"
    title = ("该项目在该地该期次已经设立，内容不同", "This programme has another project for this place and period")
    next_step = (
        "请使用已设立的项目；追加额度请调整指标。",
        "Use the one that stands; for more money change its quota.",
    )


class PeriodMalformed(Malformed):
    """The period is not written as the programme is paid."""

    code = "rosters.period_malformed"
    title = ("期次写法与发放频次不符", "The period is not written as this programme is paid")
    next_step = ("应写作：{expected}。", "Write it as {expected}.")


class WindowMalformed(Malformed):
    """A project that closes before it opens."""

    code = "rosters.window_malformed"
    title = ("申报截止日早于开始日", "The project closes before it opens")
    next_step = ("请核对申报起止日期。", "Check the first and the last day for handing in.")


class PaidToNoPerson(Refusal):
    """The programme pays employers: a roster is a list of people."""

    code = "rosters.paid_to_no_person"
    title = ("该项目发给用人单位，不用人员名册", "This programme is paid to employers, not by a roster of people")
    next_step = ("请由单位申报渠道办理。", "Let the employers apply.")


class QuotaBelowUse(Refusal):
    """A quota cannot become less than what entries use of it."""

    code = "rosters.quota_below_use"
    title = (
        "指标不能低于已占用的 {used}、{entries} 人次",
        "The quota cannot be less than {used} and {entries} entries in use",
    )
    next_step = ("请先核减名册，或另行设定指标。", "Drop entries first, or set another quota.")


class ProjectClosed(Refusal):
    """Rows come before the first day or after the last one."""

    code = "rosters.project_closed"
    title = ("该项目申报期为 {opens} 至 {closes}", "This project takes rows from {opens} to {closes}")
    next_step = ("请在申报期内提交，或由主管部门调整。", "Hand them in within it, or ask the department to change it.")


class RosterUnknown(Refusal):
    """No such roster among those this agency makes or decides about."""

    code, status = "rosters.unknown", 404
    title = ("没有这份名册", "There is no such roster")
    next_step = ("请在本机构的名册中查找。", "Look for it among those of your own agency.")


class PlaceOfAnother(Refusal):
    """A township makes rosters for projects of its own county, city or province."""

    code, status = "rosters.place_of_another", 403
    title = ("本机构不在该项目的地区内", "This agency does not lie in the project's place")
    next_step = ("请由项目所在地的乡镇填报。", "Leave it to a township of that place.")


class RosterMoveRefused(Refusal):
    """The table of states has no such way."""

    code = "rosters.move_refused"
    title = (
        "名册当前状态（{state_zh}）不能这样办理（{move}）",
        "A roster that is “{state_en}” cannot do this ({move})",
    )
    next_step = ("请查看名册的办理经过。", "Look at what happened to the roster.")


class NothingStands(Refusal):
    """A roster without an entry that may be paid."""

    code = "rosters.nothing_stands"
    title = ("名册中没有可发放的人员", "No entry of the roster can be paid")
    next_step = ("请先补充或更正名册。", "Add rows or mend the refused ones first.")


class NoticeRuns(Refusal):
    """The public notice is not over."""

    code = "rosters.notice_runs"
    title = ("公示至 {until} 期满", "The public notice runs until {until}")
    next_step = ("请在期满后审批。", "Approve when it is over.")


class LevelOfAnother(Refusal):
    """An agency approves at its own level of this roster only."""

    code, status = "rosters.level_of_another", 403
    title = ("本机构不负责该名册的这一级审批", "This level of the roster is not your agency's to approve")
    next_step = ("请由负责的机构办理。", "Leave it to the agency that answers for it.")


class DutyTaken(Refusal):
    """Who made a roster, or approved it at another level, does nothing else for it."""

    code, status = "rosters.duty_taken", 403
    title = ("您已是该名册的{duty_zh}，不能再以其他身份办理", "You are this roster's {duty_en} and nothing else for it")
    next_step = ("请由另一位工作人员办理。", "Let a colleague do it.")


class RosterChanged(Refusal):
    """What stands is not what was on notice: something changed it outside of the verbs."""

    code = "rosters.changed"
    title = ("名册内容与公示、审批时不一致", "The roster is not what was on notice and approved")
    next_step = (
        "已停止办理；请退回重新公示，并查明原因。",
        "Nothing was done; send it back for another notice and find out why.",
    )


class NoticeUnknown(Refusal):
    """No notice of this roster runs."""

    code, status = "rosters.notice_unknown", 404
    title = ("没有正在进行的公示", "No such notice runs now")
    next_step = (
        "公示可能已期满或已撤回；请在公示列表中查找。",
        "It may be over or withdrawn; look for it among the notices.",
    )


class RowForgotten(Refusal):
    """A roster's rows are forgotten some time after it was paid."""

    code, status = "rosters.row_forgotten", 410
    title = ("逐行内容已按规定删除", "The rows were deleted as the rule says")
    next_step = ("人次和金额仍可查看。", "Entries and amounts can still be seen.")


class EntryUnknown(Refusal):
    """No entry of that number in the roster."""

    code, status = "rosters.entry_unknown", 404
    title = ("名册中没有第 {number} 号", "The roster has no entry {number}")
    next_step = ("请核对序号；未通过核验的行没有序号可办理。", "Check the number; a refused row is no entry.")


class EntryMoveRefused(Refusal):
    """The entry is held, dropped or handed over already."""

    code = "rosters.entry_move_refused"
    title = ("该人次当前状态不能这样办理（{state}）", "An entry that is {state} cannot do this")
    next_step = (
        "已转发放的请在发放环节处理；有异议的请先处理异议。",
        "What was handed over is cleared up with payment; an objection is settled first.",
    )


class ObjectionUnknown(Refusal):
    """No open objection to this entry."""

    code, status = "rosters.objection_unknown", 404
    title = ("该人次没有待处理的异议", "There is no open objection to this entry")
    next_step = ("请核对序号。", "Check the number.")


class OwnRecord(Refusal):
    """Who recorded an objection does not settle it."""

    code, status = "rosters.own_record", 403
    title = ("登记异议的人不能自行处理", "Who recorded an objection does not settle it")
    next_step = ("请由另一位工作人员处理。", "Let a colleague settle it.")
