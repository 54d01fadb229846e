"""Why a batch is not taken, a file not read, or a line not issued again. Nothing moved in any of these cases."""

from onecard.kernel.errors import Fault, Malformed, Refusal


class LineMoveRefused(Refusal):
    """The table of states has no such way."""

    code = "disbursement.move_refused"
    title = ("该笔当前状态（{state}）不能这样办理（{move}）", "A line that is {state} cannot do this ({move})")
    next_step = ("请查看该笔的办理经过。", "Look at what happened to the line.")


class BatchUnknown(Refusal):
    """No such batch among this agency's."""

    code, status = "disbursement.batch_unknown", 404
    title = ("查无此批次", "No such batch")
    next_step = ("请核对批次编号。", "Check the batch's number.")


class LineUnknown(Refusal):
    """No such line in this batch."""

    code, status = "disbursement.line_unknown", 404
    title = ("查无此笔", "No such line")
    next_step = ("请核对批次与行号。", "Check the batch and the line's number.")


class BatchDiffers(Refusal):
    """A batch of this number was taken before, with other lines."""

    code = "disbursement.batch_differs"
    title = ("同一批次编号的内容与首次提交不一致", "A batch of this number came before, with other content")
    next_step = (
        "请勿改动已提交的批次；新的发放请使用新的批次编号。",
        "Do not change a batch that was handed in; use a new number for new payments.",
    )


class LinePaidBefore(Refusal):
    """The same source line of the programme and period was taken for this person before."""

    code = "disbursement.line_taken_before"
    title = (
        "第 {row} 行：同一项目、期次和来源行已提交过",
        "Row {row}: this programme, period and source line came before",
    )
    next_step = ("请从名单中去掉该行。", "Take the row out of the list.")


class LineMalformed(Malformed):
    """A row of a batch cannot be paid as it is written."""

    code = "disbursement.line_malformed"
    title = ("第 {row} 行：{what_zh}", "Row {row}: {what_en}")
    next_step = ("请改正该行后重新提交整批。", "Correct the row and hand in the batch again.")


class FundNotYours(Refusal):
    """The fund's account is not there, or belongs to another agency."""

    code, status = "disbursement.fund_not_yours", 403
    title = ("资金账户不存在或不属于本机构", "The fund is not there or not this agency's")
    next_step = ("请使用本机构的资金账户编号。", "Use the number of a fund of your own agency.")


class BankUnknown(Refusal):
    """No such bank was set up."""

    code, status = "disbursement.bank_unknown", 404
    title = ("尚未设置该代发银行", "No such bank is set up")
    next_step = (
        "请核对银行代码，或先用 onecard pay bank 设置。",
        "Check its code, or set it up with onecard pay bank.",
    )


class BankTaken(Refusal):
    """The bank is set up for another province, which its money moved through."""

    code = "disbursement.bank_taken"
    title = ("该银行代码已用于另一省份", "This bank's code is used by another province")
    next_step = ("请换一个银行代码。", "Choose another code.")


class BankUnreachable(Fault):
    """The bank's folder or address does not answer."""

    code = "disbursement.bank_unreachable"
    title = ("暂时无法连接银行 {bank}", "The bank {bank} cannot be reached now")
    next_step = (
        "文件会保留并自动重发；请核对银行的文件夹或地址。",
        "Files are kept and sent again; check the bank's folder or address.",
    )


class StillOnItsWay(Refusal):
    """The line may still be paid, so it is not issued again."""

    code = "disbursement.still_on_its_way"
    title = ("该笔仍可能到账，不能重发", "This line may still be paid, so it is not issued again")
    next_step = (
        "请等待银行的明确结果；系统会自动查询。",
        "Wait for the bank's definite answer; it is asked again by itself.",
    )


class ReissuedBefore(Refusal):
    """The line was issued again already."""

    code = "disbursement.reissued_before"
    title = ("该笔已经重发过一次", "This line was issued again before")
    next_step = ("请查看重发的那一笔。", "Look at the line that replaced it.")


class LineDisputed(Refusal):
    """The bank contradicts itself about the line."""

    code = "disbursement.line_disputed"
    title = ("银行对该笔的说法前后矛盾", "The bank contradicts itself about this line")
    next_step = (
        "请先与银行核实款项去向，核实前不能重发。",
        "Find out with the bank where the money is; until then it is not issued again.",
    )


class FileRefused(Malformed):
    """A bank's file breaks its format; no line of it was read."""

    code = "disbursement.file_refused"
    title = ("银行文件未通过校验：{what_zh}", "The bank's file was refused: {what_en}")
    next_step = (
        "文件已原样保留，未作任何处理；请银行重新提供。",
        "The file is kept as it came and nothing was done; ask the bank for it again.",
    )


class FileTooLarge(Malformed):
    """A file is larger than anything a bank sends."""

    code, status = "disbursement.file_too_large", 413
    title = ("文件超过 {megabytes} MB", "The file is over {megabytes} MB")
    next_step = ("请银行拆分后重新发送。", "Ask the bank to send it in parts.")
