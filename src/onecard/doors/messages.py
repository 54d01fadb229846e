"""Texts to people's telephones: what waits in the database is handed to a gateway, one text a transaction.

The gateway is the outside world. Ours writes a file of the home and masks the number, so that a demo can show the text
on its screen (`onecard messages`); an operator's own, to a telephone company, is another class with the same `send`.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from onecard.domains.disbursement import api as disbursement
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.kernel.postgres.transaction import Transaction

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
        fresh = self.page.with_suffix(".new")
        with self._alone():
            lines = [*self.read_lines()[1 - _KEPT :], line]
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as page:
                page.write("\n".join(lines) + "\n")
            fresh.replace(self.page)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Codes and news of payments are sent by two lines of the worker; each writes the whole page anew."""
        lock = os.open(self.page.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

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


def send_news(house: House, gateway: Gateway, *, at_most: int = 300) -> int:
    """Tell people what became of their payments, one text a transaction; returns how many news were taken.

    A bound on each turn: after a nation's pay day a million wait, and whoever stops the worker waits for none of them.
    """
    for done in range(at_most):
        with house.app.writing() as tx:
            taken, texts = disbursement.take_news(tx, keyring=house.keyring)
            for one in texts:
                phone = _phone_of(house, tx, one)
                if phone:
                    gateway.send(ecards.Message(phone, " ".join(one.text)))
        if not taken:
            return done
    return at_most


def _phone_of(house: House, tx: Transaction, one: disbursement.News) -> str | None:
    """Nobody's where the person is not registered here: the page tells her all the same."""
    try:
        return residents.reveal(tx, holder_id=one.holder_id, keyring=house.keyring).phone
    except residents.ResidentUnknown:
        return None


def masked_phone(phone: str) -> str:
    """The first three and the last four digits."""
    return f"{phone[:3]}****{phone[-4:]}"
