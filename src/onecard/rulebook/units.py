"""What a value of each unit must look like, so that a slip of the pen is refused on load and not met at a gate."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from onecard.rules.pensions.ages import CATEGORIES

#: Units counted in whole numbers from zero up.
COUNTED = frozenset(
    {"fen", "years", "days", "minutes", "visits", "rides", "attempts"}
    | {"uses", "devices", "relatives", "codes", "copies", "lines", "hours"}
    | {"months", "persons", "grade", "permille", "hundredths of a mu", "parts in a hundred"}
    | {"times", "ten-thousandths", "points"}
)


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_percent(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 100


def _is_provinces(value: Any) -> bool:
    return isinstance(value, list) and all(type(v) is int and v % 10000 == 0 for v in value) and bool(value)


def _is_ages(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_count, value)) and value == sorted(set(value)) and bool(value)


def _is_by_category(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == set(CATEGORIES) and all(map(_is_count, value.values()))


def _is_by_age(value: Any) -> bool:
    """Each year of age has an entry, and who is older is paid over fewer months: none of them is left without."""
    if not isinstance(value, dict) or not value or not all(map(_is_count, [*value, *value.values()])):
        return False
    ages, months = list(value), list(value.values())
    return ages == list(range(ages[0], ages[-1] + 1)) and months == sorted(set(months), reverse=True) and months[-1] > 0


def _is_fare_table(value: Any) -> bool:
    """Bands must widen and end with a maximum no band exceeds, or a gate would price a longer trip lower."""
    if not isinstance(value, dict) or set(value) != {"stations", "bands", "maximum_fen", "within_minutes"}:
        return False
    stations, bands = value["stations"], value["bands"]
    if not isinstance(stations, dict) or not isinstance(bands, list) or not stations or not bands:
        return False
    if not all(isinstance(band, list) and len(band) == 2 and all(map(_is_count, band)) for band in bands):
        return False
    numbers = [*stations.values(), value["maximum_fen"], value["within_minutes"]]
    widening = all(one[0] < next_[0] and one[1] <= next_[1] for one, next_ in pairwise(bands))
    return all(map(_is_count, numbers)) and widening and bands[-1][1] <= value["maximum_fen"]


def _is_bands(value: Any) -> bool:
    """[[from, value], …], each beginning later than the one before."""
    if not isinstance(value, list) or not value:
        return False
    if not all(isinstance(band, list) and len(band) == 2 and all(map(_is_count, band)) for band in value):
        return False
    return all(one[0] < next_[0] for one, next_ in pairwise(value))


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, dict) and bool(value) and all(isinstance(k, str) and _is_count(v) for k, v in value.items())
    )


def _is_choices(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) or _is_count(v) for v in value)


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    **{unit: (_is_count, f"a whole number of {unit}, 0 or more") for unit in COUNTED},
    "percent": (_is_percent, "a whole number from 0 to 100"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "provinces": (_is_provinces, "a list of province codes such as 460000"),
    "ages": (_is_ages, "ages in years, each once, the youngest first"),
    "fare table": (
        _is_fare_table,
        "stations, widening bands [[up to, fen], …] that never get cheaper, maximum_fen and within_minutes",
    ),
    "bands": (_is_bands, "bands [[from, value], …], each beginning above the one before"),
    "table": (_is_table, "a mapping of words to whole numbers"),
    "choices": (_is_choices, "a list of words or whole numbers"),
    "funds": (lambda value: _is_table(value) and any(value.values()), "funds and their weights, not all 0"),
    "months by category": (_is_by_category, f"months for each of {', '.join(CATEGORIES)}"),
    "months by age": (_is_by_age, "an entry for each year of age without a gap, fewer months the older"),
    "sites": (lambda value: isinstance(value, dict) and bool(value), "a mapping of site ids to sites"),
}


def is_unit(unit: str) -> bool:
    """A known unit, or a choice of words: `home | place | shared`."""
    return unit in _CHECKS or "|" in unit


def words_of(unit: str) -> tuple[str, ...]:
    """The words of a choice; empty for every other unit."""
    return tuple(word.strip() for word in unit.split("|")) if "|" in unit else ()


def expected_of(unit: str, value: Any) -> str | None:
    """None when the value suits the unit, else what was expected."""
    words = words_of(unit)
    if words:
        return None if value in words else f"one of {', '.join(words)}"
    suits, expected = _CHECKS[unit]
    return None if suits(value) else expected
