"""A pay run through a bank: approved lines to a validated pain.001, and the bank's pain.002 to states and money.

In a home of its own without a worker, so that nothing else takes a line. The simulator writes the bank's answers before
the clock runs; the yardstick is the plain set-based statement that only posts.
"""

import os
import resource
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from shutil import rmtree
from time import perf_counter

from bench.measures import Bench
from onecard.domains.agencies import api as agencies
from onecard.domains.disbursement import api as disbursement
from onecard.domains.ledger import api as ledger
from onecard.doors import paying
from onecard.doors.bank.scenario import Scenario
from onecard.doors.bank.simulator import Simulator
from onecard.doors.bootstrap import House, open_database, open_house
from onecard.doors.schema import bring_up_to_date
from onecard.kernel.ids import new_id
from onecard.kernel.settings import Settings

LINES, PROVINCE = 100_000, 51
_PURPOSE = "困难残疾人生活补贴"
_BEHIND: tuple[agencies.AgencyKind, ...] = ("purse_keeper", "finance", "bank", "pass_issuer")


@dataclass(frozen=True)
class Run:
    """Lines a second of each step, the whole, and how much this process grew in MiB."""

    taken: float
    instructed: float
    written: float
    accepted: float
    paid: float
    whole: float
    grown: float


def measure_payments(bench: Bench) -> list[str]:
    """Each step and the whole, beside a bare posting of as many transfers."""
    home = bench.settings.home.parent / "payments"
    run = pay(Settings(home=home, postgres_port=None), LINES)
    bare = bench.yardsticks.bulk_posting(10_000, LINES)
    set_aside, heard = run.instructed / bare, run.paid / bare
    return [
        f"| Set money aside / plain posting | {run.instructed:,.0f}/s | {bare:,.0f}/s | **{set_aside:.2f}** | ≥ 0.5 |",
        f"| Hear that it was paid / plain posting | {run.paid:,.0f}/s | {bare:,.0f}/s | **{heard:.2f}** | told |",
        f"| Take approved lines, sealed | {run.taken:,.0f} lines/s | | | told |",
        f"| Write and prove pain.001 | {run.written:,.0f} lines/s | | | told |",
        f"| A pay run of {LINES:,}, from lines to the last answer | {run.whole:,.0f} lines/s | | | ≥ 5,600 |",
        f"| Memory for it | {run.grown:.0f} MiB | | | flat |",
    ]


def pay(settings: Settings, lines: int) -> Run:
    """One pay run of so many lines."""
    rmtree(settings.home, ignore_errors=True)
    with open_database(settings) as urls:
        bring_up_to_date(urls.owner)
    with open_house(settings) as house:
        bank, agency_id = _found(house, settings.home / "bank")
        wanted = disbursement.BatchWanted(
            new_id(), agency_id, bank.bank, ledger.concessions(PROVINCE), "bench", "2026-11", _PURPOSE, "bench"
        )
        before, seconds = _grown(), {}
        for name, step in _steps(house, bank, wanted, lines):
            began = perf_counter()
            step()
            seconds[name] = perf_counter() - began
        with house.app.reading() as tx:
            told = disbursement.progress(tx, agency_id=agency_id, batch_id=wanted.batch_id)
            broken = [one.check for one in (*disbursement.check(tx), *ledger.check(tx)) if not one.clean]
        assert told.counts == {"paid": lines} and not broken, (told, broken)
        ours = [seconds[name] for name in ("take", "instruct", "write", "accepted", "paid")]
        return Run(*(lines / one for one in ours), lines / sum(ours), _grown() - before)


def _steps(house: House, bank: disbursement.Bank, wanted: disbursement.BatchWanted, lines: int) -> list:
    simulator = Simulator(Path(bank.address), Scenario(statuses=100, lines_a_file=100_000))

    def rows():
        chance = Random(7)
        for n in range(lines):
            payee = disbursement.Payee(f"张{n}", f"999{n:013d}", "示例银行南充分行")
            yield disbursement.NewLine(holders[n], payee, chance.randint(1, 500_000), f"A{n}")

    def take() -> None:
        with house.app.writing() as tx:
            disbursement.take_batch(tx, wanted, rows, keyring=house.keyring, at=house.clock())

    holders = [new_id() for _ in range(lines)]
    return [
        ("take", take),
        ("instruct", lambda: paying.instruct_all(house, bank)),
        ("write", lambda: paying.send_files(house, bank)),
        ("bank", lambda: (simulator.take_folder(), simulator.tick())),
        ("accepted", lambda: list(paying.read_files(house, bank))),
        ("bank again", simulator.tick),
        ("paid", lambda: list(paying.read_files(house, bank))),
    ]


def _found(house: House, folder: Path) -> tuple[disbursement.Bank, object]:
    """A province's chart and its bank."""
    at = house.clock() - timedelta(days=1)
    made = [agencies.Agency(new_id(), kind, PROVINCE * 10_000, kind, kind) for kind in _BEHIND]
    facts = ("银行", "bank", "folder", str(folder), "iso20022", "财政厅", "9990000000000001")
    bank = disbursement.Bank("bench", PROVINCE, *facts)
    with house.app.writing() as tx:
        agencies.register_agencies(tx, made, at=at)
        behind = ledger.ProvinceAgencies(*(one.agency_id for one in made))
        ledger.ensure_chart(tx, province=PROVINCE, name_zh="川", name_en="Sichuan", agencies=behind, at=at)
        disbursement.keep_bank(tx, bank, at=at)
    return bank, made[1].agency_id


def _grown() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":  # one run by itself: python -m bench.payments [LINES]
    import sys
    import tempfile

    many = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    print(pay(Settings(home=Path(tempfile.gettempdir()) / f"onecard-bench-payments-{os.getpid()}"), many))
