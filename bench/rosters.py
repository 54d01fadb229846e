"""From a file to approved payments: rows read, checked and entered, noticed, approved three times, handed over.

In a home of its own without a worker. Its people are registered with their cards before the clock runs.
"""

import os
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from time import perf_counter
from uuid import UUID

from stdnum.cn import ric

from bench.measures import Bench
from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as disbursement
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.doors import rosters as door
from onecard.doors.bootstrap import House, open_database, open_house
from onecard.doors.schema import bring_up_to_date
from onecard.kernel.clock import SHANGHAI, HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Scope
from onecard.kernel.settings import Settings
from onecard.kernel.sheets import open_sheet

ROWS, PROVINCE, PLACE, HANDS = 100_000, 51, 511381, 2
_A_DAY, _PIECE, _FEN = 1_000, 10_000, 8_000
_BEHIND: tuple[agencies.AgencyKind, ...] = ("purse_keeper", "finance", "bank", "pass_issuer", "department", "township")
_AT = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Run:
    """Rows a second of each step, the whole, and how much this process grew in MiB."""

    taken: float
    checked: float
    noticed: float
    approved: float
    handed_over: float
    whole: float
    grown: float


def measure_rosters(bench: Bench) -> list[str]:
    """Each step and the whole; a million rows in under three minutes leave 5,600 a second for all of it."""
    run = go(Settings(home=bench.settings.home.parent / "rosters", postgres_port=None), ROWS)
    return [
        f"| Take a roster's file, sealed | {run.taken:,.0f} rows/s | | | told |",
        f"| Check its rows and enter who passed | {run.checked:,.0f} rows/s | | | told |",
        f"| Post its notice; approve it three times | {run.noticed:,.0f}; {run.approved:,.0f} rows/s | | | told |",
        f"| Hand it over to payment, looked at once more | {run.handed_over:,.0f} rows/s | | | told |",
        f"| A roster of {ROWS:,}, from its file to a batch of payment | {run.whole:,.0f} rows/s | | | ≥ 5,600 |",
        f"| Memory for it | {run.grown:.0f} MiB | | | flat |",
    ]


def go(settings: Settings, rows: int) -> Run:
    """One roster of so many rows."""
    rmtree(settings.home, ignore_errors=True)
    with open_database(settings) as urls:
        bring_up_to_date(urls.owner)
    clock = HeldClock(_AT)
    with open_house(settings, clock=clock, pool=HANDS + 2) as house:
        path = settings.home / "rows.csv"
        _register(house, path, rows)
        ids = _found(house)
        roster_id, before, seconds = _begin(house, ids, rows), _grown(), {}
        for name, step in _steps(house, clock, ids, roster_id, path):
            began = perf_counter()
            step()
            seconds[name] = perf_counter() - began
        with house.app.reading() as tx:
            now = rosters.roster_progress(tx, roster_id=roster_id, agency_id=ids["finance"])
            broken = [one.check for one in rosters.check(tx) if not one.clean]
        assert now.entries == {"handed_over": rows} and not broken, (now, broken)
        ours = [seconds[name] for name in ("take", "check", "post", "approve", "hand over")]
        return Run(*(rows / one for one in ours), rows / sum(ours), _grown() - before)


def _steps(
    house: House, clock: HeldClock, ids: dict[str, UUID], roster_id: UUID, path: Path
) -> list[tuple[str, Callable[[], object]]]:
    hands = {kind: rosters.Hand(f"staff {kind}", ids[kind]) for kind in ("township", "department", "finance")}
    clerk = rosters.Hand("staff clerk", ids["township"])
    given = {"roster_id": roster_id, "keyring": house.keyring}

    def take() -> None:
        with house.app.writing() as tx:
            project = rosters.projects(tx)[0]
            sheet = open_sheet(path, rosters.columns_of(door.terms_of(project).bound))
            rosters.add_rows(tx, digest=b"1", rows=sheet.rows, hand=clerk, at=clock(), **given)

    def check() -> None:
        with ThreadPoolExecutor(HANDS) as several:
            list(several.map(lambda _: door.check_rosters(house), range(HANDS)))

    def post() -> None:
        with house.app.writing() as tx:
            rosters.post_notice(tx, hand=clerk, at=clock(), **given)

    def approve() -> None:
        for level in rosters.LEVELS:
            with house.app.writing(Scope("staff", reach=("51",), agency=ids[level])) as tx:
                rosters.approve_roster(tx, level=level, hand=hands[level], at=clock(), **given)

    def hand_over() -> None:
        with house.app.writing() as tx:
            rosters.hand_over(tx, door.terms_of, hand=hands["finance"], at=clock(), **given)

    return [
        ("take", take), ("check", check), ("post", post), ("wait", lambda: clock.move(days=8)), ("approve", approve),
        ("hand over", hand_over),
    ]  # fmt: skip


def _begin(house: House, ids: dict[str, UUID], rows: int) -> UUID:
    wanted = rosters.ProjectWanted(
        new_id(), PLACE, "2026-11", date(2026, 11, 23), ids["department"], ids["finance"],
        ledger.concessions(PROVINCE), "bench", "困难残疾人生活补贴", date(2026, 11, 1), date(2026, 12, 31), 7,
        rows * _FEN, rows,
    )  # fmt: skip
    terms = door.terms_at("disabled_living_allowance", place=PLACE, on=wanted.rules_on)
    with house.app.writing() as tx:
        project = rosters.set_up_project(tx, wanted, terms, at=house.clock(), staff="bench")
        begun = rosters.RosterWanted(new_id(), project.project_id, "bench")
        return rosters.begin_roster(
            tx, begun, hand=rosters.Hand("staff clerk", ids["township"]), at=house.clock()
        ).roster_id  # fmt: skip


def _found(house: House) -> dict[str, UUID]:
    """A province's chart, its bank, and the agencies of a county."""
    at = house.clock() - timedelta(days=1)
    made = {
        kind: agencies.Agency(
            new_id(), kind, PLACE if kind in ("department", "township") else PROVINCE * 10_000, kind, kind
        )
        for kind in _BEHIND
    }
    bank = disbursement.Bank(
        "bench", PROVINCE, "银行", "bank", "folder", "/nowhere", "iso20022", "财政厅", "9990000001"
    )
    with house.app.writing() as tx:
        agencies.register_agencies(tx, list(made.values()), at=at)
        behind = ledger.ProvinceAgencies(*(made[kind].agency_id for kind in _BEHIND[:4]))
        ledger.ensure_chart(tx, province=PROVINCE, name_zh="川", name_en="Sichuan", agencies=behind, at=at)
        disbursement.keep_bank(tx, bank, at=at)
    return {kind: one.agency_id for kind, one in made.items()}


def _register(house: House, path: Path, rows: int) -> None:
    """People with cards whose bank half works, and the file that lists them all."""
    divisions = house.book.places.divisions
    with path.open("w", encoding="gb18030") as file:
        file.write("姓名,社会保障号码,账号,金额\n")
        for first in range(0, rows, _PIECE):
            numbers = [_number(n) for n in range(first, min(first + _PIECE, rows))]
            people = [
                residents.NewResident(residents.SocialSecurityNumber.parse(number, divisions), f"张{n}", PLACE)
                for n, number in enumerate(numbers, first)
            ]
            with house.app.writing() as tx:
                at = house.clock()
                holders = residents.register_residents(tx, people, keyring=house.keyring, at=at)
                cards.issue_cards(tx, [cards.NewCard(one, PLACE) for one in holders], at=at, actor="bench")
            file.writelines(f"张{n},{number},999{n:013d},80.00\n" for n, number in enumerate(numbers, first))


def _number(n: int) -> str:
    born = date(1930, 1, 1) + timedelta(days=n // _A_DAY)
    stem = f"{PLACE}{born:%Y%m%d}{n % _A_DAY:03d}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def _grown() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":  # one run by itself: python -m bench.rosters [ROWS]
    import sys
    import tempfile

    many = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    print(go(Settings(home=Path(tempfile.gettempdir()) / f"onecard-bench-rosters-{os.getpid()}"), many))
