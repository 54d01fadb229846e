"""Which share of a price a person pays somewhere, by age and student status, and who bears the rest. Every step cited.

`topic` is the first half of the values' names (`transit`, `tourism`) and of the reasons' codes. Who is registered in
the place's own province is a local; an ally's resident is treated as one when the alliance says so on that day, and
anybody is where the place says its concession is open to all.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from onecard.rules.book import NATION, Book, Dated, NoSuchRule
from onecard.rules.reasons import Reason

_HOME_BEARS = {"home": 100, "place": 0}


class Claimant(NamedTuple):
    """What a concession asks of a person: age in years, whether a student, and the home province's code."""

    age: int
    student: bool
    home: int


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The person pays `percent` of a price; of the rest the home bears `home_percent`, the place what is left."""

    percent: int
    home_percent: int
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=65536)
def entitlement(book: Book, topic: str, who: Claimant, place: int, day: date) -> Entitlement:
    """The lowest share the person is entitled to at `place` (a division code).

    Who pays in full because her home is not recognised finds that among the reasons. A book never changes, so the
    answer is remembered: at a gate it is one look-up.
    """
    here = _Here(book, topic, place, day)
    best = Entitlement(100, 0, ())
    for group, percent, reason in _claims(here, who):
        footing = _footing(here, group, who.home)
        if footing is None and not best.reasons:
            best = Entitlement(100, 0, (replace(reason, code=f"{topic}.not_recognised"),))
        elif footing is not None and percent < best.percent:
            home_percent, reasons = footing
            best = Entitlement(percent, home_percent, (reason, *reasons))
    return best


def cite(code: str, value: Dated, **facts: str | int) -> Reason:
    """A step of an explanation that rests on one dated value."""
    return Reason(code, facts, value.source, value.illustrative)


@dataclass(frozen=True, slots=True)
class _Here:
    """One topic at one place on one day."""

    book: Book
    topic: str
    place: int
    day: date

    def find(self, name: str) -> Dated | None:
        return self.book.find(f"{self.topic}.{name}", place=self.place, on=self.day)

    def said_by(self, name: str, speaker: str) -> Dated | None:
        return self.book.alliance_value(f"{self.topic}.{name}", alliance=speaker, on=self.day)

    def must_be_said(self, name: str, speaker: str) -> Dated:
        """What the speaker says, else what the nation says."""
        value = self.said_by(name, speaker) or self.said_by(name, NATION)
        if value is None:
            raise NoSuchRule(f"neither {speaker} nor the nation says {self.topic}.{name} on {self.day}")
        return value


def _claims(here: _Here, who: Claimant) -> list[tuple[str, int, Reason]]:
    """(group, percent paid, reason) for each concession that the age or the status would earn a local."""
    topic, claims = here.topic, []
    free_from, from_age, percent = (here.find(f"elder_{what}") for what in ("free_from_age", "from_age", "percent"))
    if free_from and who.age >= free_from.value:
        claims.append(("elder", 0, cite(f"{topic}.elder_free", free_from, from_age=free_from.value)))
    elif from_age and percent and who.age >= from_age.value:
        code = f"{topic}.elder_share" if percent.value else f"{topic}.elder_free"
        claims.append(("elder", percent.value, cite(code, percent, from_age=from_age.value, percent=percent.value)))
    rate = here.find("student_percent") if who.student else None
    if rate:
        claims.append(("student", rate.value, cite(f"{topic}.student_share", rate, percent=rate.value)))
    return claims


def _footing(here: _Here, group: str, home: int) -> tuple[int, tuple[Reason, ...]] | None:
    """Percent borne by the home, and why the person counts as a local; None: does not."""
    province, topic = here.place // 10000 * 10000, here.topic
    if home == province:
        return 0, ()
    for alliance in here.book.places.alliances_of(province, on=here.day):
        flag = here.said_by(f"{group}_recognised", alliance.id)
        if home in alliance.members and flag is not None and flag.value:
            recognised = cite(f"{topic}.recognised", flag, alliance_zh=alliance.name_zh, alliance_en=alliance.name_en)
            home_percent, borne = _bearing(here, alliance.id, home)
            return home_percent, (recognised, borne)
    is_open = here.find(f"{group}_open_to_all")
    if is_open is not None and is_open.value:
        home_percent, borne = _bearing(here, NATION, home)
        return home_percent, (cite(f"{topic}.open_to_all", is_open), borne)
    return None


def _bearing(here: _Here, speaker: str, home: int) -> tuple[int, Reason]:
    """Percent of what is waived that the home bears, and why."""
    rule = here.must_be_said("concession_bearer", speaker)
    bearer, home_percent = rule.value, _HOME_BEARS.get(rule.value)
    if home_percent is None:
        rule = here.must_be_said("concession_home_percent", speaker)
        bearer, home_percent = "both", int(rule.value)
    one, other = here.book.places.divisions[home], here.book.places.province_of(here.place)
    names = {"home_zh": one.name_zh, "home_en": one.name_en, "place_zh": other.name_zh, "place_en": other.name_en}
    return home_percent, cite(f"{here.topic}.borne_by_{bearer}", rule, percent=home_percent, **names)
