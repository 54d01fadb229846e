"""Why a gate or a bus says no. Too little money is `usage.insufficient_balance`, the same in every scene."""

from onecard.kernel.errors import Refusal


class NoFareHere(Refusal):
    """The rulebook knows no fare for this place on this day: the operator must not guess one."""

    code = "transit.no_fare_here"
    title = ("本地尚未公布刷卡票价", "No fare is published for this place")
    next_step = (
        "请按当地原有方式购票;运营单位请先在规则书登记票价。",
        "Buy a ticket the usual way; the operator must first enter the fare in the rulebook.",
    )


class StationUnknown(Refusal):
    """The gate's station is not in the place's fare table; the facts name it as the gate does."""

    code = "transit.station_unknown"
    title = ("票价表里没有本站", "This station is not in the fare table")
    next_step = (
        "请走人工通道;运营单位请核对闸机设置。",
        "Use the staffed lane; the operator must check the gate's settings.",
    )


class DirectionMissing(Refusal):
    """A gate told neither in nor out."""

    code, status = "transit.direction_missing", 422
    title = ("闸机没有说明进站还是出站", "The gate did not say in or out")
    next_step = (
        "请走人工通道;运营单位请在闸机设置里写明方向。",
        "Use the staffed lane; the operator must set the gate's direction.",
    )
