"""Which share of a price a person pays somewhere, by age and student status, and who bears the rest. Every step cited.

`topic` is the first half of the values' names (`transit`, `tourism`) and of the reasons' codes. Who is registered in
the place's own province is a local; an ally's resident is treated as one when the alliance says so on that day, and
anybody is where the place says its concession is open to all.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from onecard.rules.book import NATION, Book, Dated, NoSuchRule
from onecard.rules.reasons import Reason

_HOME_BEARS = {"home": 100, "place": 0}


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The person pays `percent` of a price; of the rest the home bears `home_percent`, the place what is left."""

    percent: int
    home_percent: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Footing:
    """Treated as a local, and why."""

    home_percent: int
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=65536)
def entitlement(book: Book, topic: str, age: int, student: bool, home: int, place: int, day: date) -> Entitlement:
    """The lowest share the person is entitled to at `place` (a division code); `home` is the code of a province.

    Where an elder pays in full because her home is not recognised, the reasons say so.
    """
    best = Entitlement(100, 0, ())
    for group, percent, reason in _claims(book, topic, age, student, place, day):
        footing = _footing(book, topic, group, home, place, day)
        if footing is None and not best.reasons:
            best = Entitlement(100, 0, (replace(reason, code=f"{topic}.not_recognised"),))
        elif footing is not None and percent < best.percent:
            best = Entitlement(percent, footing.home_percent, (reason, *footing.reasons))
    return best


def cite(code: str, value: Dated, **facts: str | int) -> Reason:
    """A step of an explanation that rests on one dated value."""
    return Reason(code, facts, value.source, value.illustrative)


def _claims(book: Book, topic: str, age: int, student: bool, place: int, day: date) -> list[tuple[str, int, Reason]]:
    """(group, percent paid, reason) for each concession that the age or the status would earn a local."""

    def find(name: str) -> Dated | None:
        return book.find(f"{topic}.{name}", place=place, on=day)

    claims: list[tuple[str, int, Reason]] = []
    free_from, from_age, percent = find("elder_free_from_age"), find("elder_from_age"), find("elder_percent")
    if free_from and age >= free_from.value:
        claims.append(("elder", 0, cite(f"{topic}.elder_free", free_from, from_age=free_from.value)))
    elif from_age and percent and age >= from_age.value:
        code = f"{topic}.elder_share" if percent.value else f"{topic}.elder_free"
        claims.append(("elder", percent.value, cite(code, percent, from_age=from_age.value, percent=percent.value)))
    rate = find("student_percent") if student else None
    if rate:
        claims.append(("student", rate.value, cite(f"{topic}.student_share", rate, percent=rate.value)))
    return claims


def _footing(book: Book, topic: str, group: str, home: int, place: int, day: date) -> _Footing | None:
    here = place // 10000 * 10000
    if home == here:
        return _Footing(0, ())
    for alliance in book.places.alliances_of(here, on=day):
        flag = book.alliance_value(f"{topic}.{group}_recognised", alliance=alliance.id, on=day)
        if home in alliance.members and flag is not None and flag.value:
            recognised = cite(f"{topic}.recognised", flag, alliance_zh=alliance.name_zh, alliance_en=alliance.name_en)
            home_percent, borne = _bearing(book, topic, alliance.id, home, here, day)
            return _Footing(home_percent, (recognised, borne))
    is_open = book.find(f"{topic}.{group}_open_to_all", place=place, on=day)
    if is_open is not None and is_open.value:
        home_percent, borne = _bearing(book, topic, NATION, home, here, day)
        return _Footing(home_percent, (cite(f"{topic}.open_to_all", is_open), borne))
    return None


def _bearing(book: Book, topic: str, said_by: str, home: int, here: int, day: date) -> tuple[int, Reason]:
    """Percent of what is waived that the home bears, and why."""
    rule = _said_by(book, f"{topic}.concession_bearer", said_by, day)
    bearer, home_percent = rule.value, _HOME_BEARS.get(rule.value)
    if home_percent is None:
        rule = _said_by(book, f"{topic}.concession_home_percent", said_by, day)
        bearer, home_percent = "both", int(rule.value)
    one, other = book.places.divisions[home], book.places.divisions[here]
    names = {"home_zh": one.name_zh, "home_en": one.name_en, "place_zh": other.name_zh, "place_en": other.name_en}
    return home_percent, cite(f"{topic}.borne_by_{bearer}", rule, percent=home_percent, **names)


def _said_by(book: Book, name: str, said_by: str, day: date) -> Dated:
    """What the alliance says, else what the nation says."""
    value = book.alliance_value(name, alliance=said_by, on=day) or book.alliance_value(name, alliance=NATION, on=day)
    if value is None:
        raise NoSuchRule(f"neither {said_by} nor the nation says {name} on {day}")
    return value
