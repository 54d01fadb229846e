"""Why a visitor was not let in or not let through: sign-in, sessions, forms, tokens, roles, limits."""

from typing import ClassVar

from onecard.kernel.errors import Fault, Malformed, Problem, Refusal


class SignInNeeded(Problem):
    """Nobody is signed in, or the session has ended."""

    code, status = "door.sign_in_needed", 401
    title = ("请先登录", "Please sign in first")
    next_step = (
        "请登录后重试；登录久未使用会自动结束。",
        "Sign in and try again; an idle session ends by itself.",
    )


class NotForYou(Problem):
    """The visitor is known, and this is not among what the visitor may do."""

    code, status = "door.not_for_you", 403
    title = ("您没有这项权限", "You may not do this")
    next_step = (
        "如工作需要，请向本机构管理员申请相应岗位权限。",
        "If your work needs it, ask your agency's administrator for the role.",
    )


class FormNotOurs(Problem):
    """A changing request without the session's CSRF token."""

    code, status = "door.form_not_ours", 403
    title = ("页面已过期", "This page is out of date")
    next_step = ("请返回上一页，刷新后重新提交。", "Go back, reload the page and send it again.")


class RequestKeyTaken(Malformed):
    """The same key came with another request than the first time."""

    code, status = "door.request_key_taken", 422
    title = ("该请求编号已用于另一项请求", "This idempotency key was used for another request")
    next_step = (
        "重发时内容须与首次相同；新的请求请换一个编号。",
        "Send the same request again, or give a new request a new key.",
    )


class CameFromElsewhere(Problem):
    """A browser says that another site made it send this."""

    code, status = "door.came_from_elsewhere", 403
    title = ("请求来自其他网站", "Another site sent this request")
    next_step = ("请在本网站的页面内操作。", "Do this from a page of this site.")


class StatementRefused(Refusal):
    """What the partner signed about a person does not hold: signature, type, act, audience, time, or it was spent."""

    code, status = "door.statement_refused", 403
    title = ("合作方签署的声明无效", "The partner's signed statement does not hold")
    next_step = (
        "请用登记的密钥重新签署;每份声明只能用一次。",
        "Sign it again with the registered key; each statement serves once.",
    )


class TokenRefused(Problem):
    """The bearer token is not one of ours, was changed, or has ended."""

    code, status = "partner.token_refused", 401
    title = ("访问令牌无效或已过期", "The access token is not valid or has ended")
    next_step = ("请到 /v1/oauth/token 重新获取令牌。", "Get a new token at /v1/oauth/token.")


class TokenProblem(Problem):
    """A token request that was refused; OAuth clients read `error` (RFC 6749), everybody else `code`."""

    error: ClassVar[str]

    def as_problem(self, instance: str = "") -> dict[str, object]:
        """The problem with OAuth's own word beside it."""
        return {**super().as_problem(instance), "error": self.error}


class ClientRefused(TokenProblem):
    """The partner's signed assertion does not hold."""

    error = "invalid_client"
    code, status = "partner.client_refused", 401
    title = ("合作方身份未通过核验", "The partner could not be verified")
    next_step = (
        "请检查 client_id、签名密钥、aud、exp 与 jti；每个 jti 只能使用一次。",
        "Check client_id, signing key, aud, exp and jti; each jti may be used once.",
    )


class GrantUnsupported(TokenProblem):
    """Only client credentials with a signed assertion are offered."""

    error = "unsupported_grant_type"
    code, status = "partner.grant_unsupported", 400
    title = ("不支持这种授权方式", "This grant is not supported")
    next_step = (
        "请使用 grant_type=client_credentials 与 private_key_jwt。",
        "Use grant_type=client_credentials with private_key_jwt.",
    )


class ScopeRefused(TokenProblem):
    """The partner asks for a scope it was not given."""

    error = "invalid_scope"
    code, status = "partner.scope_refused", 403
    title = ("超出获准的权限范围", "This scope was not granted")
    next_step = ("请只申请协议中列明的权限。", "Ask only for the scopes of your agreement.")


class TooManyRequests(Problem):
    """One client sends more than anybody needs."""

    code, status = "door.too_many_requests", 429
    title = ("请求过于频繁", "Too many requests")
    next_step = ("请在 {seconds} 秒后再试。", "Try again in {seconds} s.")


class BodyTooLarge(Malformed):
    """The body is larger than anything this door takes."""

    code, status = "door.body_too_large", 413
    title = ("内容过大（上限 {most} 字节）", "The body is too large ({most} bytes at most)")
    next_step = ("请减少内容或分次提交。", "Send less, or send it in parts.")


class RequestMalformed(Malformed):
    """The request does not have the documented form."""

    code, status = "door.request_malformed", 400
    title = ("请求格式不正确", "The request is not well formed")
    next_step = ("请对照接口文档修正后重试。", "Correct it by the API documentation and try again.")


class NothingHere(Problem):
    """There is nothing at this address."""

    code, status = "door.nothing_here", 404
    title = ("没有找到", "Nothing was found here")
    next_step = ("请检查网址，或从首页进入。", "Check the address, or start at the home page.")


class MethodNotOffered(Problem):
    """The address exists, the method does not."""

    code, status = "door.method_not_offered", 405
    title = ("不支持这种请求方法", "This method is not offered here")
    next_step = ("请使用 Allow 响应头列出的方法。", "Use one of the methods in the Allow header.")


class NotInThisForm(Refusal):
    """The body came as a media type that is not read here."""

    code, status = "door.media_type", 415
    title = ("不支持这种内容类型", "This media type is not read here")
    next_step = ("请以 application/json 提交。", "Send application/json.")


class BrokenHere(Fault):
    """Something of ours broke; the trace number finds it in the log."""

    code, status = "door.broken", 500
    title = ("系统出错", "Something went wrong on our side")
    next_step = (
        "请稍后再试；如仍不行，请记下编号拨打 12333。",
        "Try again later; if it stays, call 12333 with the number.",
    )
