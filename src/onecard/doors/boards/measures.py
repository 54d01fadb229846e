"""What the map can show of each province: four measures, each a ratio, in five even steps."""

from collections.abc import Callable
from dataclasses import dataclass

from onecard.doors.boards.figures import Figures

#: XPCC (兵团) issues cards of its own and is counted by the census within Xinjiang.
CORPS, XINJIANG = 66, 65
STEPS = 5
#: Percentages closer together than this are not told apart by a shade a point: that would paint what is only rounding.
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to colour the map. `of` gives the ratio of a province (two digits), or None where nothing is counted."""

    id: str
    of: Callable[[Figures, int], float | None]
    as_percent: bool = True

    def words(self, ratio: float | None) -> str:
        """The ratio as a tile says it."""
        if ratio is None:
            return "–"
        return f"{100 * ratio:.0f}%" if self.as_percent else f"{ratio:,.0f}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Even steps from the lowest to the highest province: `shade` of a ratio, `labels` from pale to deep."""

    low: float
    high: float
    as_percent: bool

    def shade(self, ratio: float | None) -> int:
        """0 (pale) to 4 (deep); nothing counted is pale."""
        if ratio is None or self.high <= self.low:
            return 0
        return min(int(STEPS * (ratio - self.low) / (self.high - self.low)), STEPS - 1)

    def labels(self) -> list[str]:
        """The lower bound of each step; with a decimal where whole numbers would all look the same."""
        bounds = [self.low + (self.high - self.low) * step / STEPS for step in range(STEPS)]
        factor, sign = (100, "%") if self.as_percent else (1, "")
        digits = 0 if factor * (self.high - self.low) >= STEPS else 1
        return [f"{factor * bound:,.{digits}f}{sign}" for bound in bounds]


def coverage(figures: Figures, province: int) -> float | None:
    """Holders by resident of the census; Xinjiang's holders with XPCC's. It can pass 1: people hold cards elsewhere."""
    residents = figures.residents[province]
    holders = figures.holders[province] + (figures.holders[CORPS] if province == XINJIANG else 0)
    return holders * figures.one_in / residents if residents else None


def national_coverage(figures: Figures) -> float:
    """The same for the whole nation; 0 where nobody is counted."""
    return figures.holders.total() * figures.one_in / max(figures.residents.total(), 1)


def _ecards(figures: Figures, province: int) -> float | None:
    holders = figures.holders[province]
    return figures.ecards[province] / holders if holders else None


def _uses(figures: Figures, province: int) -> float | None:
    holders = figures.holders[province]
    return 1000 * figures.accepted[province] / holders if holders else None


def _outside(figures: Figures, province: int) -> float | None:
    accepted = figures.accepted[province]
    return figures.outside[province] / accepted if accepted else None


MEASURES = (
    Measure("coverage", coverage),
    Measure("ecards", _ecards),
    Measure("uses", _uses, as_percent=False),
    Measure("outside", _outside),
)


def measure_named(name: str) -> Measure:
    """The measure of that id, or the first."""
    return next((measure for measure in MEASURES if measure.id == name), MEASURES[0])


def scale_of(measure: Measure, figures: Figures, provinces: list[int]) -> Scale:
    """The steps for what the included provinces show."""
    ratios = [ratio for ratio in (measure.of(figures, province) for province in provinces) if ratio is not None]
    low, high = min(ratios, default=0.0), max(ratios, default=0.0)
    if measure.as_percent and ratios:
        low = max(min(low, high - _LEAST_SPREAD), 0.0)
        high = max(high, low + _LEAST_SPREAD)
    return Scale(low, high, measure.as_percent)
