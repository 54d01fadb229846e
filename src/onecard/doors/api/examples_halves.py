"""Examples of what is sent and said about the halves of a card and their passwords; all of them invented."""

from datetime import UTC, datetime

from msgspec.structs import replace

from onecard.doors.api.shapes_halves import (
    HalfLocking,
    HalfMoveWanted,
    HalfShape,
    HalfUnlocking,
    HalfWanted,
    LockShape,
    PinAnswered,
    PinChange,
    PinGiven,
    PinKeyTold,
    PinTold,
    PinTried,
)
from onecard.doors.api.shapes_people import PersonWanted

_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_NUMBER, _PURPOSE, _BASIS, _TICKET = "510681194611230024", "service_desk", "consent", "窗口 3 号 A107"

HALF = HalfShape("social", "社保功能", "social security function", "active", "正常", "active", [], "set", None)
LOCKED = replace(
    HALF, state="locked", state_zh="已锁定", state_en="locked",
    locks=[LockShape("holder", "本人锁定", "locked by its holder", "asked", _AT)],
)  # fmt: skip
HALVES = [
    HALF,
    replace(HALF, half="bank", half_zh="金融功能", half_en="banking function"),
    replace(HALF, half="transport", half_zh="交通功能", half_en="transport function", pin="none"),
]
LOCKING, UNLOCKING = HalfLocking("social"), HalfUnlocking("social", "271828")
PIN_CHANGE, PIN_STATE = PinChange("social", "394857", "528491"), PinTold("social", "set")
HALVES_WANTED = PersonWanted(_NUMBER, _PURPOSE, _BASIS, _TICKET)
HALF_WANTED = HalfWanted(_NUMBER, _PURPOSE, _BASIS, _TICKET, half="social")
MOVE_WANTED = HalfMoveWanted(_NUMBER, _PURPOSE, _BASIS, _TICKET, half="social", reason="asked")
PIN_GIVEN = PinGiven("social", "405172")
PIN_KEY = PinKeyTold(1, "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=")
PIN_TRIED = PinTried(4711, "OC2…", "social", 1, "c2VhbGVk" * 22)
PIN_ANSWERED = PinAnswered(matches=True, tries_left=6)
