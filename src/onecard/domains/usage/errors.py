"""Why a use is refused: each its own code and its own next step. The scenes add their own."""

from onecard.kernel.errors import Malformed, Refusal


class CardUnknown(Refusal):
    """The code or card is genuine in form but belongs to nobody the platform knows."""

    code, status = "usage.card_unknown", 404
    title = ("查无此卡", "No such card")
    next_step = (
        "请换一种方式出示,或到任一服务网点核对卡片。",
        "Present another way, or have the card checked at any service hall.",
    )


class CardLost(Refusal):
    """The holder reported the card lost before this use."""

    code = "usage.card_lost"
    title = ("此卡已挂失", "This card was reported lost")
    next_step = (
        "找到卡片请在“我的卡”解挂;否则请申请补卡。",
        "If the card was found, cancel the loss report under My card; otherwise ask for a replacement.",
    )


class CardNotValid(Refusal):
    """The card is not active: not yet activated, replaced or cancelled."""

    code = "usage.card_not_valid"
    title = ("此卡不可用({state_zh})", "This card cannot be used ({state_en})")
    next_step = ("请出示现用的卡,或到服务网点办理。", "Present the card now in use, or go to a service hall.")


class CardReplaced(Refusal):
    """A new card took this one's place; whoever finds the old one cannot use it, nor can its holder."""

    code = "usage.card_replaced"
    title = ("此卡已补换,旧卡不再有效", "This card was replaced; the old one is no longer valid")
    next_step = (
        "请出示新卡或电子社保卡;找回的旧卡请剪角作废,拾到他人的卡请交到服务网点。",
        "Present the new card or the e-card. An old card found again: cut it up; somebody else's: hand it in.",
    )


class TemporaryCardOver(Refusal):
    """A temporary card's days are over."""

    code = "usage.temporary_card_over"
    title = ("临时卡已到期", "The temporary card has expired")
    next_step = (
        "请领取正式卡,或到服务网点办理延期。",
        "Collect the proper card, or have it extended at a service hall.",
    )


class TemporaryCardElsewhere(Refusal):
    """A temporary card works in the province that issued it and nowhere else."""

    code = "usage.temporary_card_elsewhere"
    title = ("临时卡只能在发卡省内使用", "A temporary card works only in the province that issued it")
    next_step = ("请出示电子社保卡,或按当地原有方式办理。", "Show the e-card, or use this place's existing way.")


class HalfLocked(Refusal):
    """The half of the card that this scene needs is locked or not activated."""

    code = "usage.half_locked"
    title = ("卡的{half_zh}功能已锁定或未启用", "The card's {half_en} function is locked or not activated")
    next_step = ("请在服务网点启用或解锁。", "Have it activated or unlocked at a service hall.")


class LevelTooLow(Refusal):
    """The e-card only asks and proves: without level 2 it is not bound to the bank account and does not pay from it."""

    code = "usage.ecard_level"
    title = ("电子社保卡尚未完成二级签发,不能付款", "The e-card is issued at level 1 and cannot pay")
    next_step = (
        "请用实体卡,或先为电子社保卡办理二级签发。",
        "Use the physical card, or have the e-card issued at level 2 first.",
    )


class CodeUsed(Refusal):
    """The code was accepted once already; a code serves once."""

    code = "usage.code_used"
    title = ("此码已使用", "This code was used already")
    next_step = ("请刷新二维码后再试。", "Refresh the code and try again.")


class WrongScene(Refusal):
    """The code was shown for another scene."""

    code = "usage.wrong_scene"
    title = ("此码不适用于本场景", "This code is for another scene")
    next_step = ("请在手机上选择对应的场景,再出示二维码。", "Choose this scene on the phone and show the code again.")


class NotAcceptedHere(Refusal):
    """This scene does not take this medium, or not without a network."""

    code = "usage.medium_not_accepted"
    title = ("此处不能用这种方式出示", "This way of presenting is not accepted here")
    next_step = ("请改用实体卡或电子社保卡二维码。", "Use the physical card or the e-card's code instead.")


class SceneNotOffered(Refusal):
    """The place has not opened this scene."""

    code = "usage.scene_not_offered"
    title = ("本地尚未开通此项用卡服务", "This service is not offered here yet")
    next_step = ("请按当地原有方式办理。", "Please use the place's existing way for now.")


class PointClosed(Refusal):
    """The acceptance point is closed or its terminal was revoked."""

    code = "usage.point_closed"
    title = ("本终端已停用", "This terminal is out of service")
    next_step = ("请到旁边的通道或窗口。", "Please use another lane or counter.")


class InsufficientBalance(Refusal):
    """The purse holds less than the resident's share."""

    code = "usage.insufficient_balance"
    status = 402
    title = ("余额不足,还差 {missing}", "Balance too low: {missing} is missing")
    next_step = ("请充值后再刷,或用其他方式支付。", "Top up and present again, or pay another way.")


class HolderDied(Refusal):
    """The holder was registered as deceased before this use."""

    code = "usage.holder_deceased"
    title = ("持卡人已登记离世,卡已停用", "The holder is registered as deceased; the card has stopped")
    next_step = ("家属请到服务网点办理注销。", "The family may close the card at a service hall.")


class SequenceReused(Refusal):
    """The terminal used this sequence number before, for something else."""

    code = "usage.sequence_reused"
    title = ("终端序号重复而内容不同", "This terminal used that sequence number for something else")
    next_step = ("请为每次用卡使用新的序号后重新提交。", "Count the sequence up by one for each use and send again.")


class ClockWrong(Malformed):
    """An online use that claims to have happened at another time than now.

    It says nothing of the use, so it is not kept as the answer to the sequence: sent again, or as an upload, it is
    judged afresh.
    """

    code = "usage.clock_wrong"
    title = ("终端时钟不准", "The terminal's clock is wrong")
    next_step = ("请校准终端时钟;离线记录请走上传通道。", "Set the terminal's clock; send offline uses as an upload.")


class TooLate(Refusal):
    """An offline use that is older than the platform takes."""

    code = "usage.too_late"
    title = ("离线记录超过可上传期限({days} 天)", "The offline use is older than can be uploaded ({days} days)")
    next_step = ("请与清算机构联系人工处理。", "Ask the clearing office to settle it by hand.")
