"""The style guide's sample facts: invented, and only ever shown on /styleguide."""

from datetime import datetime, timedelta
from typing import Any

from onecard.doors.look import charts
from onecard.doors.look.manner import Manner

TOKENS = ("ink", "soft", "brand", "good", "bad", "note", "violet", "seal", "line", "ground", "paper", "sunk")
SAMPLE_CODE = "OC1" + "STYLEGUIDE" * 14 + "Z"


def guide_facts(at: datetime, manner: Manner) -> dict[str, Any]:
    """All that guide.html shows."""
    days = [(f"{(at - timedelta(days=29 - i)).day}", 1200 + 37 * (i * i % 23) - 9 * (i % 7)) for i in range(30)]
    card = {"shown": False, "holder": "张*明", "number": "A1B*****9"}
    good = {
        **card,
        "usable": True,
        "issuer": manner.pick("江苏苏州", "Suzhou, Jiangsu"),
        "state": manner.pick("正常", "Active"),
    }
    lost = {**good, "usable": False, "state": manner.pick("已临时挂失", "Reported lost")}
    return {
        "tokens": TOKENS,
        "code": SAMPLE_CODE,
        "good_card": good,
        "lost_card": lost,
        "at": at,
        "line": charts.line(days, name=manner.pick("示例折线图", "Sample line chart")),
        "bar": charts.bar(68, 100, name=manner.pick("示例条形图 68%", "Sample bar, 68%")),
    }
