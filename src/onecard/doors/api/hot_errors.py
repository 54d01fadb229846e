"""What the hot door itself may answer."""

from onecard.kernel.errors import Fault, Malformed


class UseMalformed(Malformed):
    """The body is not a use."""

    code = "uses.malformed"
    title = ("报文格式不正确", "The message is not well formed")
    next_step = (
        "请按接口文档修正字段后重新提交,序号不变。",
        "Correct the field and send again with the same sequence.",
    )


class BodyTooLarge(Malformed):
    """More bytes than a terminal may send at once."""

    code, status = "uses.body_too_large", 413
    title = ("报文过大(上限 {most} 字节)", "The message is too large ({most} bytes at most)")
    next_step = ("请拆分后上传。", "Split it and upload the parts.")


class TooManyUses(Malformed):
    """More uses than one upload may hold."""

    code, status = "uses.too_many", 413
    title = ("一次最多上传 {most} 条", "At most {most} uses in one upload")
    next_step = ("请拆分后上传;重复提交不会重复记账。", "Split it and upload the parts; sending twice changes nothing.")


class OutcomeUnknown(Fault):
    """The database did not answer: whether the use was recorded is not known yet."""

    code = "uses.outcome_unknown"
    title = ("结果未知", "The outcome is not known")
    next_step = (
        "请用同一序号再次提交,平台会给出首次结果。",
        "Send again with the same sequence; the platform gives the first answer.",
    )


class Overloaded(Fault):
    """More uses are waiting than can be answered in time."""

    code = "uses.overloaded"
    title = ("系统繁忙", "Too busy")
    next_step = ("请在一秒后用同一序号重试。", "Try again in a second with the same sequence.")
