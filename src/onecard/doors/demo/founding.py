"""Founds the demo nation: organisations, cast, then chunk after chunk of people with their thirty days, then clearing.

The memory needed does not grow with the nation. Two chunks are under way at a time, each in a process of its own. The
same seed gives the same people, purses and trips; ids and keys are new each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg

from onecard import rulebook
from onecard.domains.clearing import api as clearing
from onecard.doors.bootstrap import House, open_database
from onecard.doors.demo import partner, plan
from onecard.doors.demo.apportion import deal, deal_over_counties
from onecard.doors.demo.cast import enrol_staff, settle_cast, sign_in_lines
from onecard.doors.demo.crew import Order, Tell, settle_all
from onecard.doors.demo.institutions import found_agencies, found_points, write_terminals
from onecard.doors.demo.people import CHUNK, chunks
from onecard.doors.demo.rhythm import past_days
from onecard.doors.demo.size import Size, must_fit, size_of
from onecard.doors.nation import write_scale
from onecard.doors.worker import chores_paused, roll_up
from onecard.kernel import audit
from onecard.kernel.clock import day_of, start_of

#: Told after each step: what, how many done, of how many.
Report = Callable[[str, int, int], None]
SEED = 20231231
_SIDE_BY_SIDE = 2
#: A small nation is cut so finely that the last chunk does not keep the other half waiting.
_CHUNKS = 4


@dataclass(frozen=True)
class Founded:
    """What was made."""

    size: Size
    accepted: int
    refused: int
    days_cleared: int


def found_nation(house: House, *, scale: int, seed: int = SEED, report: Report = lambda *_: None) -> Founded:
    """Make the nation in an empty house and clear its past days."""
    now = house.clock()
    size = size_of(scale, day_of(now))
    must_fit(size, house.settings.home)
    write_scale(demo_folder(house), scale)
    with chores_paused(house):
        points = found_institutions(house, now)
        told = count_up(report, size.people + size.uses)
        order = Order(house.settings, now, points, size.people, seed)
        cut = chunks(_counties(house, size.people, seed), limit=min(CHUNK, max(size.people // _CHUNKS, 1_000)))
        lived = settle_all(order, cut, processes=_SIDE_BY_SIDE, tell=told, after_each=lambda: roll_up(house))
        report("清算 · clearing", size.people + size.uses, size.people + size.uses)
        days = _clear(house, now)
        _record(house, size.people, seed=seed)
    return Founded(size, sum(one.accepted for one in lived), sum(one.refused for one in lived), days)


def demo_folder(house: House) -> Path:
    """Where the demo's private keys lie: its terminals' and its partner's."""
    return house.settings.home / "demo"


def demo_sign_ins(house: House) -> list[str]:
    """What to type to sign in; nothing where there is no demo nation."""
    terminals = demo_folder(house) / "terminals.json"
    if not terminals.is_file():
        return []
    key = partner.key_page(demo_folder(house))
    return [
        *sign_in_lines(str(terminals)),
        f"合作方 partner {partner.CLIENT_ID} 私钥 private key: {key}",
        "  试一问 try a question: python -m onecard.doors.demo.partner (docs/how-to/connect-a-partner.md)",
    ]


def found_institutions(house: House, now: datetime) -> list[tuple[plan.PlannedPoint, UUID]]:
    """Everything but the people: organisations, accounts, points with their keys, the cast and the staff."""
    planned, organisations = list(plan.points(house.book, day_of(now))), list(plan.agencies(house.book))
    names = {(one.province, one.kind): (one.name_zh, one.name_en) for one in organisations}
    founded_at = start_of(past_days(day_of(now))[0])
    with house.app.writing() as tx:
        ids = found_agencies(tx, organisations, house.book.places, at=founded_at)
        signers = found_points(tx, planned, ids, names, at=founded_at)
        settle_cast(house, tx, now=now)
        enrol_staff(house, tx, ids, at=now)
        partner_key = partner.register(tx, agency_id=ids[partner.PROVINCE, "venue"], at=now)
    write_terminals(demo_folder(house), planned, signers)
    partner.write_key(demo_folder(house), partner_key)
    return [(one, signer.point_id) for one, signer in zip(planned, signers, strict=True)]


def count_up(report: Report, total: int) -> Tell:
    """Turn "so many more" into "so many of so many"."""
    done = 0

    def tell(what: str, more: int) -> None:
        nonlocal done
        done += more
        report(what, done, total)

    return tell


def _counties(house: House, people: int, seed: int) -> list[tuple[int, int]]:
    """Everybody dealt over the provinces by census, and over each province's counties."""
    counted = [(p.code, p.population_2020) for p in rulebook.facts().provinces if p.included and p.population_2020]
    parts = deal(people, [population for _, population in counted])
    return [
        pair
        for (province, _), part in zip(counted, parts, strict=True)
        for pair in deal_over_counties(part, plan.counties_of(house.book, province), seed=seed)
    ]


def _clear(house: House, now: datetime) -> int:
    yesterday = past_days(day_of(now))[-1]
    with house.app.writing() as tx:
        closed = clearing.close_through(tx, day=yesterday, at=now)
    _gather_statistics(house)
    return len(closed)


def _record(house: House, people: int, *, seed: int) -> None:
    deed = audit.Deed("demo.founded", "nation", {"people": people, "seed": seed})
    with house.app.writing() as tx:
        audit.record(tx, [deed], actor=audit.COMMAND_LINE, at=house.clock())


def _gather_statistics(house: House) -> None:
    """Let PostgreSQL look at what it now holds, so that the first page is planned well."""
    with open_database(house.settings) as urls, psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("analyze")
