"""What can be wrong with what was typed at `onecard agency`, `staff`, `partner` and `point`."""

from onecard.kernel.errors import Malformed, Refusal


class AgencyUnknown(Malformed):
    """No organisation, or more than one, has this id or name."""

    code = "cli.agency_unknown"
    title = ("没有或不止一个单位叫 {name}", "No organisation, or more than one, is called {name}")
    next_step = (
        "运行 onecard agency list，用其中的编号；没有就先 onecard agency add。",
        "Run `onecard agency list` and give an id from it; add it first with `onecard agency add`.",
    )


class DivisionUnknown(Malformed):
    """A division code that the rulebook does not have."""

    code = "cli.division_unknown"
    title = ("没有区划代码 {division}", "There is no division {division}")
    next_step = ("请用六位区划代码，如 510000。", "Use the six digits of a division code, such as 510000.")


class SceneUnknown(Malformed):
    """A scene that is not installed."""

    code = "cli.scene_unknown"
    title = ("没有场景 {scene}", "There is no scene {scene}")
    next_step = ("可用场景：{known}。", "Choose one of: {known}.")


class PointUnknown(Malformed):
    """No acceptance point has this id."""

    code = "cli.point_unknown"
    title = ("没有编号为 {point} 的受理点", "There is no acceptance point {point}")
    next_step = (
        "运行 onecard point list --agency 单位，用其中的编号。",
        "Run `onecard point list --agency AGENCY` and give an id from it.",
    )


class PointRevoked(Refusal):
    """What was revoked is never let in again: its key may be in anybody's hands."""

    code = "cli.point_revoked"
    title = ("受理点 {point} 已撤销，不能恢复", "The acceptance point {point} was revoked, which is for ever")
    next_step = (
        "请为新的终端重新登记：onecard point add。",
        "Register it anew for a terminal with a new key: `onecard point add`.",
    )


class StaffUnknown(Malformed):
    """Nobody signs in under this name, or she has left already."""

    code = "cli.staff_unknown"
    title = ("没有在任的工作人员使用登录名 {name}", "Nobody who works here signs in as {name}")
    next_step = (
        "运行 onecard staff list --agency 单位 查看登录名。",
        "Run `onecard staff list --agency AGENCY` to see the names.",
    )


class KeyUnreadable(Malformed):
    """What was given as a public key cannot be read as one."""

    code = "cli.key_unreadable"
    title = ("无法读取公钥 {what}", "No public key can be read from {what}")
    next_step = (
        "合作方：Ed25519 或 P-256 公钥的 JWK 文件；终端：openssl 生成的 Ed25519 公钥 PEM 文件。",
        "A partner gives the JWK file of an Ed25519 or P-256 public key, a terminal the PEM of an Ed25519 public key.",
    )


class GateEmpty(Malformed):
    """A gate's folder holds neither keys nor rule: it was never fetched for."""

    code = "cli.gate_empty"
    title = ("{folder} 中还没有公钥与规则", "There are no keys and no rule in {folder} yet")
    next_step = (
        "请先联网运行 onecard gate fetch。",
        "Run `onecard gate fetch` once while there is a network.",
    )


class GateRefused(Refusal):
    """The platform answered a gate's request with a problem."""

    code = "cli.gate_refused"
    title = ("平台拒绝了请求：{title_zh}（{code}）", "The platform refused: {title_en} ({code})")
    next_step = (
        "请核对受理点编号、私钥与时钟。",
        "Check the point's id, its private key and the clock.",
    )
