"""Why a site's gate or a pass desk says no. Every refusal by a rule carries `rule` and `source` among its facts."""

from onecard.kernel.errors import Refusal


class SiteUnknown(Refusal):
    """The gate's site is not on the place's list; the facts name it as the gate does."""

    code = "tourism.site_unknown"
    title = ("景区名录里没有此处", "This site is not on the place's list")
    next_step = (
        "请走人工窗口;景区请核对闸机设置。",
        "Use the staffed window; the site must check the gate's settings.",
    )


class NotEntitled(Refusal):
    """No pass in this person's name, and a pass is what was asked for."""

    code = "tourism.not_entitled"
    title = ("名下没有可用的旅游年卡", "There is no year pass in this name")
    next_step = ("请购买单次门票,或先购买年卡。", "Buy a single ticket, or a year pass first.")


class PassNotActive(Refusal):
    """The pass was bought and is waiting: for its holder, or for the day it becomes effective by itself."""

    code = "tourism.pass_not_active"
    title = ("年卡尚未激活,{first} 起自动生效", "The year pass is not active yet; it takes effect by itself on {first}")
    next_step = ("现在激活即可入园;也可购买单次门票。", "Activate it now and come in, or buy a single ticket.")


class PassExpired(Refusal):
    """The year is over."""

    code = "tourism.pass_expired"
    title = ("年卡已于 {last} 到期", "The year pass ended on {last}")
    next_step = ("请购买新的年卡或单次门票。", "Buy a new year pass or a single ticket.")


class PassNotValidHere(Refusal):
    """The pass does not cover this site."""

    code = "tourism.pass_not_valid_here"
    title = ("年卡不含本景区({site_zh})", "The year pass does not cover {site_en}")
    next_step = (
        "请购买单次门票;适用景区见年卡页面。",
        "Buy a single ticket; the pass's page lists the sites it covers.",
    )


class VisitLimitReached(Refusal):
    """The pass opens this site only so many times a day."""

    code = "tourism.visit_limit_reached"
    title = (
        "今天已用年卡进入{site_zh} {visits} 次,达到每日上限",
        "The pass was used {visits} times at {site_en} today, as often as a day allows",
    )
    next_step = ("请明天再来,或购买单次门票。", "Come again tomorrow, or buy a single ticket.")


class PassUnknown(Refusal):
    """No such pass in this person's name."""

    code, status = "tourism.pass_unknown", 404
    title = ("名下没有这张年卡", "There is no such year pass in this name")
    next_step = ("请在年卡页面核对。", "See the passes listed on the pass page.")


class PassNotSold(Refusal):
    """The alliance sells no year pass on this day."""

    code = "tourism.pass_not_sold"
    title = ("目前不发售此年卡", "This year pass is not on sale")
    next_step = ("请查看其他可购的年卡。", "See which other passes are on sale.")


class PassNotOpenToYou(Refusal):
    """The pass is for cards issued in certain provinces."""

    code = "tourism.pass_not_open_to_you"
    title = (
        "此年卡只向{open_to_zh}社保卡持卡人发售",
        "This year pass is sold to holders of cards issued in {open_to_en}",
    )
    next_step = ("仍可购买单次门票。", "You can still buy single tickets.")


class PassAlreadyHeld(Refusal):
    """One pass of a kind at a time."""

    code = "tourism.pass_already_held"
    title = ("您已有一张有效或待激活的年卡", "You hold such a pass already")
    next_step = ("到期后可再次购买。", "You can buy another one when it has ended.")


class PassNotActivatable(Refusal):
    """Only a pass that waits can be activated."""

    code = "tourism.pass_not_activatable"
    title = ("此年卡{phase_zh},不能激活", "This year pass is {phase_en} and cannot be activated")
    next_step = ("请查看年卡页面上的状态。", "See the pass's page for its state.")


class PassNotRefundable(Refusal):
    """Money back only before activation, and before the pass takes effect by itself."""

    code = "tourism.pass_not_refundable"
    title = (
        "年卡只能在激活前、购买后 {days} 天内退款",
        "A year pass is refunded only before activation and within {days} days of purchase",
    )
    next_step = ("年卡可继续使用至 {last}。", "The pass can be used until {last}.")
