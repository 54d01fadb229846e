"""Examples of what is sent and said about people: one invented pensioner of Sichuan with a valid number of nobody."""

from datetime import UTC, date, datetime
from uuid import UUID

from onecard.doors.api.shapes_people import (
    CardShape,
    ClaimAnswer,
    ClaimAsked,
    CodeShown,
    CodeWanted,
    LookShape,
    LossCancellation,
    LossReport,
    Me,
    PersonFound,
    PersonRevealed,
    PersonWanted,
    ResidentSignIn,
    SignedIn,
    StaffSignIn,
    Token,
    WholeMe,
)

_AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_NAME, _MASKED, _NUMBER, _DIVISION = "李示范", "李*范", "510681194611230024", 510681
_MASKED_NUMBER, _BORN = "510***********0024", date(1946, 11, 23)

RESIDENT_SIGN_IN = ResidentSignIn("0A1B2C3D4", "271828")
STAFF_SIGN_IN = StaffSignIn("wang.li", "correct horse battery staple", "492039")
RESIDENT_IN = SignedIn("resident", "5b1c…")
STAFF_IN = SignedIn("staff", "5b1c…", ["cards.read", "residents.find"])
TOKEN = Token("eyJ0…", "Bearer", 600, "cards.verify")

ME = Me(_MASKED, _MASKED_NUMBER, _DIVISION, _BORN, ["veteran"])
WHOLE_ME = WholeMe(_NAME, _NUMBER, "13800000000", "0A1B2C3D4")
CARD = CardShape(_DIVISION, None, "active", "正常", "active", _AT, None, "active")
LOST_CARD = CardShape(
    _DIVISION, None, "temporarily_lost", "临时挂失", "temporarily reported lost", _AT,
    datetime(2026, 12, 3, 2, 0, tzinfo=UTC), "active",
)  # fmt: skip
LOST_FOR_GOOD = CardShape(_DIVISION, None, "lost", "已挂失", "reported lost", _AT, None, "active")
LOSS, FOUND = LossReport("temporary"), LossCancellation("271828")
CODE_WANTED, CODE = CodeWanted("transit"), CodeShown("OC1…", datetime(2026, 11, 23, 2, 1, tzinfo=UTC))
LOOK = LookShape(
    UUID("0193549a-7c00-7000-8000-000000000001"), _AT,
    "四川省社保卡中心(示例)", "Sichuan card centre (sample)", "staff", "身份信息(遮盖)", "identity, masked",
    "窗口服务", "a service at the desk", "本人同意", "consent", "窗口 3 号 A107",
)  # fmt: skip

WANTED = PersonWanted(_NUMBER, "service_desk", "consent", "窗口 3 号 A107")
PERSON = PersonFound(_MASKED, _MASKED_NUMBER, _DIVISION, CARD)
WHOLE_PERSON = PersonRevealed(_NAME, _NUMBER, "13800000000", _DIVISION, _BORN)
CLAIM, CLAIM_ANSWER = (
    ClaimAsked(_NUMBER, "aged_65", "consent", "order 4711"),
    ClaimAnswer("aged_65", holds=True, on=date(2026, 11, 23)),
)
