"""Why a wallet got nothing. Wallets read `error`, the word their specification knows; everybody else reads `code`."""

from typing import ClassVar

from onecard.kernel.errors import Problem


class WalletProblem(Problem):
    """A refusal in a protocol of the wallets."""

    error: ClassVar[str]

    def as_problem(self, instance: str = "") -> dict[str, object]:
        """The problem with the protocol's own word beside it; its description may hold ASCII only."""
        told = super().as_problem(instance)
        return {**told, "error": self.error, "error_description": f"{told['title']}. {told['next_step']}"}


class CardNotStanding(WalletProblem):
    """Card or e-card is not in use today, so nothing is issued on it."""

    error = "credential_request_denied"
    code, status = "wallet.card_not_standing", 409
    title = ("社保卡或电子社保卡目前不能使用", "The card or the e-card does not stand today")
    next_step = (
        "挂失的卡请先解挂或补卡，再领取证明。",
        "If the card was reported lost, cancel the report or replace the card, then add it to the wallet again.",
    )


class OfferGone(WalletProblem):
    """The offer was taken up, has run out, was guessed at too often, or never was."""

    error = "invalid_grant"
    code, status = "wallet.offer_gone", 400
    title = ("领取码已使用或已过期", "This offer was used or has run out")
    next_step = ("请本人在“我的证明”中重新生成领取码。", "Make a new offer on the page My credentials.")


class TransactionCodeWrong(WalletProblem):
    """The six digits shown beside the QR code are missing or wrong."""

    error = "invalid_grant"
    code, status = "wallet.transaction_code_wrong", 400
    title = ("六位领取密码不正确", "The six-digit transaction code is wrong")
    next_step = (
        "请输入领取页面上显示的六位数字；连续五次不对，该领取码作废。",
        "Give the six digits shown on the offer's page; after five wrong tries the offer is void.",
    )


class WalletGrantUnsupported(WalletProblem):
    """Only the pre-authorized code is offered here."""

    error = "unsupported_grant_type"
    code, status = "wallet.grant_unsupported", 400
    title = ("不支持这种授权方式", "This grant is not supported")
    next_step = ("请使用预授权码方式。", "Use the pre-authorized code grant.")


class WalletTokenRefused(WalletProblem):
    """The access token of a credential request is not one of ours or has ended."""

    error = "invalid_token"
    code, status = "wallet.token_refused", 401
    title = ("领取令牌无效或已过期", "The access token is not valid or has ended")
    next_step = ("请重新扫描领取码。", "Take up a new offer.")


class CredentialRequestMalformed(WalletProblem):
    """The request cannot be read, or asks for what is not offered."""

    error = "invalid_credential_request"
    code, status = "wallet.request_malformed", 400
    title = ("领取请求不符合规范", "The credential request is not well formed")
    next_step = ("请升级钱包应用后重试。", "Update the wallet and try again; see the issuer metadata.")


class CredentialUnknown(WalletProblem):
    """This issuer offers no such credential."""

    error = "unknown_credential_configuration"
    code, status = "wallet.credential_unknown", 400
    title = ("没有这种证明", "There is no such credential here")
    next_step = ("请按发证机构元数据选择。", "Choose one of the issuer metadata.")


class ProofRefused(WalletProblem):
    """The wallet did not prove that it holds the key: wrong signature, type, audience or time."""

    error = "invalid_proof"
    code, status = "wallet.proof_refused", 400
    title = ("钱包密钥证明未通过", "The proof of the wallet's key does not hold")
    next_step = ("请重试；仍不行请更换或升级钱包应用。", "Try again; if it stays so, update the wallet.")


class NonceRefused(WalletProblem):
    """The nonce of the key proof is not ours, too old, or was used before."""

    error = "invalid_nonce"
    code, status = "wallet.nonce_refused", 400
    title = ("随机数已使用或已过期", "The nonce was used or has run out")
    next_step = ("请取新的随机数后重新签名。", "Get a fresh nonce and sign again.")


class NotificationUnknown(WalletProblem):
    """The notification names nothing that was issued under this token."""

    error = "invalid_notification_id"
    code, status = "wallet.notification_unknown", 400
    title = ("没有对应的领取记录", "Nothing was issued under this notification id")
    next_step = ("请使用领取时返回的编号。", "Send the id that came with the credential.")


class NotificationMalformed(WalletProblem):
    """The notification cannot be read."""

    error = "invalid_notification_request"
    code, status = "wallet.notification_malformed", 400
    title = ("通知不符合规范", "The notification is not well formed")
    next_step = ("请升级钱包应用。", "Update the wallet.")


class CredentialsUnknown(Problem):
    """The person has no such credential in a wallet."""

    code, status = "wallet.credentials_unknown", 404
    title = ("没有这份证明", "There is no such credential")
    next_step = ("请在“我的证明”中查看现有证明。", "See the page My credentials.")
