"""Bus gates that never give up: each takes one card after another and asks until it has an answer."""

import http.client
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from onecard.doors.bootstrap import open_house
from onecard.doors.demo.institutions import read_terminals
from onecard.doors.security.signing import TerminalSigner
from onecard.kernel.settings import Settings
from onecard.verifier.sam import Sam


@dataclass(frozen=True)
class Receipt:
    """What a terminal was told about a use that was accepted."""

    point_id: UUID
    sequence: int
    use_id: str
    price_fen: int
    paid_fen: int


@dataclass
class Terminal:
    """One gate with its key and the cards of people who live there; it uses each card in turn."""

    FIRST_SEQUENCE: ClassVar[int] = 1_000_000_000

    port: int
    signer: TerminalSigner
    sam: Sam
    cards: list[UUID]
    receipts: list[Receipt] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    asked_again: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _line: http.client.HTTPConnection | None = None

    @property
    def point_id(self) -> UUID:
        return self.signer.point_id

    def work(self) -> None:
        """Use card after card until told to stop; every use begun is asked to its end."""
        number = 0
        while not self.stop.is_set():
            self._use(self.FIRST_SEQUENCE + number, self.cards[number % len(self.cards)], counter=1_000 + number)
            number += 1

    def _use(self, sequence: int, card: UUID, *, counter: int) -> None:
        at = datetime.now(UTC)
        tap = self.sam.tap(card, counter=counter, at=at, point_id=self.point_id, sequence=sequence)
        said = {"sequence": sequence, "presentation": tap, "happened_at": at.isoformat()}
        answer = self._ask_until_answered(json.dumps(said).encode())
        if answer.get("outcome") == "accepted":
            self.receipts.append(
                Receipt(self.point_id, sequence, answer["use_id"], answer["price_fen"], answer["paid_fen"])
            )
        else:
            self.refused.append(answer["code"])

    def _ask_until_answered(self, body: bytes) -> dict[str, Any]:
        while True:
            answer = self._ask(body)
            if answer is not None:
                return answer
            self.asked_again += 1
            time.sleep(0.05)

    def _ask(self, body: bytes) -> dict[str, Any] | None:
        """One request; None where the outcome is unknown: no connection, no answer, or a 5xx."""
        headers = self.signer.headers("POST", "/v1/uses", body, at=datetime.now(UTC))
        try:
            self._line = self._line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
            self._line.request("POST", "/v1/uses", body, headers | {"content-type": "application/json"})
            response = self._line.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            if self._line:
                self._line.close()
            self._line = None
            return None
        return None if response.status >= 500 else json.loads(text)


def recruit(settings: Settings, gates: int) -> list[tuple[TerminalSigner, Sam, list[UUID]]]:
    """Bus gates of the demo, each with cards of its own: issued in its province, active, with money in the purse."""
    found = []
    with open_house(settings) as house, house.app.reading() as tx:
        sam = Sam(house.keyring.tap_keys())
        for key, signer in sorted(read_terminals(settings.home / "demo").items()):
            if not key.endswith("-bus") or any(key[:2] == other for other, _ in found):
                continue
            rows = tx.execute(
                "select c.identifier from cards.card c join ledger.balance b using (holder_id)"
                " where c.state = 'active' and c.issuer / 10000 = %(province)s"
                " and b.account = %(province)s * 100 + 1 and b.balance_fen >= 1000 order by 1 limit 40",
                {"province": int(key[:2])},
            ).fetchall()
            if len(rows) >= 5:
                found.append((key[:2], (signer, sam, [row.identifier for row in rows])))
    assert len(found) >= gates, f"only {len(found)} provinces of the small nation have enough cards"
    return [one for _, one in found[:gates]]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
