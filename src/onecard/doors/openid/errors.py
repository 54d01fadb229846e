"""Why a service, or the person it sent here, is told no. Services read OAuth's word `error`, everybody else `code`."""

from typing import ClassVar

from onecard.kernel.errors import Malformed, Problem, Refusal


class ServiceProblem(Problem):
    """A refusal that is told to a service as RFC 6749 says, with our own code and words beside it."""

    error: ClassVar[str]

    def as_problem(self, instance: str = "") -> dict[str, object]:
        """The problem with OAuth's own words beside it."""
        said = super().as_problem(instance)
        return {**said, "error": self.error, "error_description": f"{said['title']}. {said['next_step']}"}


class RequestWrong(ServiceProblem):
    """The request breaks the protocol."""

    error = "invalid_request"
    code, status = "openid.request_wrong", 400
    title = ("登录请求有误：{what_zh}", "The request is wrong: {what_en}")
    next_step = ("请对照接入说明修正。", "Correct it by the how-to page on connecting a portal.")


class ServiceUnproven(ServiceProblem):
    """The client assertion does not hold, or there is none."""

    error = "invalid_client"
    code, status = "openid.service_unproven", 401
    title = ("服务方身份未通过核验", "The service could not be verified")
    next_step = (
        "请用登记的密钥签名（private_key_jwt），aud 为本平台地址；每个 jti 只能使用一次。",
        "Sign with the registered key (private_key_jwt), name our address as aud, and use each jti once",
    )


class ScopeNotAgreed(ServiceProblem):
    """A scope that is not in the service's agreement, or without `openid`."""

    error = "invalid_scope"
    code, status = "openid.scope_not_agreed", 400
    title = ("超出协议允许的信息范围", "This scope is not in the agreement")
    next_step = ("请只申请协议列明的范围，并包含 openid。", "Ask for scopes of your agreement, openid among them")


class GrantWrong(ServiceProblem):
    """The code is unknown, used, ended, another service's, or its verifier or address is not the one it began with."""

    error = "invalid_grant"
    code, status = "openid.grant_wrong", 400
    title = ("授权码无效、已使用或已过期", "The code is not valid, was used, or has ended")
    next_step = ("请让用户重新登录。", "Send the person to sign in again")


class GrantTypeUnsupported(ServiceProblem):
    """Only authorization codes are redeemed."""

    error = "unsupported_grant_type"
    code, status = "openid.grant_type_unsupported", 400
    title = ("不支持这种授权方式", "This grant is not supported")
    next_step = ("请使用 authorization_code。", "Use authorization_code")


class AccessRefused(ServiceProblem):
    """The access token is unknown, has ended, or was revoked."""

    error = "invalid_token"
    code, status = "openid.access_refused", 401
    title = ("访问令牌无效或已失效", "The access token is not valid or has ended")
    next_step = ("请让用户重新登录以取得新令牌。", "Send the person to sign in again for a new one")


class AskedTooOften(ServiceProblem):
    """Too many requests of one service, or too many failed proofs from one address."""

    error = "temporarily_unavailable"
    code, status = "openid.asked_too_often", 429
    title = ("请求过于频繁", "Too many requests")
    next_step = ("请稍后再试。", "Try again later")


class RequestOver(Refusal):
    """The person comes with a sign-in request that is unknown, over, or that another browser began."""

    code, status = "openid.request_over", 400
    title = ("这次登录请求已失效", "This sign-in request is over")
    next_step = (
        "请回到您要登录的网站，重新点击登录。不要使用他人发来的登录链接。",
        "Go back to the site you want to sign in to and start again. Do not use a sign-in link that somebody sent you.",
    )


class ScanOver(Refusal):
    """The code from the desk's screen is unknown, was answered, or its two minutes are over."""

    code, status = "openid.scan_over", 400
    title = ("这个登录码已失效", "This sign-in code is over")
    next_step = (
        "请在电脑上刷新登录码后重新扫描；确认只能在两分钟内进行一次。",
        "Load a new code on the computer and scan again; it can be confirmed once, within two minutes.",
    )


class ScanNumberWrong(Refusal):
    """The number that was typed is not the one on the desk's screen: the code is void."""

    code, status = "openid.scan_number_wrong", 409
    title = ("数字与电脑屏幕上的不一致，登录码已作废", "That is not the number on the computer; the code is void")
    next_step = (
        "请只扫描您面前屏幕上的登录码。如果是别人发给您的，请勿继续。",
        "Scan only the screen in front of you. If somebody sent you the code, do not go on.",
    )


class ClientOfAnother(Refusal):
    """The client id belongs to another agency's service."""

    code = "openid.client_of_another"
    title = ("该服务编号属于其他单位", "This client id belongs to another agency")
    next_step = ("请换一个服务编号。", "Choose another client id.")


class ClientMalformed(Malformed):
    """What was said of a service cannot be registered."""

    code = "openid.client_malformed"
    title = ("服务登记信息有误：{what_zh}", "The service cannot be registered: {what_en}")
    next_step = ("请改正后重新登记。", "Correct it and register again.")


class ConsentUnknown(Refusal):
    """The person has no consent that stands for a service of this name."""

    code, status = "openid.consent_unknown", 404
    title = ("没有对该服务的有效授权", "No consent for this service stands")
    next_step = (
        "请在授权列表中查看；可能已经撤回。",
        "Look at the list of consents; it may have been withdrawn already.",
    )
