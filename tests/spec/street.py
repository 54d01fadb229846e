"""A small street for the specification: a Chongqing bus, a Chengdu bus, and people who present cards there."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.country import found_country
from tests.factories import Cardholder, make_cardholder

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import find_scenes
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.sam import Sam

WIRE = {"transit": 1, "tourism": 2}


@dataclass
class Street:
    """Everything a test of the use path needs; `present` is one use, through verify, load, decide and write."""

    tx: Transaction
    keyring: Keyring
    clock: HeldClock
    path: usage.UsePath
    chongqing_bus: UUID
    chengdu_bus: UUID
    _sequences: dict[UUID, int] = field(default_factory=dict)
    _counter: int = 0

    def elder(self) -> Cardholder:
        """A pensioner from Langzhong, Sichuan, with 10 yuan in the transport purse."""
        return self.person(born=date(1950, 5, 1))

    def person(self, *, born: date = date(1990, 5, 1), fen: int = 1000, **facts: Any) -> Cardholder:
        """Somebody from Langzhong with so much in the transport purse."""
        holder = make_cardholder(self.tx, keyring=self.keyring, at=self.clock(), born=born, **facts)
        if fen:
            self.top_up(holder, fen)
        return holder

    def top_up(self, holder: Cardholder, fen: int, kind: int = ledger.TRANSPORT) -> None:
        """Put money into a purse."""
        ledger.top_up(
            self.tx,
            holder_id=holder.holder_id,
            purse=ledger.purse(51, kind),
            amount_fen=fen,
            request_key=str(new_id()),
            happened_at=self.clock(),
            at=self.clock(),
        )

    def code(self, holder: Cardholder, *, scene: str = "transit", seconds: int = 60) -> str:
        """The text of a fresh code."""
        return ecards.sign_code(
            holder.ecard, scene=WIRE.get(scene, 0), at=self.clock(), keyring=self.keyring, seconds=seconds
        ).text

    def tap(self, holder: Cardholder, point: UUID, sequence: int) -> str:
        """What a terminal reads from the physical card."""
        self._counter += 1
        sam = Sam(self.keyring.verifying_keys())
        return sam.tap(
            holder.card.identifier, counter=self._counter, at=self.clock(), point_id=point, sequence=sequence
        )

    def use(self, text: str, *, point: UUID | None = None, sequence: int | None = None, **facts: Any) -> usage.Use:
        """A use at the Chongqing bus (or elsewhere) now, under the point's next sequence number."""
        at = point or self.chongqing_bus
        number = self.next_sequence(at) if sequence is None else sequence
        return usage.Use(at, number, text, facts.pop("happened_at", self.clock()), **facts)

    def next_sequence(self, point: UUID) -> int:
        self._sequences[point] = self._sequences.get(point, 0) + 1
        return self._sequences[point]

    def accept(self, *uses: usage.Use) -> list[usage.Outcome]:
        """Answer a batch."""
        checked = usage.check_all(uses, self.keyring.verifying_keys(), now=self.clock())
        return self.path.accept(self.tx, checked, at=self.clock())

    def present(self, text: str, **facts: Any) -> usage.Outcome:
        """Answer one use."""
        return self.accept(self.use(text, **facts))[0]

    def balance(self, holder: Cardholder) -> int:
        """What is in the transport purse."""
        return sum(b.balance_fen for b in ledger.balances(self.tx, holder_id=holder.holder_id))


def build_street(tx: Transaction, *, keyring: Keyring, clock: HeldClock, book: Any) -> Street:
    """The street on a clean database."""
    at: datetime = clock()
    country = found_country(tx, at)
    points = []
    for province, division, account in ((50, 500103, country.chongqing_bus), (51, 510104, country.sichuan_bus)):
        point = agencies.NewPoint(
            point_id=new_id(),
            agency_id=country.agencies[f"operator {province}"],
            kind="gate",
            scene="transit",
            division=division,
            name_zh=f"{province} 路公交",
            name_en=f"Bus {province}",
            account=account,
            settings={"line": str(province)},
            terminal_key=bytes(32),
        )
        points.append(point)
    agencies.register_points(tx, points, at=at)
    path = usage.UsePath(find_scenes(), book, usage.Limits(timedelta(seconds=120), timedelta(days=90)))
    return Street(tx, keyring, clock, path, points[0].point_id, points[1].point_id)
