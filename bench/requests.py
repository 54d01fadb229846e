"""Requests prepared beforehand, exactly as gates send them: signed, each with a fresh code or tap."""

import secrets
import time
from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import msgspec

from onecard.doors.security.signing import TerminalSigner
from onecard.kernel.crypto import Keyring
from onecard.verifier import code
from onecard.verifier.sam import Sam

Person = tuple[UUID, int]
TRANSIT = 1
#: A code prepared for a measurement lives long enough to be sent at the end of it.
_SECONDS = 600


class Preparation:
    """Makes texts and requests for one home. Sequences grow with the clock, so runs never meet."""

    def __init__(self, keyring: Keyring, gates: Sequence[TerminalSigner]) -> None:
        self.keyring, self.gates = keyring, gates
        self._sam = Sam(keyring.verifying_keys())
        self._sequences = count(time.time_ns() // 1_000)

    def code(self, person: Person, at: datetime) -> str:
        """An e-card's code, as `ecards.sign_code` writes it but good for longer."""
        body = code.LAYOUT.pack(
            code.VERSION,
            self.keyring.code_key_id(at),
            51,
            TRANSIT,
            person[1],
            int.from_bytes(secrets.token_bytes(8), signed=True),
            int(at.timestamp()) + _SECONDS,
        )
        return code.PREFIX + b32encode(body + self.keyring.sign_code(body)).decode().rstrip("=")

    def next_sequence(self) -> int:
        """A terminal's sequence that was never used."""
        return next(self._sequences)

    def online(self, people: Sequence[Person], many: int, *, gates: int | None = None) -> list[bytes]:
        """So many uses, one a request, over the first `gates` gates (all by default)."""
        at, chosen = datetime.now(UTC), self.gates[: gates or len(self.gates)]
        requests = []
        for n in range(many):
            use = {
                "sequence": self.next_sequence(),
                "presentation": self.code(people[n % len(people)], at),
                "happened_at": at,
            }
            requests.append(http("/v1/uses", msgspec.json.encode(use), chosen[n % len(chosen)], at))
        return requests

    def uploads(self, people: Sequence[Person], many: int, *, size: int, codes: int) -> list[bytes]:
        """So many offline uses in uploads of `size`; `codes` of every two are codes, the others taps."""
        at, requests = datetime.now(UTC), []
        for first in range(0, many, size):
            gate = self.gates[first // size % len(self.gates)]
            uses = [
                self._offline(people[n % len(people)], gate, at, n % 2 >= codes)
                for n in range(first, min(first + size, many))
            ]
            requests.append(http("/v1/uploads", msgspec.json.encode({"uses": uses}), gate, at))
        return requests

    def _offline(self, person: Person, gate: TerminalSigner, at: datetime, taps: bool) -> dict[str, object]:
        counter, sequence = secrets.randbits(32), self.next_sequence()
        text = (
            self._sam.tap(person[0], counter=counter, at=at, point_id=gate.point_id, sequence=sequence)
            if taps
            else self.code(person, at)
        )
        return {"sequence": sequence, "presentation": text, "happened_at": at}


def http(path: str, body: bytes, gate: TerminalSigner, at: datetime) -> bytes:
    """The request as bytes, signed by the gate."""
    signed = gate.headers("POST", path, body, at=at)
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    head += [f"{name}: {value}" for name, value in signed.items()] + [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(head).encode() + body
