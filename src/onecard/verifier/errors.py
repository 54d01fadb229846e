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


class PrintExpired(Refusal):
    """The printed code was good for a long time, and that is over."""

    code = "ecards.print_expired"
    title = ("此纸质码已于 {day} 到期", "This printed code ended on {day}")
    next_step = (
        "请到服务网点重新打印,或刷实体卡。",
        "Have it printed again at a service hall, or present the physical card.",
    )

    def __init__(self, expires_at: datetime | str, **_: object) -> None:
        """As CodeExpired; the day is told again from the moment."""
        at = datetime.fromisoformat(expires_at) if isinstance(expires_at, str) else expires_at
        local = at.astimezone(SHANGHAI)
        super().__init__(f"expired on {local:%Y-%m-%d}", expires_at=local.isoformat(), day=f"{local:%Y-%m-%d}")


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


class KeyWithdrawn(Refusal):
    """The key that signed it became known to others, so nothing it signs is believed any more."""

    code, status = "ecards.key_withdrawn", 403
    title = ("签发此码的密钥已撤销", "The key that signed this code was withdrawn")
    next_step = (
        "请联网刷新二维码;纸质码请到服务网点重新打印。也可刷实体卡。",
        "Renew the code with a network; have a printed code printed again at a service hall. The physical card works.",
    )


class TooManyToday(Refusal):
    """The phone numbered this code beyond what its certificate allows a day."""

    code = "ecards.phone_daily_cap"
    title = ("今日无网码次数已用完(每日 {most} 次)", "Today's codes without network are used up ({most} a day)")
    next_step = ("请联网后出示二维码,或刷实体卡。", "Connect and show the online code, or present the physical card.")


class ModeNotTaken(Refusal):
    """This kind of place does not take codes of phones without network, or printed ones."""

    code = "ecards.mode_not_taken"
    title = ("此处不接受无网码或纸质码", "Codes without network and printed codes are not taken here")
    next_step = ("请联网后出示二维码,或刷实体卡。", "Connect and show the online code, or present the physical card.")


class Revoked(Refusal):
    """The phone or the printed code was revoked: reported gone, or replaced by a newer one."""

    code = "ecards.carrier_revoked"
    title = ("此手机凭证或纸质码已作废", "This phone's certificate or printed code was revoked")
    next_step = (
        "请使用最新打印的码或已重新登记的手机;遗失请先挂失。也可刷实体卡。",
        "Use the newest print or a phone enrolled again; if it is gone, report it. The physical card works.",
    )


class ListStale(Refusal):
    """The gate's revocation list is older than its kind of place allows, so nobody can say what is revoked."""

    code, status = "verifier.list_stale", 503
    title = ("终端的撤销清单已超过 {hours} 小时", "The terminal's revocation list is older than {hours} hours")
    next_step = (
        "请联网更新撤销清单(onecard gate fetch);在此之前请刷实体卡或出示联网二维码。",
        "Fetch the list (onecard gate fetch); until then present the physical card or an online code.",
    )


class ListForged(Refusal):
    """The revocation list was not signed by the platform, or was changed."""

    code, status = "verifier.list_forged", 403
    title = ("撤销清单未通过验证", "The revocation list could not be verified")
    next_step = (
        "请重新下载公钥与撤销清单;仍不行请联系平台运维。",
        "Fetch keys and list again; if it still fails, tell whoever runs the platform.",
    )


class UsedHere(Refusal):
    """This gate accepted the very same code already."""

    code = "ecards.used_here"
    title = ("此码刚刚已在本机使用", "This code was used at this terminal already")
    next_step = ("请刷新二维码后再出示。", "Renew the code and show it again.")


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
