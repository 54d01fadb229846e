"""Texts to people's telephones: what waits in the database is handed to a gateway, one text a transaction.

The gateway is the outside world. Ours writes a file of the home and masks the number, so that a demo can show the text
on its screen (`onecard messages`); an operator's own, to a telephone company, is another class with the same `send`.
"""

import json
import os
from pathlib import Path
from typing import Protocol

from onecard.domains.ecards import api as ecards
from onecard.doors.bootstrap import House

_KEPT = 200


class Gateway(Protocol):
    """Whoever sends texts. `send` returns when a text was taken over, and raises where it was not."""

    def send(self, message: ecards.Message) -> None: ...


class FileGateway:
    """Writes texts to `messages.jsonl`, for the owner of the home only; the newest two hundred."""

    def __init__(self, home: Path) -> None:
        self.page = home / "messages.jsonl"

    def send(self, message: ecards.Message) -> None:
        """Append the text with its number masked."""
        line = json.dumps({"to": masked_phone(message.phone), "text": message.text}, ensure_ascii=False)
        lines = [*self.read_lines()[1 - _KEPT :], line]
        fresh = self.page.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as page:
            page.write("\n".join(lines) + "\n")
        fresh.replace(self.page)

    def read_lines(self) -> list[str]:
        """What was written, the oldest first."""
        return self.page.read_text(encoding="utf-8").splitlines() if self.page.is_file() else []


def send_waiting(house: House, gateway: Gateway) -> int:
    """Send every text that waits; returns how many. A text that could not be handed over waits for the next time."""
    sent = 0
    while True:
        with house.app.writing() as tx:
            found = list(ecards.take_messages(tx, keyring=house.keyring, at=house.clock(), at_most=1))
            for message in found:
                gateway.send(message)
        if not found:
            return sent
        sent += 1


def masked_phone(phone: str) -> str:
    """The first three and the last four digits."""
    return f"{phone[:3]}****{phone[-4:]}"
