"""Why the ledger says no. Nothing was posted in any of these cases."""

from onecard.kernel.errors import Malformed, Refusal


class InsufficientBalance(Refusal):
    """A purse holds less than the transfer asks of it."""

    code = "ledger.insufficient_balance"
    title = ("余额不足", "Not enough in the purse")
    next_step = ("请先充值,或减少金额后再试。", "Top up first, or try again with a smaller amount.")


class AccountUnknown(Refusal):
    """A transfer names an account that is not in the chart."""

    code, status = "ledger.account_unknown", 404
    title = ("科目不存在", "No such account")
    next_step = ("请核对账户编号,或先开立账户。", "Check the account number, or open the account first.")


class AccountTaken(Refusal):
    """The account number is in the chart already, for somebody or something else."""

    code = "ledger.account_taken"
    title = ("账户编号 {account} 已被占用", "Account number {account} is taken")
    next_step = ("请换一个编号,或使用已开立的账户。", "Choose another number, or use the account that is open.")


class TransferMalformed(Malformed):
    """Not a transfer: an amount of nothing or less, or an account paying itself."""

    code = "ledger.transfer_malformed"
    title = ("转账内容有误", "This is not a transfer")
    next_step = (
        "金额须为大于零的整数分,且付款与收款账户不同。",
        "Give whole fen above zero, and two different accounts.",
    )


class RequestKeyReused(Refusal):
    """The same request key came with other facts than the first time."""

    code = "ledger.request_key_reused"
    title = ("请求编号已用于另一笔转账", "This request key was used for another transfer")
    next_step = ("新的转账请使用新的请求编号。", "Use a new request key for a new transfer.")


class TransferUnknown(Refusal):
    """No such transfer among this holder's."""

    code, status = "ledger.transfer_unknown", 404
    title = ("查无此笔转账", "No such transfer")
    next_step = ("请核对流水号。", "Check the transfer's number in the statement.")


class CorrectionTooLarge(Refusal):
    """What was corrected before and what is asked now exceed the transfer."""

    code = "ledger.correction_too_large"
    title = ("更正金额超过原转账尚未更正的部分", "More than what is left of the transfer to correct")
    next_step = ("最多可更正 {left_fen} 分。", "At most {left_fen} fen can still be corrected.")
