"""A bank beside the house: served over HTTP or looking into a folder, and batches of invented people to pay."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.country import SICHUAN, Country, agency, country, standing_country

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.doors import paying
from onecard.doors.bank.http import BankServer
from onecard.doors.bank.scenario import Scenario
from onecard.doors.bank.simulator import Simulator
from onecard.doors.bootstrap import House
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id

__all__ = ["country", "standing_country"]
FUND, FINANCE = ledger.concessions(SICHUAN), agency("finance 51")


@dataclass
class Payments:
    """The house, one bank, and what a test does with them."""

    house: House
    clock: HeldClock
    bank: pay.Bank
    simulator: Simulator
    lock: threading.Lock

    def take(self, fens: list[int], **payee: str) -> UUID:
        wanted = pay.BatchWanted(
            new_id(), FINANCE, self.bank.bank, FUND, "disabled_living", "2026-11", "困难残疾人生活补贴", "staff one"
        )
        facts = {"name": "何秀英", "account": "9990001234567890", "bank": "示例银行南充分行", **payee}
        rows = [pay.NewLine(new_id(), pay.Payee(**facts), fen, f"A{n}") for n, fen in enumerate(fens, 1)]
        with self.house.app.writing() as tx:
            pay.take_batch(tx, wanted, lambda: iter(rows), keyring=self.house.keyring, at=self.clock())
        return wanted.batch_id

    def work(self) -> int:
        """One turn of the worker."""
        return paying.pay_all(self.house)

    def round(self, hours: int = 6) -> None:
        """The bank goes on, and time with it."""
        with self.lock:
            self.simulator.take_folder()
            self.simulator.tick()
        self.clock.move(hours=hours)

    def settle(self, batch_id: UUID, *, rounds: int = 40) -> None:
        """Until nothing is on its way and the bank has nothing more to say."""
        for _ in range(rounds):
            self.work()
            self.round()
            if self.progress(batch_id).finished and not self.simulator.waiting():
                self.work()
                return
        raise AssertionError(self.progress(batch_id))

    def progress(self, batch_id: UUID) -> pay.BatchProgress:
        with self.house.app.reading() as tx:
            return pay.progress(tx, agency_id=FINANCE, batch_id=batch_id)

    def lines(self, batch_id: UUID) -> list[pay.Line]:
        with self.house.app.reading() as tx:
            return pay.lines_of(tx, batch_id=batch_id, at_most=1_000_000)

    def broken(self) -> list[str]:
        with self.house.app.reading() as tx:
            return [one.check for one in (*pay.check(tx), *ledger.check(tx)) if not one.clean]


Open = Callable[..., Payments]


@contextmanager
def _served(simulator: Simulator) -> Iterator[BankServer]:
    with BankServer(("127.0.0.1", 0), simulator) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def open_bank(house: House, clock: HeldClock, standing_country: Country, tmp_path: Path) -> Iterator[Open]:
    """Open a bank of this scenario and set it up; over HTTP unless a folder is asked for."""
    with ExitStack() as stack:

        def open_one(scenario: Scenario, *, form: str = "iso20022", reach: str = "http") -> Payments:
            simulator = Simulator(tmp_path / "bank", scenario, clock)
            stack.callback(simulator.close)
            lock, address = threading.Lock(), str(tmp_path / "bank")
            if reach == "http":
                server = stack.enter_context(_served(simulator))
                lock, address = server.lock, f"http://127.0.0.1:{server.server_port}"
            facts: dict[str, Any] = {"reach": reach, "address": address, "format": form}
            bank = pay.Bank(
                "sample", SICHUAN, "示例银行", "Sample Bank", debtor="四川省财政厅(示例)", account="9990000000000001",
                **facts,
            )  # fmt: skip
            with house.app.writing() as tx:
                pay.keep_bank(tx, bank, at=clock())
            return Payments(house, clock, bank, simulator, lock)

        yield open_one
