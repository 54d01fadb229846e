"""From what somebody says of a person (text, YAML, JSON) to the whole numbers the engine reads; every slip is named."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from onecard.rules.programmes.errors import FactMalformed, FactUnknown
from onecard.rules.programmes.facts import Fact, Facts, stamp

#: More than anybody has, by unit, so that an amount times several facts stays below 2**63.
MOST = {
    "fen": 10**12, "hundredths of a mu": 10**8, "permille": 1000, "percent": 100, "grade": 9, "years": 150,
    "months": 1800, "ten-thousandths": 10**5,
}  # fmt: skip
_MOST_OTHERWISE = 10**6
_WHOLE = re.compile(r"[0-9]{1,12}", re.ASCII)
_DECIMAL = re.compile(r"([0-9]{1,9})\.([0-9]{1,4})", re.ASCII)
#: Units whose wholes may be typed with a point, and how many places stand behind it.
_PLACES = {"fen": 2, "hundredths of a mu": 2, "ten-thousandths": 4}
_FLAGS = {"true": 1, "false": 0, "是": 1, "否": 0}
_EARLIEST = date(1850, 1, 1)


def read_facts(said: Mapping[str, Any], known: Mapping[str, Fact], on: date) -> Facts:
    """The facts of one person; `said` maps a fact's name to its value, as text or as YAML or JSON read it."""
    return Facts(on, {name: read_fact(_find(name, known), value, on) for name, value in said.items()})


def read_fact(fact: Fact, said: Any, on: date) -> Any:
    """One value as the engine reads it; FactMalformed says what was expected."""
    if fact.kind == "flag":
        return _flag(fact, said)
    if fact.kind == "word":
        return fact.words.index(said) if said in fact.words else _refuse(fact, " | ".join(fact.words))
    if fact.kind == "day":
        return _day(fact, said, on)
    if fact.kind == "dates":
        return tuple(_day(fact, one, on) for one in (said.split(",") if isinstance(said, str) else _list(fact, said)))
    return _number(fact, said)


def most_of(fact: Fact) -> int:
    """The largest number that may be told of a fact."""
    return MOST.get(fact.unit, _MOST_OTHERWISE)


def _find(name: str, known: Mapping[str, Fact]) -> Fact:
    if name not in known:
        raise FactUnknown(fact=str(name)[:60])
    return known[name]


def _flag(fact: Fact, said: Any) -> int:
    if isinstance(said, bool):
        return int(said)
    found = _FLAGS.get(said.lower()) if isinstance(said, str) else None
    return _refuse(fact, "true | false") if found is None else found


def _day(fact: Fact, said: Any, on: date) -> int:
    try:
        day = said if type(said) is date else date.fromisoformat(str(said).strip())
    except ValueError:
        return int(_refuse(fact, "1950-01-31"))
    return stamp(day) if _EARLIEST <= day <= on else int(_refuse(fact, f"{_EARLIEST} … {on}"))


def _list(fact: Fact, said: Any) -> list[Any]:
    return said if isinstance(said, list) and len(said) <= 20 else _refuse(fact, "[2024-05-01, 2025-12-31]")


def _number(fact: Fact, said: Any) -> int:
    """A whole number of the unit; as text money may be yuan with a point, land mu and an index 1.2."""
    number = said if type(said) is int else _from_text(fact, said.strip()) if isinstance(said, str) else None
    most = most_of(fact)
    return number if number is not None and 0 <= number <= most else int(_refuse(fact, f"0 … {most} ({fact.unit})"))


def _from_text(fact: Fact, text: str) -> int | None:
    places = _PLACES.get(fact.unit, 0)
    pointed = _DECIMAL.fullmatch(text)
    if pointed and len(pointed[2]) <= places:
        return int(pointed[1] + pointed[2].ljust(places, "0"))
    return int(text) if _WHOLE.fullmatch(text) else None


def _refuse(fact: Fact, expected: str) -> Any:
    raise FactMalformed(fact=fact.name, name_zh=fact.name_zh, name_en=fact.name_en, expected=expected)
