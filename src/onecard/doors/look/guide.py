"""The style guide's sample facts: invented, and only ever shown on /styleguide."""

from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

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
        "bar": charts.bar(68, 100, name=manner.pick("示例条形图 68%", "Sample bar, 68%"), mark=80),
        "bars": charts.bars([(manner.pick("公交", "Bus"), 68), (manner.pick("景区", "Sites"), 32)], name="%"),
        "columns": charts.columns(
            [(str(month), month * 7 % 5) for month in range(1, 13)], name=manner.pick("示例柱形图", "Sample columns")
        ),
        "stacked": charts.stacked([40, 30, 20, 10], 120, name=manner.pick("示例分段条", "Sample bar of parts")),
        "map": sample_map(manner.pick("示例瓦片地图", "Sample tile map")),
    }


def sample_map(name: str) -> Markup:
    """Six tiles as the board draws them: each of the five shades, two in an outline, and one not included."""
    looks = [*(f"shade-{shade}" for shade in range(5)), "out"]
    parts = [
        f'<a href="#main" aria-label="{number}0%"><rect class="tile {look}" x="{4 + 84 * number}" y="4" width="76"'
        f' height="76" rx="11"/><text class="short on-{look}" x="{42 + 84 * number}" y="38" text-anchor="middle">'
        f'{number}</text><text class="figure on-{look}" x="{42 + 84 * number}" y="66" text-anchor="middle">'
        f"{number}0%</text></a>"
        for number, look in enumerate(looks)
    ]
    parts.append('<path class="alliance hue-0" d="M84 0L252 0L252 84L84 84Z"/>')
    # The room above is for the scale, which lies over the empty corner of the real map.
    head = f'<svg class="map" viewBox="-4 -48 512 136" role="group" aria-label="{name}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704  # our own numbers and names
