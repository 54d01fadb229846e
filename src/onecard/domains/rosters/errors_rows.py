"""What a row of a roster is told, beside what any number or name is told: why it is refused and how it is mended."""

from onecard.kernel.errors import Malformed, Refusal


class RowFlawed(Malformed):
    """A cell could not be read truly."""

    code = "rosters.row_flawed"
    title = ("“{column_zh}”无法准确读取：{flaw_zh}", "“{column_en}” cannot be read truly: {flaw_en}")
    next_step = (
        "请修正该行后重新提交；其余各行不受影响。",
        "Mend this row and send it again; the others are not touched.",
    )


class AmountMalformed(Malformed):
    """Not yuan above nothing with two places at most."""

    code = "rosters.amount_malformed"
    title = ("金额应为大于零、至多两位小数的元", "The amount is yuan above nothing with two places at most")
    next_step = ("请只填写数字，如 80.00。", "Write digits only, such as 80.00.")


class SourceMalformed(Malformed):
    """The source is too long or cannot be printed."""

    code = "rosters.source_malformed"
    title = ("来源编号应为 1 至 60 个可显示字符", "The source has 1 to 60 printable characters")
    next_step = ("请改短来源编号，或留空。", "Make it shorter, or leave it empty.")


class AccountMalformed(Malformed):
    """The account, its owner's name or its bank cannot stand in a bank's file."""

    code = "rosters.account_malformed"
    title = ("账户信息不可用：{what_zh}", "The account cannot be used: {what_en}")
    next_step = ("请对照社保卡或存折填写。", "Write it as on the card or the bank book.")


class AccountOfAnother(Refusal):
    """A benefit goes to an account of its own person."""

    code = "rosters.account_of_another"
    title = ("户名与领取人姓名不一致", "The account is in another name than the person's")
    next_step = (
        "请改用本人社保卡账户；确由监护人代领的，请先到服务网点登记。",
        "Use the account of the person's own card; a guardian who is paid instead registers at a service hall first.",
    )


class PersonDeceased(Refusal):
    """A death is recorded."""

    code = "rosters.deceased"
    title = ("该人员已登记死亡", "This person's death is recorded")
    next_step = (
        "请从名册中去掉；如登记有误，请到服务网点更正。",
        "Take the row out; a wrong record is corrected at a service hall.",
    )


class CardMissing(Refusal):
    """The person has no valid card of her own."""

    code = "rosters.card_missing"
    title = ("该人员没有有效的社会保障卡", "This person has no valid card")
    next_step = ("请先为其办理社保卡，再重新提交该行。", "Have a card issued first, then send the row again.")


class CardStopped(Refusal):
    """The card is reported lost."""

    code = "rosters.card_stopped"
    title = ("该人员的社会保障卡已挂失", "This person's card is reported lost")
    next_step = (
        "请在解挂或补卡后重新提交该行。",
        "Send the row again when the loss is cancelled or the card replaced.",
    )


class BankHalfIdle(Refusal):
    """The bank half does not work: never activated, or locked."""

    code = "rosters.bank_half_idle"
    title = ("社会保障卡的金融功能{state_zh}", "The card's bank half is {state_en}")
    next_step = (
        "请持卡人到合作银行办理后重新提交该行。",
        "The holder sees to it at the bank; then send the row again.",
    )


class RowTwice(Refusal):
    """An earlier row of the same roster is for the same person and source."""

    code = "rosters.row_twice"
    title = ("与本名册第 {number} 号重复", "The same as entry {number} of this roster")
    next_step = (
        "请去掉重复行；同一人有多项来源（如多个地块）的，请填写“来源编号”加以区分。",
        "Take it out; several of one person (plots of land) differ by their source.",
    )


class TakenElsewhere(Refusal):
    """Another roster of the same programme and period has this person."""

    code = "rosters.taken_elsewhere"
    title = (
        "同一项目同一期次已在另一名册中（{place}）",
        "Another roster ({place}) has this person for the same programme and period",
    )
    next_step = ("请与该地核实，由其中一方核减。", "Find out with that place; one of the two drops the entry.")


class ProgrammesExclude(Refusal):
    """The person is on a roster of a programme that is not paid beside this one."""

    code = "rosters.programmes_exclude"
    title = ("与同期享受的“{name_zh}”不可兼得", "Not paid beside “{name_en}” of the same period")
    next_step = ("请核实后只保留其中一项。", "Find out which one is due and keep that.")


class NotEntitled(Refusal):
    """What is known of the person says that the programme's condition does not hold."""

    code = "rosters.not_entitled"
    title = ("按项目规定不符合条件：{what_zh}", "By the programme's rule a condition does not hold: {what_en}")
    next_step = (
        "请核对该项情况；可用 onecard programme explain 查看逐条说明。",
        "Check that fact; `onecard programme explain` tells each condition.",
    )


class AmountDiffers(Refusal):
    """The rule works out another amount."""

    code = "rosters.amount_differs"
    title = ("按项目规定应为 {yuan}", "By the programme's rule it is {yuan}")
    next_step = ("请改为该金额，或核对各项情况后重新提交。", "Write that amount, or check the facts it follows from.")


class AmountAbove(Refusal):
    """More than an entry may be."""

    code = "rosters.amount_above"
    title = ("超过每人次上限 {yuan}", "More than the {yuan} an entry may be")
    next_step = (
        "请核对金额；确属正常的，由主管部门调整上限。",
        "Check the amount; the department may raise the limit.",
    )


class QuotaExceeded(Refusal):
    """What is left of the project's quota does not cover it."""

    code = "rosters.quota_exceeded"
    title = (
        "超出项目指标，余额 {yuan}、{entries} 人次",
        "Beyond the project's quota: {yuan} and {entries} entries are left",
    )
    next_step = ("请由主管部门追加指标后重新提交该行。", "Send the row again when the department has raised the quota.")
