"""Why a half of a card, or its password, does not do what was asked of it."""

from datetime import datetime

from onecard.domains.cards.errors import STATE_WORDS
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Malformed, Refusal

HALF_WORDS: dict[str, tuple[str, str]] = {
    "social": ("社保功能", "social security function"),
    "bank": ("金融功能", "banking function"),
    "transport": ("交通功能", "transport function"),
}
HALF_STATE_WORDS: dict[str, tuple[str, str]] = {
    "inactive": ("未启用", "not yet activated"),
    "active": ("正常", "active"),
    "locked": ("已锁定", "locked"),
}
CAUSE_WORDS: dict[str, tuple[str, str]] = {
    "holder": ("本人锁定", "locked by its holder"),
    "owner": ("管理单位锁定", "locked by the agency that keeps it"),
    "wrong_pins": ("密码输错次数过多", "wrong passwords"),
}


class _OfHalf(Refusal):
    """A refusal that names the half."""

    def __init__(self, *, half: str, **facts: object) -> None:
        zh, en = HALF_WORDS[half]
        super().__init__("", half=half, half_zh=zh, half_en=en, **facts)


class CardNotInUse(Refusal):
    """The card that was held to the terminal is lost, replaced, cancelled or not yet activated."""

    code = "cards.not_in_use"
    title = ("此卡{state_zh},不能使用", "This card is {state_en} and cannot be used")
    next_step = (
        "新卡请先在服务网点启用;找到挂失的卡请先解挂。捡到他人的卡请交给发卡机构或拨打 12333。",
        "Have a new card activated, or cancel the loss of one found again. Somebody else's: hand it in or call 12333.",
    )

    def __init__(self, *, state: str, **_: object) -> None:
        zh, en = STATE_WORDS[state]
        super().__init__(state=state, state_zh=zh, state_en=en)


class HalfMoveRefused(_OfHalf):
    """The half's state does not allow this."""

    code = "cards.half_move_refused"
    title = ("{half_zh}{state_zh},不能这样办理", "The {half_en} is {state_en}; this cannot be done with it")
    next_step = (
        "请先查看该功能的状态,再选择启用、锁定或解锁。",
        "See how it stands, then choose to activate, lock or unlock it.",
    )

    def __init__(self, *, half: str, state: str, **_: object) -> None:
        zh, en = HALF_STATE_WORDS[state]
        super().__init__(half=half, state=state, state_zh=zh, state_en=en)


class HalfLockStands(_OfHalf):
    """Who asks for the unlocking did not lock it: the cause that stands is somebody else's to lift."""

    code = "cards.half_lock_stands"
    title = ("{half_zh}锁定原因:{cause_zh},不能这样解锁", "The {half_en} is {cause_en}; it is not unlocked this way")
    next_step = (
        "密码输错的请带身份证重置密码;其他原因请到管理该功能的单位办理。",
        "After wrong passwords bring your identity card for a new one; otherwise ask the agency that keeps it.",
    )

    def __init__(self, *, half: str, cause: str, **_: object) -> None:
        zh, en = CAUSE_WORDS[cause]
        super().__init__(half=half, cause=cause, cause_zh=zh, cause_en=en)


class HalfOfAnother(_OfHalf):
    """Each half has one keeper: the card agency, the bank, the transport operator."""

    code, status = "cards.half_of_another", 403
    title = ("{half_zh}不归本单位管理", "The {half_en} is kept by another agency")
    next_step = (
        "社保功能找社保卡机构,金融功能找开户银行,交通功能找公交运营单位。",
        "The card agency keeps the social half, the bank its own, the transport operator the transport half.",
    )


class HalfStopped(_OfHalf):
    """The half is locked or not yet activated, so its password opens nothing."""

    code = "cards.half_stopped"
    title = ("{half_zh}{state_zh},密码暂不能用", "The {half_en} is {state_en}, so its password opens nothing")
    next_step = (
        "请在“卡功能与密码”查看原因,或致电 12333。",
        "See why on the page of card functions, or call 12333.",
    )

    def __init__(self, *, half: str, state: str, **_: object) -> None:
        zh, en = HALF_STATE_WORDS[state]
        super().__init__(half=half, state=state, state_zh=zh, state_en=en)


class PinNotSet(_OfHalf):
    """This card has no password for the half yet."""

    code = "cards.pin_not_set"
    title = ("{half_zh}还没有设置密码", "The {half_en} has no password yet")
    next_step = (
        "请带身份证和卡到管理该功能的网点领取初始密码。",
        "Bring identity card and card to a counter of the agency that keeps it, for an initial password.",
    )


class PinMustChange(_OfHalf):
    """The initial password is right, and good for nothing but choosing one's own."""

    code = "cards.pin_must_change"
    title = ("{half_zh}还在用初始密码,须先修改", "The {half_en} still has its initial password, to be changed first")
    next_step = (
        "请在本机或手机“卡功能与密码”里改成自己的密码。",
        "Choose your own here at the key pad, or on the page of card functions.",
    )


class PinLocked(_OfHalf):
    """Too many wrong tries; where the place counts by day the lock ends with the day."""

    code, status = "cards.pin_locked", 429
    title = ("{half_zh}密码已锁定{until_zh}", "The password of the {half_en} is locked{until_en}")
    next_step = (
        "请带身份证和卡到网点重置密码{wait_zh}。",
        "Bring identity card and card to a counter to have a new one{wait_en}.",
    )

    def __init__(self, *, half: str, until: datetime | None = None, **_: object) -> None:
        said = dict.fromkeys(("until_zh", "until_en", "wait_zh", "wait_en"), "")
        if until is not None:
            moment = f"{until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            said = {"until_zh": f"至 {moment}", "until_en": f" until {moment}"}
            said |= {"wait_zh": ",或届时再试", "wait_en": ", or try again then"}
        super().__init__(half=half, **said)


class PinWrong(_OfHalf):
    """The old password is not this."""

    code, status = "cards.pin_wrong", 403
    title = ("{half_zh}原密码不正确,还可试 {left} 次", "The old password of the {half_en} is wrong; tries left: {left}")
    next_step = (
        "请重新输入;想不起来请带身份证和卡到网点重置。",
        "Enter it again; if you forgot it, bring identity card and card to a counter.",
    )

    def __init__(self, *, half: str, left: int, **_: object) -> None:
        super().__init__(half=half, left=left)


class PinTooSimple(Malformed):
    """Not six digits, or six that somebody would try first."""

    code = "cards.pin_too_simple"
    title = ("卡密码不符合要求:{rule_zh}", "The card's password is not good enough: {rule_en}")
    next_step = (
        "请换六位数字,不要连续、重复,也不要取自社会保障号码。",
        "Choose six digits that are no run, no repetition and no part of your number.",
    )


class PinNotNew(Malformed):
    """The new password is the old one."""

    code = "cards.pin_not_new"
    title = ("新密码与原密码相同", "The new password is the old one")
    next_step = ("请换一个新的六位密码。", "Choose another six digits.")
