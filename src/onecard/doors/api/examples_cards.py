"""Examples of what is sent and said about the life of a card: the same invented pensioner of Sichuan."""

from datetime import UTC, datetime
from uuid import UUID

from onecard.doors.api.examples_people import WANTED
from onecard.doors.api.shapes_cards import (
    ActivationWanted,
    ApplicantShape,
    CancellationWanted,
    CardApplication,
    CardToMake,
    DataChange,
    Delivered,
    Delivery,
    GroundGiven,
    Handled,
    MyReplacement,
    OrderFinished,
    OrderTold,
    OrderWanted,
    Proven,
    RefusalWords,
    ReplacementWanted,
    RequestOpened,
    RequestTold,
)
from onecard.doors.api.shapes_people import CardShape

_AT, _DIVISION, _PROVINCE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), 510681, 510000
_ID = UUID("0193535e-0000-7000-8000-000000000003")
_IDENTIFIER = "510681d156000005a1b2c3d4e5f60718"
_PERSON = (WANTED.number, WANTED.purpose, WANTED.legal_basis, WANTED.reference)
_DAUGHTER = ApplicantShape("agent", "女儿", "双方身份证")


def _card(state: str, zh: str, en: str, *, kind: str = "standard", reason: str | None = None) -> CardShape:
    until = datetime(2027, 1, 22, 2, 0, tzinfo=UTC) if kind == "temporary" else None
    return CardShape(_DIVISION, None, state, zh, en, _AT, None, "active", kind, reason, until)


def _done(card: CardShape) -> Handled:
    return Handled(True, card, None, None)


APPLICATION = CardApplication(*_PERSON, name="李示范", division=_DIVISION, applicant=_DAUGHTER)
APPLIED = _done(_card("applied", "已申领", "applied for"))
ACTIVATION = ActivationWanted(*_PERSON)
DONE = _done(_card("active", "正常", "active"))
ENDED = _done(_card("cancelled", "已注销", "cancelled"))
TEMPORARY = _done(_card("active", "正常", "active", kind="temporary"))
REPLACEMENT = ReplacementWanted(*_PERSON, reason="damaged")
CANCELLATION = CancellationWanted(*_PERSON, reason="emigration")
DATA_CHANGE = DataChange(*_PERSON, phone="13800000000")

ORDER_WANTED, FINISHED = OrderWanted(1000), OrderFinished([_IDENTIFIER])
ORDER = OrderTold(_ID, _PROVINCE, 1000, _AT, None, 0)
ORDER_DONE = OrderTold(_ID, _PROVINCE, 1000, _AT, datetime(2026, 11, 30, 2, 0, tzinfo=UTC), 1)
TO_MAKE = CardToMake("0A1B2C3D4", _IDENTIFIER, _DIVISION, None)
DELIVERY, DELIVERED = Delivery([_IDENTIFIER]), Delivered(["delivered"])

REQUEST = RequestTold(_ID, "replace", _DIVISION, _AT, 500000, "open", None)
REQUEST_REFUSED = RequestTold(_ID, "replace", _DIVISION, _AT, 500000, "refused", "请先补充照片")
REQUEST_OPENED = RequestOpened(
    REQUEST, {"reason": "damaged", "bank": None}, "李*范", "510***********0024", _card("active", "正常", "active")
)
GROUND, WHY = GroundGiven("service_desk", "statutory_duty", "异地请求"), RefusalWords("请先补充照片")

MY_REPLACEMENT, PROVEN = MyReplacement("damaged", "271828"), Proven("271828")
MINE = _card("applied", "已申领", "applied for", reason="damaged")
