"""Ways to a bank: a folder that it looks into, or HTTP. Sending twice is safe, because a bank knows a file by its name.

A failure means that nothing is known: the file stays to be sent, and answers stay to be fetched.
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from onecard.domains.disbursement import api as disbursement

_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_SECONDS = 60.0
#: A file in a folder that changed so many seconds ago may still be written to.
_STILL_WRITING = 60.0
_MOST = 2_100 * 2**20


class Way(Protocol):
    """What is done with a bank's files."""

    def send(self, path: Path, name: str) -> None:
        """Hand a file over; BankUnreachable where that is not certain."""

    def waiting(self) -> list[str]:
        """The names of answers that wait."""

    def fetch(self, name: str, to: Path) -> None:
        """An answer's bytes."""

    def taken(self, name: str) -> None:
        """It was read; the bank may put it away."""

    def is_whole(self, name: str) -> bool:
        """Whether the bank is surely done with writing it: one that breaks its format before may be whole later."""


@contextmanager
def way_to(bank: disbursement.Bank) -> Iterator[Way]:
    """The way that was set up, closed at the end."""
    if bank.reach == "folder":
        yield FolderWay(bank)
        return
    way = HttpWay(bank)
    try:
        yield way
    finally:
        way.client.close()


class FolderWay:
    """`in` and `out` of a folder; what was read goes to `out/read`."""

    def __init__(self, bank: disbursement.Bank) -> None:
        self.bank, self.folder = bank, Path(bank.address)

    def send(self, path: Path, name: str) -> None:
        try:
            part = self.folder / "in" / f"{name}.part"
            shutil.copyfile(path, part)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(part.with_suffix(""))
        except OSError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None

    def waiting(self) -> list[str]:
        try:
            found = [one.name for one in (self.folder / "out").iterdir() if one.is_file() and one.suffix != ".part"]
        except OSError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None
        return sorted(name for name in found if _NAME.fullmatch(name))

    def fetch(self, name: str, to: Path) -> None:
        try:
            shutil.copyfile(self.folder / "out" / name, to)
        except OSError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None

    def taken(self, name: str) -> None:
        try:
            (self.folder / "out" / "read").mkdir(exist_ok=True)
            (self.folder / "out" / name).rename(self.folder / "out" / "read" / name)
        except OSError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None

    def is_whole(self, name: str) -> bool:
        try:
            return time.time() - (self.folder / "out" / name).stat().st_mtime > _STILL_WRITING
        except OSError:
            return False


class HttpWay:
    """PUT and GET at an address; redirects are not followed, so a file goes to nobody else."""

    def __init__(self, bank: disbursement.Bank) -> None:
        self.bank = bank
        self.client = httpx.Client(base_url=bank.address, timeout=_SECONDS, trust_env=False)

    def send(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            size = {"content-length": str(path.stat().st_size)}
            self._ask("PUT", f"/files/{name}", content=file, headers=size)

    def waiting(self) -> list[str]:
        try:
            names = self._ask("GET", "/answers").json()
        except ValueError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None
        found = names if isinstance(names, list) else []
        return [name for name in found if isinstance(name, str) and _NAME.fullmatch(name)]

    def fetch(self, name: str, to: Path) -> None:
        try:
            with self.client.stream("GET", f"/answers/{name}") as said, to.open("wb") as file:
                said.raise_for_status()
                for piece in said.iter_bytes(1 << 20):
                    file.write(piece)
                    if file.tell() > _MOST:  # more than is ever read: it is refused for its size
                        return
        except httpx.HTTPError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None

    def taken(self, name: str) -> None:
        self._ask("DELETE", f"/answers/{name}")

    def is_whole(self, name: str) -> bool:
        return bool(name)

    def _ask(self, method: str, path: str, **more: object) -> httpx.Response:
        try:
            said = self.client.request(method, path, **more)  # type: ignore[arg-type]
            return said.raise_for_status()
        except httpx.HTTPError:
            raise disbursement.BankUnreachable(bank=self.bank.bank) from None


def is_address(text: str) -> bool:
    """Whether this can be a bank's address over HTTP; in the clear only on this machine."""
    found = urlsplit(text)
    local = found.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(found.hostname) and (found.scheme == "https" or (found.scheme == "http" and local))
