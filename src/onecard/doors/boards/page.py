"""What board.html shows, put into words: figures, the map, the table beside it, charts and goals. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from onecard import rulebook
from onecard.doors.boards.between import Owed
from onecard.doors.boards.figures import Figures
from onecard.doors.boards.goals import Reached
from onecard.doors.boards.measures import CORPS, MEASURES, Measure, coverage, national_coverage, scale_of
from onecard.doors.boards.tiles import Outline, Shown, draw, tiles
from onecard.doors.look import charts, writing
from onecard.doors.look.manner import Manner
from onecard.kernel.clock import day_of
from onecard.rulebook.facts import AllianceFacts
from onecard.rulebook.places import Province
from onecard.rules.places import Places

Say = Callable[..., str]
DEBTS_SHOWN = 10


class Figure(NamedTuple):
    """A big number with its unit and a note."""

    name: str
    value: str
    unit: str
    note: str


class Speaker(NamedTuple):
    """Words and manner of one answer."""

    t: Say
    manner: Manner

    def name(self, thing: Any) -> str:
        """The name of anything that has one in both languages."""
        return self.manner.pick(thing.name_zh, thing.name_en)

    def figure(self, name: str, value: int, unit: str, note: str) -> Figure:
        """A big number, shortened when it is very big."""
        shown, step = writing.large(value, self.manner.language)
        return Figure(self.t(name), shown, step + self.t(unit), note)


def main_figures(figures: Figures, say: Speaker) -> list[Figure]:
    """Holders, e-cards, uses today, uses in thirty days."""
    t, (yesterday, today) = say.t, figures.days[-2:]
    holders, ecards, uses = figures.holders.total(), figures.ecards.total(), figures.by_day.total()
    return [
        say.figure(
            "board.holders",
            holders,
            "board.people",
            t("board.holders_note", share=writing.percent(national_coverage(figures), 1)),
        ),
        say.figure(
            "board.ecards", ecards, "board.people", t("board.ecards_note", share=writing.percent(ecards, holders))
        ),
        say.figure(
            "board.uses_today",
            figures.by_day[today],
            "board.times",
            t("board.today_note", uses=f"{figures.by_day[yesterday]:,}"),
        ),
        say.figure(
            "board.uses_30",
            uses,
            "board.times",
            t("board.thirty_note", share=writing.percent(figures.outside.total(), uses)),
        ),
    ]


def map_facts(figures: Figures, measure: Measure, say: Speaker) -> dict[str, Any]:
    """The map with its scale, its choices, its alliances and the note on XPCC."""
    facts, day = rulebook.facts(), day_of(figures.at)
    included = [p.code // 10000 for p in facts.provinces if p.included and p.tile]
    scale = scale_of(measure, figures, included)
    provinces = {p.code: p for p in facts.provinces}
    shown = {tile.code: _shown(provinces[tile.code], figures, measure, scale.shade, say) for tile in tiles()}
    alliances = [one for one in facts.alliances if one.alliance.since <= day]
    return {
        "map": draw(shown, [_outline(a) for a in alliances], name=say.t("map.name"), link="#p"),
        "scale": scale.labels(),
        "measure": {"id": measure.id, "how": say.t(f"map.{measure.id}_how")},
        "sample": say.t("map.sample", scale=f"{figures.one_in:,}") if figures.one_in > 1 else "",
        "measures": [{"id": one.id, "name": say.t(f"map.{one.id}")} for one in MEASURES],
        "alliances": [_alliance(one, say) for one in alliances],
        "corps": _corps(figures, measure, say),
    }


def table_rows(figures: Figures, say: Speaker) -> list[dict[str, Any]]:
    """Every province and XPCC: the same as the map says, and more."""
    joined: Mapping[int, list[str]] = _joined(figures, say)
    rows = []
    for province in rulebook.facts().provinces:
        two = province.code // 10000
        rows.append(
            {
                "code": province.code,
                "name": say.name(province),
                "included": province.included,
                "holders": figures.holders[two],
                "coverage": _one_place(coverage(figures, two)),
                "ecards": figures.ecards[two],
                "uses": figures.accepted[two],
                "outside": figures.outside[two],
                "alliances": say.manner.pick("、", ", ").join(joined.get(province.code, [])),
            }
        )
    return rows


def daily_facts(figures: Figures, say: Speaker) -> dict[str, Any]:
    """Uses a day: a wide and a narrow chart, and the table."""
    points = [(f"{day.month}/{day.day}", figures.by_day[day]) for day in figures.days]
    name = say.t("daily.name", last=f"{points[-1][1]:,}")
    return {
        "daily_wide": charts.line(points, name=name),
        "daily_narrow": charts.line(points, name=name, box=charts.NARROW),
        "days": [(writing.day(day, say.manner.language), figures.by_day[day]) for day in figures.days],
    }


def scene_facts(figures: Figures, names: Mapping[str, str], say: Speaker) -> dict[str, Any]:
    """Each scene's share of the uses, the largest first."""
    rows = [(names.get(scene, scene), uses) for scene, uses in figures.by_scene.most_common() if uses]
    return {"scenes": charts.bars(rows, name=say.t("scenes.title")), "scene_total": figures.by_scene.total()}


def clearing_facts(owed: Owed, places: Places, say: Speaker) -> dict[str, Any]:
    """Yesterday's debts between provinces, the largest first."""
    shown = [
        {
            "payer": _party(debt.payer, places, say),
            "payee": _party(debt.payee, places, say),
            "amount_fen": debt.amount_fen,
        }
        for debt in owed.debts[:DEBTS_SHOWN]
    ]
    return {
        "yesterday": owed.day,
        "settlements": shown,
        "gross_fen": owed.gross_fen,
        "net_fen": owed.net_fen,
        "settlement_count": len(owed.debts),
    }


def goal_facts(reached: list[Reached], say: Speaker) -> list[dict[str, Any]]:
    """Goals by year with their measures and how far each is."""
    years: dict[int, dict[str, Any]] = {}
    for one in reached:
        goal = years.setdefault(
            one.goal.year,
            {"year": one.goal.year, "name": say.name(one.goal), "source": one.goal.source, "measures": []},
        )
        goal["measures"].append(_measured(one, say))
    return list(years.values())


def _one_place(ratio: float | None) -> str:
    return "–" if ratio is None else writing.percent(ratio, 1)


def _party(province: int, places: Places, say: Speaker) -> str:
    return say.name(places.province_of(province * 10000)) if province else say.t("clearing.nation")


def _measured(one: Reached, say: Speaker) -> dict[str, Any]:
    measure, name, count = one.measure, say.name(one.measure), one.count
    permille = measure.unit == "permille"
    figure = f"{(count or 0) / 10:.1f}%" if permille else f"{count} / {measure.out_of}"
    return {
        "name": name,
        "figure": "" if count is None else figure,
        "bar": None if count is None else charts.bar(count, measure.out_of, name=name, mark=measure.threshold),
        "line": f"{measure.threshold / 10:g}%" if permille else str(measure.threshold),
        "how": say.manner.pick(measure.how_zh, measure.how_en),
        "illustrative": measure.illustrative,
    }


def _shown(
    province: Province, figures: Figures, measure: Measure, shade: Callable[[float | None], int], say: Speaker
) -> Shown:
    if not province.included:
        return Shown(f"{say.name(province)} {say.t('map.not_included')}", "–", None)
    ratio = measure.of(figures, province.code // 10000)
    return Shown(say.name(province), measure.words(ratio), shade(ratio))


def _outline(one: AllianceFacts) -> Outline:
    return Outline(one.alliance.members, one.outline)


def _corps(figures: Figures, measure: Measure, say: Speaker) -> str:
    if measure.of is coverage:
        return say.t("map.corps_within")
    return say.t("map.corps", figure=measure.words(measure.of(figures, CORPS)))


def _alliance(one: AllianceFacts, say: Speaker) -> dict[str, str]:
    return {
        "name": say.name(one.alliance),
        "colour": one.outline,
        "since": say.t("map.since", day=writing.day(one.alliance.since, say.manner.language)),
    }


def _joined(figures: Figures, say: Speaker) -> dict[int, list[str]]:
    joined: dict[int, list[str]] = {}
    for one in rulebook.facts().alliances:
        if one.alliance.since <= day_of(figures.at):
            for member in one.alliance.members:
                joined.setdefault(member, []).append(say.name(one.alliance))
    return joined
