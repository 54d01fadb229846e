"""Why a terminal's key pad is not listened to."""

from onecard.kernel.errors import Malformed, Problem, Refusal


class KeyPadMissing(Problem):
    """This point was not registered with a key pad for this half of the card."""

    code, status = "terminal.key_pad_missing", 403
    title = ("本受理点未登记此项密码键盘", "This point has no key pad registered for this password")
    next_step = (
        "请由所属机构在受理点设置中登记密码键盘及其适用功能。",
        "Have the agency register the key pad, and the halves it serves, in the point's settings.",
    )


class CardItselfNeeded(Refusal):
    """A password on the card is typed with the card at the terminal; the e-card has a password of its own."""

    code = "terminal.card_itself_needed"
    title = ("核对卡密码须出示实体卡", "The card itself is needed to check its password")
    next_step = ("请把实体卡放在读卡区。", "Hold the physical card to the reader.")


class NewPinMissing(Malformed):
    """A change without the new password."""

    code = "terminal.new_pin_missing"
    title = ("缺少新密码", "The new password is missing")
    next_step = ("请在密码键盘上输入新密码两次。", "Let the new password be typed twice at the key pad.")
