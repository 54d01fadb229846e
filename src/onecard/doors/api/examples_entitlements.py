"""Examples of what is sent and said about entitlements; the people are the same nobodies as elsewhere."""

from datetime import date

from onecard.doors.api.shapes_entitlements import (
    DueShape,
    Entitlements,
    EntitlementShape,
    EntitlementsWanted,
    LifeConfirmation,
    LifeSeen,
    LifeVisited,
    MyEntitlements,
)

_NUMBER = "510681194611230024"
STANDING = EntitlementShape(
    "resident_pension", "城乡居民基本养老金", "Resident pension", date(2026, 11, 1), 14_300, 511381, "in_payment",
    "正常发放", "paid as usual", date(2026, 11, 23), "self_service", "本人密码自助认证",
    "self-service with your password",
    date(2027, 11, 23), None, None, date(2026, 11, 1), None, "不需要您做什么。", "Nothing is asked of you.",
)  # fmt: skip
FOUND = Entitlements([STANDING])
MINE = MyEntitlements([STANDING], [DueShape("resident_pension", date(2026, 11, 1), 14_300, "regular", "waiting")])
CONFIRMATION = LifeConfirmation("271828")
WANTED = EntitlementsWanted(_NUMBER, "service_desk", "statutory_duty", "窗口 3 号 A107")
SEEN = LifeSeen(_NUMBER, "statutory_duty", "窗口 3 号 A107")
VISITED = LifeVisited(_NUMBER, "statutory_duty", "上门 2026-118", date(2026, 11, 22), ["li"])
