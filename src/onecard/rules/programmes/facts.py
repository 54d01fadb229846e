"""What may be known of a person on a day: the closed list of facts, and their values as whole numbers.

The same `Facts` hold one person (ints) or a column of them (numpy int64). A flag is 0 or 1, a word its place in the
fact's list, a day the number yyyymmdd (so that an age in whole years is one subtraction and one division), a list of
days a tuple of such numbers with 0 for "no more".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from onecard.kernel.money import yuan

Kind = Literal["flag", "number", "day", "dates", "division", "word"]
#: Units whose number is a part of a whole one: 350 hundredths of a mu are 3.50 mu.
SCALES = {"hundredths of a mu": 100, "percent": 100, "permille": 1000}
_KINDS: dict[str, Kind] = {"flag": "flag", "day": "day", "dates": "dates", "division": "division"}
RECEIVES = "receives."


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is called and measured in. `choices` are how the words of its unit are called."""

    name: str
    name_zh: str
    name_en: str
    unit: str
    choices: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        return "word" if "|" in self.unit else _KINDS.get(self.unit, "number")

    @property
    def words(self) -> tuple[str, ...]:
        """The choices of a word; empty for every other kind."""
        return tuple(word.strip() for word in self.unit.split("|")) if "|" in self.unit else ()

    def called(self, word: str) -> tuple[str, str]:
        """What a word is called in both languages."""
        return self.choices.get(word, (word, word))

    @property
    def scale(self) -> int:
        """How many of the unit make one whole."""
        return SCALES.get(self.unit, 1)


class Known(NamedTuple):
    """A value, and where it is known: True or a mask of the column. An unknown value is any number."""

    value: Any
    known: Any = True


class Facts:
    """What is known of one person, or of a column of persons, on one day."""

    def __init__(self, on: date, values: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> None:
        self.on, self.today = on, stamp(on)
        self._values, self._known = values, known or {}
        self._ages: dict[str, Known] = {}

    def get(self, name: str) -> Known:
        """The value of a fact and where it is known; nowhere, when nobody told it."""
        if name not in self._values:
            return Known(0, False)
        return Known(self._values[name], self._known.get(name, True))

    def age(self, name: str) -> Known:
        """Age in whole years by a birth date; worked out once."""
        if name not in self._ages:
            born = self.get(name)
            self._ages[name] = Known(years_since(born.value, self.today), born.known)
        return self._ages[name]

    def on_day(self, day: date) -> "Facts":
        """The same person(s) on another day."""
        return Facts(day, self._values, self._known)

    def told(self, name: str, value: Any, known: Any = True) -> "Facts":
        """The same, with one fact more (or another value of it)."""
        more = Facts(self.on, {**self._values, name: value}, {**self._known, name: known})
        more._ages = {fact: age for fact, age in self._ages.items() if fact != name}
        return more


def stamp(day: date) -> int:
    """A day as the number yyyymmdd."""
    return day.year * 10000 + day.month * 100 + day.day


def day_of_stamp(number: int) -> date:
    """The day of such a number."""
    return date(number // 10000, number // 100 % 100, number % 100)


def years_since(born: Any, today: int) -> Any:
    """Whole years between two stamps; who is born on 29 February has a birthday on 1 March in other years."""
    return (today - born) // 10000


def birthday(born: date, age: int) -> date:
    """The day on which that age is reached."""
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February in a common year
        return date(year, 3, 1)


def shown(fact: Fact, known: Known) -> tuple[str, str]:
    """One person's value as both languages write it."""
    if not known.known:
        return "未知", "not known"
    value = known.value
    if fact.kind == "flag":
        return ("是", "yes") if value else ("否", "no")
    if fact.kind == "word":
        return fact.called(fact.words[value])
    if fact.kind == "dates":
        return (_days(value) or "无", _days(value) or "none")
    return (_number(fact, value),) * 2


def _number(fact: Fact, value: int) -> str:
    if fact.kind == "day":
        return day_of_stamp(value).isoformat()
    if fact.unit == "fen":
        return yuan(value)
    if fact.unit == "hundredths of a mu":
        return f"{value // 100}.{value % 100:02d}"
    if fact.unit == "ten-thousandths":
        return f"{value // 10000}.{value % 10000:04d}".rstrip("0").removesuffix(".")
    return str(value)


def _days(stamps: Iterable[int]) -> str:
    return "、".join(day_of_stamp(one).isoformat() for one in stamps if one)
