"""Why a presentation proves nothing, each with what the person can do; `tells` says whether the asker hears of it."""

from typing import ClassVar

from onecard.doors.wallet.errors import WalletProblem
from onecard.kernel.errors import Malformed, Problem


class AskGone(WalletProblem):
    """The question was answered, has run out, or never was."""

    error = "invalid_request"
    code, status = "wallet.ask_gone", 400
    title = ("该出示请求已完成或已过期", "This request was answered or has run out")
    next_step = ("请让对方重新发起。", "Ask the other side to make a new request.")


class ResponseUnreadable(WalletProblem):
    """The answer is not encrypted for this question, or is not one."""

    error = "invalid_request"
    code, status = "wallet.response_unreadable", 400
    title = ("无法读取钱包的应答", "The wallet's answer cannot be read")
    next_step = ("请重新扫码；仍不行请升级钱包应用。", "Scan again; if it stays so, update the wallet.")


class PresentationProblem(WalletProblem):
    """A presentation that proves nothing. `tells`: it is genuine and its holder's, so the asker hears of it."""

    error = "invalid_request"
    status = 400
    tells: ClassVar[bool] = False


class PresentationForged(PresentationProblem):
    """Not signed by a key of ours, or changed since: credential or disclosure."""

    code = "wallet.presentation_forged"
    title = ("证明的签名不成立", "The credential's signature does not hold")
    next_step = ("请重新领取证明后再出示。", "Add the e-card to the wallet again and present that.")


class HolderNotProven(PresentationProblem):
    """Not signed by the key the credential is bound to, or for another question, asker or time."""

    code = "wallet.holder_not_proven"
    title = ("未能证明出示人就是持证人", "It was not proven that the presenter holds the credential")
    next_step = ("请用领取证明的那部手机重新扫码。", "Scan again with the phone that holds the credential.")


class CredentialExpired(PresentationProblem):
    """Its time has run out."""

    tells = True
    code = "wallet.credential_expired"
    title = ("证明已过期", "The credential has run out")
    next_step = ("请在“我的证明”中重新领取。", "Add the e-card to the wallet again.")


class CredentialEnded(PresentationProblem):
    """Withdrawn by its holder, or the card it was issued on was replaced or cancelled."""

    tells = True
    code = "wallet.credential_ended"
    title = ("证明已作废", "The credential is no longer good")
    next_step = ("补换卡后请重新领取证明。", "After a replacement add the e-card to the wallet again.")


class CredentialStopped(PresentationProblem):
    """The card is reported lost, or the e-card is suspended."""

    tells = True
    code = "wallet.credential_stopped"
    title = ("社保卡已挂失或停用，证明暂不能用", "The card is reported lost or out of use, so nothing is proven")
    next_step = ("卡已找到请先解挂；已丢失请补卡。", "Cancel the loss report if it was found, or replace the card.")


class StatusTooOld(PresentationProblem):
    """The status list at hand is older than the rule allows, so nobody can say whether the credential is good."""

    code = "wallet.status_too_old"
    title = ("证明状态暂时无法核验", "The status of the credential cannot be checked now")
    next_step = ("请联网更新状态列表后重试。", "Fetch the status list again and try once more.")


class StatusUntrusted(PresentationProblem):
    """The status list is not ours, not the one the credential names, or not signed by our key."""

    code = "wallet.status_untrusted"
    title = ("证明状态列表不可信", "The status list cannot be trusted")
    next_step = ("请从证明所载地址重新取得状态列表。", "Fetch the list from the address in the credential.")


class NotProven(PresentationProblem):
    """The credential is good and does not say what was asked, or the person did not disclose it."""

    tells = True
    code = "wallet.not_proven"
    title = ("未能证明所问事项", "What was asked is not proven")
    next_step = ("请核对所问事项，或改用其他证明方式。", "Check what was asked, or prove it another way.")


class AskUnknown(Problem):
    """There is no such question of this agency."""

    code, status = "wallet.ask_unknown", 404
    title = ("没有这项出示请求", "There is no such request")
    next_step = ("请重新发起。", "Make a new request.")


class WantedUnknown(Malformed):
    """The claim, or the value it should have, is not one that can be proven."""

    code = "wallet.wanted_unknown"
    title = ("所问事项不在可证明范围", "This cannot be asked for")
    next_step = (
        "可问：是否达到规定年龄、户籍省份、发卡省份、电子社保卡等级。",
        "Ask for one of the ages, the province of residence or of issue, or the e-card's level.",
    )
