"""Why a door stayed shut: terminals, sign-in, sessions, partners and limits."""

from onecard.kernel.errors import Fault, Malformed, Problem


class SignatureMissing(Problem):
    """The request carries no signature, or not all three of its headers."""

    code, status = "terminal.signature_missing", 401
    title = ("请求未签名", "The request is not signed")
    next_step = (
        "请按 RFC 9421 附上 Content-Digest、Signature-Input、Signature 三个请求头。",
        "Send the headers Content-Digest, Signature-Input and Signature as RFC 9421 says.",
    )


class SignatureMalformed(Problem):
    """The signature headers are not written in the one profile we read."""

    code, status = "terminal.signature_malformed", 401
    title = ("签名格式不符", "The signature is not in our profile")
    next_step = (
        '请覆盖 "@method" "@path" "content-digest"，并给出 created、keyid 和 alg="ed25519"。',
        'Cover "@method" "@path" "content-digest" and give created, keyid and alg="ed25519".',
    )


class DigestMismatch(Problem):
    """The body is not the one whose SHA-256 was signed."""

    code, status = "terminal.digest_mismatch", 401
    title = ("内容与摘要不一致", "The body does not match its digest")
    next_step = (
        "请对原样内容重新计算 SHA-256 并重新签名。",
        "Compute SHA-256 over the bytes as sent and sign again.",
    )


class SignatureInvalid(Problem):
    """The signature does not hold under the key we know for this terminal."""

    code, status = "terminal.signature_invalid", 401
    title = ("签名无效", "The signature is not valid")
    next_step = ("请检查终端密钥是否与登记的一致。", "Check that the terminal uses the key that is registered for it.")


class SignatureStale(Problem):
    """The signature was made too long ago, or in the future, by our clock."""

    code, status = "terminal.signature_stale", 401
    title = ("签名已过时", "The signature is too old or too new")
    next_step = ("请校准终端时钟后重新签名。", "Set the terminal's clock right and sign again.")


class TerminalUnknown(Problem):
    """No terminal is registered under this key id."""

    code, status = "terminal.unknown", 401
    title = ("终端未登记", "This terminal is not registered")
    next_step = ("请由所属机构登记终端及其密钥。", "Ask the agency that owns the terminal to register it and its key.")


class TerminalRevoked(Problem):
    """The terminal's key was withdrawn."""

    code, status = "terminal.revoked", 403
    title = ("终端已被停用", "This terminal has been revoked")
    next_step = ("请停止使用该终端并联系所属机构。", "Stop using this terminal and ask the agency that owns it.")


class TerminalClosed(Problem):
    """The acceptance point is closed for now."""

    code, status = "terminal.closed", 403
    title = ("受理点已关闭", "This acceptance point is closed")
    next_step = ("请在受理点重新开放后再试。", "Try again when the acceptance point is open.")


class RegisterUnavailable(Fault):
    """The register of terminals cannot be read, and what we remember of it is too old to open anything."""

    code = "terminal.register_unavailable"
    title = ("终端登记暂时无法核验", "The register of terminals cannot be read now")
    next_step = (
        "请在一秒后用同一序号重试。",
        "Try again in a second with the same sequence.",
    )


class QueryNotSigned(Malformed):
    """A signed request has a query string, which our profile does not cover."""

    code, status = "terminal.query_not_signed", 400
    title = ("签名请求不得带查询参数", "A signed request must not have a query string")
    next_step = ("请去掉网址中“?”及其后的内容。", "Leave out the question mark and what follows it.")


class VenueCodeRefused(Malformed):
    """What was scanned is no venue's code of this platform, or its signature does not hold."""

    code = "venue.code_refused"
    title = ("这不是一卡通的场所码", "This is no venue's code of One Card")
    next_step = ("请对准场所张贴的一卡通场所码再扫一次。", "Scan the One Card code that hangs at the venue once more.")
