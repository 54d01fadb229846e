"""Why an e-card shows no code, and why its password is refused."""

from datetime import datetime

from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Malformed, Refusal


class EcardUnknown(Refusal):
    """The person has no e-card."""

    code, status = "ecards.unknown", 404
    title = ("尚未领取电子社保卡", "There is no e-card yet")
    next_step = ("请凭实体卡申领电子社保卡。", "Apply for the e-card with the physical card.")


class EcardExists(Refusal):
    """One e-card a person."""

    code = "ecards.exists"
    title = ("已领取电子社保卡", "The person has an e-card already")
    next_step = ("请直接登录使用。", "Sign in and use it.")


class EcardStopped(Refusal):
    """The e-card itself is suspended or cancelled."""

    code = "ecards.stopped"
    title = ("电子社保卡已停用", "The e-card is out of use")
    next_step = ("请到服务网点核实后恢复。", "Have it checked and restored at a service hall.")


class PhysicalCardStops(Refusal):
    """The e-card follows the physical card, and that one is lost, locked, not activated or gone."""

    code = "ecards.physical_card_stops"
    title = ("实体卡{state_zh},电子社保卡暂不能用", "The physical card is {state_en}, so the e-card does not work")
    next_step = (
        "卡已找到请先解挂;已丢失请申请补卡。",
        "If the card was found, cancel the loss report; if not, apply for a replacement.",
    )


class BankHalfInactive(Refusal):
    """Level 2 pays from the bank account on the card, and that half is not active."""

    code = "ecards.bank_half_inactive"
    title = ("银行账户功能未启用,不能开通二级", "The bank half of the card is not active, so level 2 cannot be given")
    next_step = ("请先到合作银行启用卡上的银行账户。", "Have the bank account on the card activated at the bank first.")


class LevelReached(Refusal):
    """The e-card pays already."""

    code = "ecards.level_reached"
    title = ("已开通二级签发", "The e-card is at level 2 already")
    next_step = ("可以直接使用支付功能。", "It can be used to pay.")


class LevelNotAsked(Refusal):
    """A bank confirms level 2 only for a holder who asked for it, within a day."""

    code = "ecards.level_not_asked"
    title = ("本人未申请开通,或申请已过期", "The holder did not ask for this, or the request has lapsed")
    next_step = ("请持卡人先在电子社保卡中申请开通。", "The holder asks for it in the e-card first.")


class ChannelUnknown(Refusal):
    """This program is not linked to the e-card, or no more."""

    code, status = "ecards.channel_unknown", 404
    title = ("该渠道未关联此电子社保卡", "This channel is not linked to the e-card")
    next_step = ("请由本人在该渠道重新关联。", "The holder links it again in that channel.")


class HandoverGone(Refusal):
    """A terminal's picture is none of ours, too old, or was approved already."""

    code, status = "ecards.handover_gone", 410
    title = ("终端二维码已失效", "The terminal's picture has lapsed")
    next_step = ("请在终端上刷新二维码后重新扫描。", "Refresh the picture at the terminal and scan it again.")


class ResetRefused(Refusal):
    """Code wrong, used, too old, or never made; which of them is not said."""

    code, status = "ecards.reset_refused", 403
    title = ("验证码不正确或已失效", "The code is wrong or has lapsed")
    next_step = (
        "请核对号码与验证码,或重新获取;没有预留手机号的请到服务网点重置。",
        "Check number and code or ask for another; without a telephone on record go to a service hall.",
    )


class PasswordTooSimple(Malformed):
    """Not six digits, or six that somebody would try first."""

    code = "ecards.password_too_simple"
    title = ("密码不符合要求:{rule_zh}", "The password is not good enough: {rule_en}")
    next_step = (
        "请换六位数字,不要连续、重复,也不要取自社会保障号码。",
        "Choose six digits that are no run, no repetition and no part of your number.",
    )


class SignInRefused(Refusal):
    """Card or password is wrong; which of them is not said."""

    code, status = "ecards.sign_in_refused", 401
    title = ("登录未成功", "Sign-in failed")
    next_step = (
        "请核对卡号和六位密码;连续五次不对会暂时锁定。尚未设置密码的,请到服务网点办理。",
        "Check the card and the six-digit password; five failures in a row lock it for a while. If none was set"
        " yet, set one at a service hall.",
    )


class PasswordWrong(Refusal):
    """Somebody who is signed in was asked for the password again, and it is not this."""

    code, status = "ecards.password_wrong", 403
    title = ("密码不正确", "The password is wrong")
    next_step = (
        "请重新输入六位密码;连续五次不对会暂时锁定。",
        "Give the six digits again; five failures in a row lock it for a while.",
    )


class SignInLocked(Refusal):
    """Too many wrong tries; even the right password waits."""

    code, status = "ecards.sign_in_locked", 429
    title = ("密码已锁定至 {until}", "The password is locked until {until}")
    next_step = (
        "请届时再试;忘记密码请重置,或致电 12333。",
        "Try again then; reset a forgotten password, or call 12333.",
    )

    def __init__(self, until: datetime | str) -> None:
        text = until if isinstance(until, str) else f"{until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        super().__init__(until=text)


class TooManyPhones(Refusal):
    """As many phones as the place allows stand enrolled already."""

    code = "ecards.too_many_phones"
    title = ("已登记 {most} 部手机,达到上限", "{most} phones are enrolled already, which is the limit")
    next_step = ("请先停用一部不再使用的手机。", "Stop a phone that is no longer used, then enrol this one.")


class PhoneKeyMalformed(Malformed):
    """What should be a phone's public key is none: a P-256 point, 65 bytes or 33, in base64url."""

    code = "ecards.phone_key_malformed"
    title = ("手机公钥格式不正确", "The phone's public key cannot be read")
    next_step = (
        "请更新浏览器后重试,或使用联网二维码。",
        "Update the browser and try again, or use the code that needs a network.",
    )


class CarrierUnknown(Refusal):
    """The person has no phone or print of that serial."""

    code, status = "ecards.carrier_unknown", 404
    title = ("没有这部手机或这张纸质码", "There is no such phone or printed code")
    next_step = ("请刷新列表后再选。", "Load the list again and choose from it.")
