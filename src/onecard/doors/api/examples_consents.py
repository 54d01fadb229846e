"""Examples of what is sent and said about consents; the service in them is invented."""

from datetime import UTC, datetime

from onecard.doors.api.shapes_consents import ConsentShape, ConsentToWithdraw, ConsentWithdrawn

_GIVEN, _LAST = datetime(2026, 11, 3, 1, 12, tzinfo=UTC), datetime(2026, 11, 22, 9, 40, tzinfo=UTC)

CONSENT = ConsentShape(
    "sichuan-portal", "四川政务服务网(示例)", "Sichuan services portal (sample)", "四川省社保卡中心(示例)",
    "Sichuan card centre (sample)", ["profile", "phone"], _GIVEN, _LAST,
)  # fmt: skip
TO_WITHDRAW = ConsentToWithdraw("sichuan-portal")
WITHDRAWN = ConsentWithdrawn("sichuan-portal", datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
