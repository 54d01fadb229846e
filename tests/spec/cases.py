"""The worked cases of the rulebook: written by an official in YAML, read here, put to the real scenes.

A case says who comes, where and when, and what must come of it. What it leaves out is ordinary: a full purse, no
earlier ride, no pass, the e-card.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import yaml
from tests.spec.pensions import PensionSaid

from onecard import rulebook
from onecard.domains.ledger import api as ledger
from onecard.domains.usage.models import BANK, TRANSPORT, Card, Context, Decision, Person, Point, Scene, Use
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.plugins import discover
from onecard.rulebook.loading import Library, read_library
from onecard.rules.book import Book
from onecard.scenes.tourism.models import Visitor, YearPass
from onecard.scenes.transit.models import LastRide, Rider

ROOT = Path(str(files("onecard.rulebook")))
OPERATOR = 99_999
FULL_FEN = 1_000_000


class Resident(msgspec.Struct, forbid_unknown_fields=True):
    """Who comes: born, registered in a division, perhaps a student."""

    born: date
    registered_in: int
    student: bool = False


class LastRideSaid(msgspec.Struct, forbid_unknown_fields=True):
    minutes_ago: int
    line: str = "another line"


class PassSaid(msgspec.Struct, forbid_unknown_fields=True):
    """A year pass the resident holds; `visits_today` at this site."""

    alliance: str
    bought: date
    activated: date | None = None
    visits_today: int = 0
    earned_fen: int = 0


class Expected(msgspec.Struct, forbid_unknown_fields=True):
    """What must come of it; only what is said is compared. `borne`: province → fen."""

    price_fen: int | None = None
    paid_fen: int | None = None
    borne: dict[int, int] | None = None
    because: list[str] | None = None
    refused: str | None = None
    value: Any = None
    pension: dict[str, str] | None = None


class Case(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One case: with a `scene` somebody presents a card, with an `ask` the rulebook is asked, or see `pensions.py`."""

    name_zh: str = msgspec.field(name="名称")
    name_en: str = msgspec.field(name="name")
    on: date
    at: int
    expect: Expected
    scene: str | None = None
    ask: str | None = None
    pension: PensionSaid | None = None
    site: str | None = None
    resident: Resident | None = None
    last_ride: LastRideSaid | None = None
    spent_today_fen: int = 0
    purse_fen: int = FULL_FEN
    year_pass: PassSaid | None = msgspec.field(name="pass", default=None)


@dataclass(frozen=True)
class Result:
    """What came of a case, in the words of `Expected`."""

    price_fen: int
    paid_fen: int
    borne: dict[int, int]
    because: list[str]


@cache
def all_cases() -> dict[str, Case]:
    """Every case of the rulebook by "file: English name"."""
    found: dict[str, Case] = {}
    for file in sorted(ROOT.glob("**/cases/*.yaml")):
        for case in read_cases(file):
            found[f"{file.relative_to(ROOT).as_posix()}: {case.name_en}"] = case
    return found


def read_cases(file: Path) -> list[Case]:
    """The cases of one page. `on` must be a key, so the page is read with text keys only."""
    said = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    return msgspec.convert(said, list[Case], strict=False)


@cache
def scenes() -> dict[str, Scene]:
    """The real scenes, as the doors find them."""
    found: Iterator[tuple[str, Any]] = ((p.id, p.module("flow")) for p in discover("onecard.scenes"))
    return {name: flow.scene for name, flow in found if flow is not None}


def decide(case: Case) -> Result:
    """Put the case to its scene."""
    assert case.scene is not None
    return _result(scenes()[case.scene].decide(context_of(case)))


def context_of(case: Case, library: Library | None = None) -> Context:
    """The context the use path would read for this resident at this place, by our rulebook or by another."""
    book, who = (library or read_library()).book, case.resident
    assert who is not None, f"{case.name_en}: a resident is needed"
    at = datetime.combine(case.on, time(10), SHANGHAI)
    home = who.registered_in // 10000
    settings = {"site": case.site} if case.site else {"line": "this line"}
    return Context(
        use=Use(UUID(int=1), 1, "", at),
        use_id=UUID(int=2),
        person=Person(UUID(int=3), who.born, "F", who.registered_in, frozenset({"student"} if who.student else ())),
        card=Card(UUID(int=4), who.registered_in, "e"),
        point=Point(UUID(int=1), UUID(int=5), str(case.scene), case.at, OPERATOR, settings, "示例", "Sample"),
        purses={kind: (ledger.purse(home, kind), case.purse_fen) for kind in (TRANSPORT, BANK)},
        book=book,
        day=case.on,
        memory=_visitor(case, home, book) if case.scene == "tourism" else _rider(case, at, book),
    )


def _rider(case: Case, at: datetime, book: Book) -> Rider:
    window = book.find("transit.transfer_window_minutes", place=case.at, on=case.on)
    cap = book.find("transit.daily_cap_fen", place=case.at, on=case.on)
    ride = case.last_ride
    return Rider(
        last=LastRide(at - timedelta(minutes=ride.minutes_ago), ride.line, str(window.place))
        if ride and window
        else None,
        spent={(case.on, str(cap.place)): case.spent_today_fen} if cap else {},
    )


def _visitor(case: Case, home: int, book: Book) -> Visitor:
    said = case.year_pass
    if said is None:
        return Visitor()
    price = book.alliance_value("tourism.year_pass.price_fen", alliance=said.alliance, on=said.bought)
    assert price is not None
    escrow = ledger.purse(home, ledger.PASS_ESCROW)
    held = YearPass(
        UUID(int=6), said.alliance, escrow, said.bought, price.value, said.earned_fen, activated=said.activated
    )
    return Visitor((held,), {(held.pass_id, str(case.site), case.on): said.visits_today})


def _result(decision: Decision) -> Result:
    provinces = rulebook.facts().provinces
    finance = {ledger.concessions(p.code // 10000): p.code for p in provinces}
    assert sum(line.amount_fen for line in decision.lines) == decision.price_fen, "the lines add up to the price"
    return Result(
        price_fen=decision.price_fen,
        paid_fen=decision.paid_fen,
        borne={finance[line.debit]: line.amount_fen for line in decision.lines if line.debit in finance},
        because=[reason.code for reason in decision.reasons],
    )
