"""Why staff cannot sign in, and what is wrong with what is said about agencies."""

from datetime import datetime

from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Malformed, Refusal


class SignInRefused(Refusal):
    """Name, password or one-time code is wrong; which of them is not said."""

    code, status = "agencies.sign_in_refused", 401
    title = ("登录未成功", "Sign-in failed")
    next_step = (
        "请核对用户名、密码和动态口令(每个口令只能用一次);连续五次不对会暂时锁定。",
        "Check name, password and one-time code (each serves once); five failures in a row lock the account.",
    )


class SignInLocked(Refusal):
    """Too many wrong tries; even the right password waits."""

    code, status = "agencies.sign_in_locked", 429
    title = ("账号已锁定至 {until}", "The account is locked until {until}")
    next_step = ("请届时再试,或联系本单位管理员。", "Try again then, or ask your agency's administrator.")

    def __init__(self, until: datetime | str) -> None:
        text = until if isinstance(until, str) else f"{until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        super().__init__(until=text)


class SignInNameTaken(Refusal):
    """Another member of staff signs in under this name."""

    code = "agencies.sign_in_name_taken"
    title = ("登录名已被使用", "This sign-in name is taken")
    next_step = ("请换一个登录名。", "Choose another sign-in name.")


class PasswordTooWeak(Malformed):
    """A staff password that is short or says the sign-in name."""

    code = "agencies.password_too_weak"
    title = ("密码太弱", "The password is too weak")
    next_step = (
        "请使用至少 12 个字符、不含登录名的密码。",
        "Use at least 12 characters, and not your sign-in name.",
    )


class RoleUnknown(Malformed):
    """A role or scope that is not in the table."""

    code = "agencies.role_unknown"
    title = ("没有这个角色或权限:{name}", "There is no such role or scope: {name}")
    next_step = ("请从角色表中选择。", "Choose from the table of roles.")


class PartnerOfAnother(Refusal):
    """The client id belongs to another agency's system."""

    code = "agencies.partner_of_another"
    title = ("该客户端编号属于其他单位", "This client id belongs to another agency")
    next_step = ("请换一个客户端编号。", "Choose another client id.")


class PartnerKeyNotPublic(Malformed):
    """What was sent holds a private or a shared key; it must be thought of as known to others now."""

    code = "agencies.partner_key_not_public"
    title = ("提交的不是公钥", "That is not a public key")
    next_step = (
        "该密钥已外泄,请作废并重新生成,只提交公钥。",
        "That key is no longer secret: discard it, make a new one and send its public half only.",
    )
