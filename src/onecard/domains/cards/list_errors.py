"""What a row of a list may be told, beside what any application is told, and a list that is not there."""

from onecard.kernel.errors import Malformed, Refusal


class RowFlawed(Malformed):
    """A cell could not be read truly."""

    code = "cards.row_flawed"
    title = ("“{column_zh}”无法准确读取:{flaw_zh}", "“{column_en}” cannot be read truly: {flaw_en}")
    next_step = (
        "请修正该行后重新提交;其余各行不受影响。",
        "Mend this row and send it again; the others are not touched.",
    )


class NameDiffers(Refusal):
    """The number belongs to somebody registered under another name."""

    code = "cards.name_differs"
    title = ("姓名与社会保障号码不一致", "The name does not belong to the number")
    next_step = (
        "请核对身份证;如已更名,请先到服务网点变更信息。",
        "Compare with the identity card; who changed her name has it changed at a service hall first.",
    )


class PhoneMalformed(Malformed):
    """Not eleven digits that begin with 1."""

    code = "cards.phone_malformed"
    title = ("手机号格式不对", "That is not a mobile number")
    next_step = ("请填写 11 位手机号,或留空。", "Write its 11 digits or leave it empty.")


class ListUnknown(Refusal):
    """No such list, or another agency's."""

    code, status = "cards.list_unknown", 404
    title = ("没有这份名单", "There is no such list")
    next_step = ("请在本机构的名单中查找。", "Look for it among the lists of your own agency.")
