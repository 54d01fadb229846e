"""Why something at the counter cannot go on, beside what the domains refuse themselves."""

from onecard.kernel.errors import Malformed, Refusal


class VisitEnded(Refusal):
    """A person was found too long ago, by somebody else, or under an address that was changed."""

    code, status = "console.visit_ended", 410
    title = ("本次接待已结束", "This visit is over")
    next_step = (
        "请重新查人并写明事由;每次接待最长两小时,只供查人的经办员使用。",
        "Find the person again and say why; a visit lasts two hours at most and is its own operator's only.",
    )


class CardNumberShared(Refusal):
    """Two issuers within reach gave the same card number."""

    code = "console.card_number_shared"
    title = ("两家发卡机构使用了同一卡号", "Two issuers gave this card number")
    next_step = ("请改用社会保障号码查人。", "Find the person by the social security number.")


class CardNumberUnknown(Refusal):
    """No card within reach carries this number."""

    code, status = "console.card_number_unknown", 404
    title = ("没有查到此卡号", "No card with this number was found")
    next_step = (
        "请核对卡面上的 9 位卡号,或改用社会保障号码。",
        "Compare the nine characters on the card, or use the social security number.",
    )


class NotNow(Refusal):
    """The operation does not fit how the card stands, or where this counter is."""

    code = "console.not_now"
    title = ("现在不能办理:{why_zh}", "This cannot be done now: {why_en}")
    next_step = ("请回到接待页,查看现在能办的事项。", "Go back to the visit and see what can be done now.")

    def __init__(self, why: tuple[str, str] = ("…", "…")) -> None:
        super().__init__(why_zh=why[0], why_en=why[1])


class ListTooLong(Malformed):
    """A file with more rows than a page may wait for."""

    code, status = "console.list_too_long", 413
    title = ("名单超过 {most} 行", "The list has more than {most} rows")
    next_step = (
        "请分成几份上传,或由技术人员用命令行或接口提交。",
        "Send it in parts, or have it handed in by the command line or the API.",
    )
