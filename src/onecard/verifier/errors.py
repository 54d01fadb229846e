"""Why a presentation is refused before anybody looks into a database."""

from datetime import datetime

from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Malformed, Refusal


class CodeMalformed(Malformed):
    """What was scanned is not a One Card code or tap."""

    code = "ecards.malformed"
    title = ("这不是一卡通码", "This is not a One Card code")
    next_step = (
        "请打开电子社保卡出示二维码,或刷实体社保卡。",
        "Open the e-card and show its code, or present the physical card.",
    )


class CodeForged(Refusal):
    """Its signature does not hold: not issued by the platform, or changed, or meant for another terminal."""

    code, status = "ecards.forged", 403
    title = ("此码未通过验证", "This code could not be verified")
    next_step = (
        "请刷新二维码后重试;仍不通过请使用实体卡,并致电 12333。",
        "Renew the code and try again; if it still fails use the physical card and call 12333.",
    )


class CodeExpired(Refusal):
    """It was genuine, and its minute is over."""

    code = "ecards.expired"
    title = ("此码已过期", "This code has expired")
    next_step = ("请刷新二维码后再出示。截图不能使用。", "Renew the code and show it again. Screenshots do not work.")

    def __init__(self, expires_at: datetime | str) -> None:
        """`expires_at` may come as the text it is kept as, when an answer is given again."""
        self.expires_at = datetime.fromisoformat(expires_at) if isinstance(expires_at, str) else expires_at
        local = self.expires_at.astimezone(SHANGHAI)
        super().__init__(f"expired at {local:%H:%M:%S}", expires_at=local.isoformat())


class CodeTooEarly(Refusal):
    """It says it is from the future, so one of the two clocks is wrong."""

    code = "ecards.too_early"
    title = ("此码的时间晚于终端时间", "This code is ahead of the terminal's clock")
    next_step = ("请校准终端时钟后重试。", "Set the terminal's clock and try again.")


class CodeWrongScene(Refusal):
    """The holder made this code for another kind of place."""

    code = "ecards.wrong_scene"
    title = ("此码用于其他场景", "This code was made for another kind of place")
    next_step = (
        "请在电子社保卡中选择本场景,或出示通用码。",
        "Choose this kind of place in the e-card, or show the general code.",
    )


class StatusListMalformed(Malformed):
    """What should be a status list is none."""

    code = "verifier.status_list_malformed"
    title = ("撤销清单无法读取", "The revocation list cannot be read")
    next_step = (
        "请重新下载撤销清单;仍不行请联系平台运维。",
        "Fetch the revocation list again; if it still fails, tell whoever runs the platform.",
    )


class StatusUnknown(Refusal):
    """The list has no such entry: it is older than what was presented, or it is another list."""

    code = "verifier.status_unknown"
    title = ("撤销清单中没有此码的条目", "The revocation list has no entry for this")
    next_step = (
        "请更新终端的撤销清单后重试,或改刷实体卡。",
        "Fetch a newer revocation list and try again, or present the physical card.",
    )
