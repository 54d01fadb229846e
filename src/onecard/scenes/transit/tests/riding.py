"""A small rulebook and taps for the tests of this scene: Chongqing and Sichuan allied, Hainan with nobody."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from onecard.domains.usage.models import TRANSPORT, Card, Context, Decision, Person, Point, Use
from onecard.kernel.clock import SHANGHAI, day_of
from onecard.kernel.words import load_words
from onecard.rules.book import NATION, Book, Dated
from onecard.rules.places import Alliance, Division, Places
from onecard.scenes.transit.models import Rider

CHONGQING, SICHUAN, HAINAN = 500103, 511381, 460105
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=SHANGHAI)
HOLDER = UUID(int=7)
BUS, METRO = 20001, 20002
PURSE = 5101

FARE_TABLE = {
    "stations": {"harbour": 0, "market": 4000, "bridge": 9000, "airport": 40000},
    "bands": [[6000, 200], [11000, 300], [17000, 400]],
    "maximum_fen": 700,
    "within_minutes": 240,
}
WORDS = load_words("onecard.scenes.transit")
_SINCE = date(2020, 1, 1)
_VALUES: dict[str, Any] = {
    "flat_fare_fen": 200,
    "elder_from_age": 65,
    "elder_percent": 0,
    "student_percent": 50,
    "transfer_window_minutes": 60,
    "transfer_discount_fen": 100,
    "concession_bearer": "place",
    "concession_home_percent": 50,
    "fare_table": FARE_TABLE,
}


def book_with(*, bearer: str | None = "home", recognised: bool = True, **changed: Any) -> Book:
    """The rulebook; `changed` replaces or adds national transit values, None leaves one out."""
    names = {500000: ("重庆市", "Chongqing"), 510000: ("四川省", "Sichuan"), 460000: ("海南省", "Hainan")}
    divisions = [Division(code, "province", zh, en, None) for code, (zh, en) in names.items()]
    allied = Alliance("sc_cq", "川渝", "Sichuan–Chongqing", (500000, 510000), _SINCE, "", "", "")
    values = [_dated(name, value, NATION) for name, value in {**_VALUES, **changed}.items() if value is not None]
    flags = {"elder_recognised": recognised, "student_recognised": recognised, "concession_bearer": bearer}
    values += [_dated(name, value, "sc_cq") for name, value in flags.items() if value is not None]
    return Book(values, Places(divisions, [allied]))


def _dated(name: str, value: Any, place: int | str) -> Dated:
    return Dated(f"transit.{name}", place, _SINCE, value, "", f"document on {name}")


def tap(
    book: Book,
    *,
    at: datetime = MORNING,
    age: int = 40,
    home: int = SICHUAN,
    here: int = CHONGQING,
    statuses: frozenset[str] = frozenset(),
    balance: int = 10_000,
    memory: Rider | None = None,
    settings: Mapping[str, Any] | None = None,
    account: int = BUS,
) -> Context:
    """One tap on a bus; a gate when `settings` name a station."""
    point = Point(UUID(int=1), UUID(int=2), "transit", here, account, settings or {}, "某站", "A stop")
    born = (at - timedelta(days=round(age * 365.25) + 5)).date()
    person = Person(HOLDER, born, "F", home, statuses)
    use = Use(point.point_id, 1, "", at)
    purses = {TRANSPORT: (PURSE, balance)}
    return Context(use, UUID(int=9), person, Card(UUID(int=8), home, "c"), point, purses, book, day_of(at), memory)


def gate(book: Book, station: str, direction: str, *, minutes: int = 0, **facts: Any) -> Context:
    """A tap at a metro gate, some minutes after the morning."""
    settings = {"station": station, "direction": direction}
    return tap(book, at=MORNING + timedelta(minutes=minutes), settings=settings, account=METRO, **facts)


def codes(decision: Decision) -> list[str]:
    """The reasons' codes, without the scene's name; each must be sayable with the facts it carries."""
    assert all(WORDS.say(r.code, r.facts, language) for r in decision.reasons for language in ("zh", "en"))
    return [reason.code.removeprefix("transit.") for reason in decision.reasons]


def moved(decision: Decision) -> list[tuple[int, int, int]]:
    """(debit, credit, fen) of every line."""
    return [(line.debit, line.credit, line.amount_fen) for line in decision.lines]
