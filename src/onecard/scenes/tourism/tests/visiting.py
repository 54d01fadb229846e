"""A small rulebook and entries for the tests of this scene: a pass of Guangdong and Hainan, Sichuan outside it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onecard.domains.usage.models import BANK, Card, Context, Decision, Person, Point, Use
from onecard.kernel.clock import SHANGHAI, day_of
from onecard.kernel.words import load_words
from onecard.rules.book import NATION, Book, Dated
from onecard.rules.places import Alliance, Division, Places
from onecard.scenes.tourism.models import Visitor, YearPass

HAIKOU, GUANGZHOU, CHENGDU = 460105, 440104, 510104
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
TODAY = NOON.date()
HOLDER = UUID(int=7)
SITE, PURSE, ESCROW = 20001, 4402, 4490
GQ = "gq"
WORDS = load_words("onecard.scenes.tourism")
_SINCE = date(2020, 1, 1)

_TERMS: dict[str, Any] = {
    "price_fen": 29900,
    "activate_within_days": 90,
    "valid_years": 1,
    "visits_per_site_day": 2,
    "issuer_percent": 10,
    "share_fen": 300,
    "open_to": [440000, 460000],
    "sites_of": [440000, 460000],
}
_NATION: dict[str, Any] = {
    "elder_from_age": 60,
    "elder_percent": 50,
    "elder_free_from_age": 70,
    "student_percent": 50,
    "concession_bearer": "place",
    "concession_home_percent": 50,
}
_SITES = {
    "volcano": {
        "name_zh": "火山公园",
        "name_en": "Volcano park",
        "division": HAIKOU,
        "ticket_fen": 5000,
        "visit_share": 3,
    },
    "zoo": {"name_zh": "动物园", "name_en": "Zoo", "division": HAIKOU, "ticket_fen": 12001, "visit_share": 4},
}
_PANDAS = {
    "pandas": {"name_zh": "熊猫", "name_en": "Pandas", "division": CHENGDU, "ticket_fen": 5500, "visit_share": 1}
}


def book_with(
    *, terms: Mapping[str, Any] | None = None, flags: Mapping[str, Any] | None = None, **changed: Any
) -> Book:
    """The rulebook; `terms` change the pass, `flags` the alliance's other values, `changed` the nation's."""
    names = {440000: ("广东省", "Guangdong"), 460000: ("海南省", "Hainan"), 510000: ("四川省", "Sichuan")}
    divisions = [Division(code, "province", zh, en, None) for code, (zh, en) in names.items()]
    allied = Alliance(GQ, "琼粤", "Hainan–Guangdong", (440000, 460000), _SINCE, "", "", "")
    of_pass = {f"year_pass.{name}": value for name, value in {**_TERMS, **(terms or {})}.items()}
    of_alliance = {**of_pass, "elder_recognised": True, "student_recognised": True, **(flags or {})}
    values = [_dated(name, value, NATION) for name, value in {**_NATION, **changed}.items() if value is not None]
    values += [_dated(name, value, GQ) for name, value in of_alliance.items()]
    values += [_dated("sites", _SITES, 460000), _dated("sites", _PANDAS, 510000)]
    return Book(values, Places(divisions, [allied]))


def _dated(name: str, value: Any, place: int | str) -> Dated:
    return Dated(f"tourism.{name}", place, _SINCE, value, "", f"document on {name}")


def year_pass(bought: date, number: int = 1, **facts: Any) -> YearPass:
    """A pass bought then, for the usual price."""
    return YearPass(UUID(int=number), GQ, ESCROW, bought, 29900, **facts)


def visit(
    book: Book,
    *,
    site: str = "volcano",
    here: int = HAIKOU,
    home: int = GUANGZHOU,
    born: date = date(1986, 5, 1),
    statuses: frozenset[str] = frozenset(),
    balance: int = 20_000,
    memory: Visitor | None = None,
    at: datetime = NOON,
    product: str | None = None,
    only: str | None = None,
) -> Context:
    """One presentation at a site's gate."""
    settings = {"site": site} | ({"only": only} if only else {})
    point = Point(UUID(int=1), UUID(int=2), "tourism", here, SITE, settings, "景区大门", "The gate")
    person = Person(HOLDER, born, "F", home, statuses)
    use = Use(point.point_id, 1, "", at, {"product": product} if product else {})
    purses = {BANK: (PURSE, balance), 90: (ESCROW, 29900)}
    return Context(use, UUID(int=9), person, Card(UUID(int=8), home, "e"), point, purses, book, day_of(at), memory)


def codes(decision: Decision) -> list[str]:
    """The reasons' codes, without the scene's name; each must be sayable with the facts it carries."""
    assert all(WORDS.say(r.code, r.facts, language) for r in decision.reasons for language in ("zh", "en"))
    return [reason.code.removeprefix("tourism.") for reason in decision.reasons]


def moved(decision: Decision) -> list[tuple[int, int, int]]:
    """(debit, credit, fen) of every line."""
    return [(line.debit, line.credit, line.amount_fen) for line in decision.lines]
