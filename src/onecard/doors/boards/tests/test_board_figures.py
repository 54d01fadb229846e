"""The board's sums, debts, goals and map, each against small cases worked by hand; then over a real database."""

import re
from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard import rulebook
from onecard.domains.clearing.api import BetweenProvinces
from onecard.doors.boards import page, tiles
from onecard.doors.boards.between import Debt, owed_between
from onecard.doors.boards.figures import Figures, add_uses, census, read_figures
from onecard.doors.boards.goals import reached
from onecard.doors.boards.measures import MEASURES, Scale, coverage, measure_named, national_coverage, scale_of
from onecard.doors.look.manner import Manner
from onecard.doors.look.pages import Pages
from onecard.kernel.clock import SHANGHAI

AT = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 11, 23)


def row(scene: str, issuer: int, province: int, uses: int, day: date = TODAY) -> Any:
    return SimpleNamespace(day=day, scene=scene, issuer=issuer, province=province, uses=uses)


@pytest.fixture
def figures() -> Figures:
    residents = Counter({51: 1000, 50: 500})
    made = Figures(AT, Counter({51: 100, 50: 40}), Counter({51: 70, 50: 30}), residents=residents, one_in=10)
    add_uses(made, [row("transit", 51, 50, 3), row("transit", 50, 50, 5), row("tourism", 50, 51, 2, date(2026, 11, 1))])
    return made


def test_uses_are_summed_by_day_scene_and_place(figures: Figures) -> None:
    assert figures.by_day == {TODAY: 8, date(2026, 11, 1): 2}
    assert figures.by_scene == {"transit": 8, "tourism": 2}
    assert (figures.accepted, figures.outside) == ({50: 8, 51: 2}, {50: 3, 51: 2})
    assert (figures.days[0], figures.days[-1], len(figures.days)) == (date(2026, 10, 25), TODAY, 30)


def test_each_measure_is_a_ratio_of_its_own(figures: Figures) -> None:
    assert [measure.of(figures, 50) for measure in MEASURES] == [0.8, 0.75, 200.0, 0.375]
    assert [measure.of(figures, 11) for measure in MEASURES] == [None, None, None, None]
    assert measure_named("nonsense") is MEASURES[0]


def test_coverage_is_the_first_measure_and_counts_the_corps_where_the_census_does() -> None:
    made = Figures(AT, Counter({65: 60, 66: 12}), residents=census(), one_in=1)
    assert MEASURES[0].id == "coverage"
    assert coverage(made, 65) == 72 / 25_852_345
    assert coverage(made, 66) is None


def test_the_census_is_of_31_provinces_and_the_nation_is_their_sum(figures: Figures) -> None:
    assert (len(census()), census().total()) == (31, 1_409_778_724)
    assert national_coverage(figures) == 140 * 10 / 1500
    assert national_coverage(Figures(AT)) == 0


def test_the_board_says_how_coverage_is_measured_and_that_a_sample_is_synthetic(figures: Figures) -> None:
    for language, how, synthetic in (("zh", "人口普查", "合成"), ("en", "census", "synthetic")):
        manner = Manner(language)  # type: ignore[arg-type]
        say = page.Speaker(Pages("onecard.doors.boards").saying(manner), manner)
        told = page.map_facts(figures, MEASURES[0], say)
        assert how in told["measure"]["how"] and synthetic in told["sample"]
        assert page.map_facts(Figures(AT), MEASURES[0], say)["sample"] == "", "a whole nation is no sample"
        [sichuan] = [one for one in page.table_rows(figures, say) if one["code"] == 510000]
        assert sichuan["coverage"] == "100.0%"


def test_rounding_is_not_painted_as_a_difference() -> None:
    made = Figures(AT, Counter({51: 978, 50: 979}), residents=Counter({51: 1000, 50: 1000}))
    scale = scale_of(MEASURES[0], made, [50, 51])
    assert scale.shade(0.978) == scale.shade(0.979) == 4
    assert scale.labels() == ["93%", "94%", "95%", "96%", "97%"]


def test_shades_are_even_steps_and_the_highest_is_the_deepest(figures: Figures) -> None:
    scale = scale_of(measure_named("ecards"), figures, [50, 51, 11])
    assert (scale.shade(0.70), scale.shade(0.75), scale.shade(None)) == (0, 4, 0)
    assert Scale(0.5, 0.5, as_percent=True).shade(0.5) == 0


FLOWS = st.lists(
    st.builds(BetweenProvinces, st.integers(1, 5), st.integers(1, 5), st.integers(1, 10**9), st.integers(1, 9)),
    max_size=30,
)


@given(FLOWS)
def test_setting_off_moves_no_province_by_a_fen(flows: list[BetweenProvinces]) -> None:
    owed, before, after = owed_between(flows, TODAY), Counter[int](), Counter[int]()
    for flow in flows:
        before.update({flow.payee_province: flow.amount_fen})
        before.subtract({flow.payer_province: flow.amount_fen})
    for debt in owed.debts:
        assert debt.amount_fen > 0
        after.update({debt.payee: debt.amount_fen})
        after.subtract({debt.payer: debt.amount_fen})
    assert {p: n for p, n in before.items() if n} == {p: n for p, n in after.items() if n}
    assert owed.net_fen <= owed.gross_fen


def test_what_flows_back_is_set_off() -> None:
    owed = owed_between([BetweenProvinces(51, 50, 900, 3), BetweenProvinces(50, 51, 200, 1)], TODAY)
    assert (owed.gross_fen, owed.debts) == (1100, (Debt(51, 50, 700),))


def test_the_map_has_34_tiles_and_the_three_are_always_there(figures: Figures) -> None:
    places = {tile.code: (tile.short, tile.row, tile.column) for tile in tiles.tiles()}
    assert len(places) == len({(row, column) for _, row, column in places.values()}) == 34
    assert [places[code][0] for code in (710000, 810000, 820000)] == ["台", "港", "澳"]
    say = page.Speaker(Pages("onecard.doors.boards").saying(Manner("zh")), Manner("zh"))
    drawn = page.map_facts(figures, MEASURES[0], say)["map"]
    assert drawn.count('class="tile out"') == 3
    assert re.findall(r'aria-label="(台|港|澳) – \S+ 尚未纳入"', drawn) == ["台", "港", "澳"]


def test_an_outline_follows_the_union_of_the_tiles() -> None:
    assert tiles.outline_path((510000, 500000)) == "M84 336L252 336L252 420L84 420Z"
    touching_at_a_corner = tiles.outline_path((440000, 460000))
    assert touching_at_a_corner == "M168 588L252 588L252 504L336 504L336 588L252 588L252 672L168 672Z"


def test_goals_are_measured_as_the_rulebook_says_and_never_guessed(figures: Figures, book: Any) -> None:
    found = {one.measure.id: one.count for one in reached(figures, book)}
    assert set(found) == {measure.id for goal in rulebook.facts().goals for measure in goal.measures}
    assert found["ecards_of_holders"] == 714
    assert found["provinces_used_elsewhere"] == 2
    assert found["provinces_in_alliance"] == 11
    said = {measure.id: measure.counted_from for goal in rulebook.facts().goals for measure in goal.measures}
    assert {name for name, count in found.items() if count is None} == {
        name for name, source in said.items() if source == "nothing yet"
    }


def test_an_empty_house_has_an_empty_board(house: Any) -> None:
    with house.board.reading() as tx:
        seen = read_figures(tx, at=AT)
    assert (seen.holders.total(), seen.ecards.total(), seen.by_day.total()) == (0, 0, 0)
