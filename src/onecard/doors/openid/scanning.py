"""A desk's browser shows a code, a signed-in phone confirms it: bound to that browser, two minutes, once.

Codes like this are what phishers send by message. So the phone sees who asks and from what browser and network, types
the number that stands on the desk's screen (a wrong one voids the code), and gives the e-card password again.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from onecard.doors.openid.asking import Begun
from onecard.doors.openid.errors import ScanOver
from onecard.doors.openid.store import digest, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

LASTS = timedelta(minutes=2)
State = Literal["shown", "confirmed", "refused", "used", "over"]
_BROWSERS = (("MicroMessenger", "WeChat"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
             ("Safari/", "Safari"))  # fmt: skip
_SYSTEMS = (("Windows", "Windows"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
            ("iPad", "iPad"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scan:
    """A code that waits for its phone."""

    scan_hash: bytes
    request_hash: bytes
    number: int
    browser: str
    network: bytes
    expires_at: datetime


def show_scan(
    tx: Transaction, begun: Begun, *, browser: str, network: bytes, at: datetime
) -> tuple[str, int, datetime]:
    """A fresh code for the desk: its secret, the number beside it, and its end. The older one is void."""
    secret, number, until = secrets.token_urlsafe(24), 10 + secrets.randbelow(90), at + LASTS
    sql.void_scans(tx, request_hash=begun.request_hash)
    sql.show_scan(
        tx, scan_hash=digest(secret), request_hash=begun.request_hash, number=number, browser=browser,
        network=network, at=at, expires_at=until,
    )  # fmt: skip
    return secret, number, until


def find_scan(tx: Transaction, secret: str, *, at: datetime) -> Scan:
    """The code that the phone read; ScanOver where it waits no longer."""
    row = sql.find_scan(tx, scan_hash=digest(secret), at=at)
    if row is None:
        raise ScanOver
    return Scan(bytes(row[0]), bytes(row[1]), row[2], row[3], bytes(row[4]), row[5])


def answer_scan(tx: Transaction, scan: Scan, *, holder_id: UUID | None, at: datetime) -> None:
    """The phone's one answer: whose yes, or no. ScanOver where it was answered meanwhile."""
    state = "confirmed" if holder_id else "refused"
    if not sql.answer_scan(tx, scan_hash=scan.scan_hash, state=state, holder_id=holder_id, at=at):
        raise ScanOver


def state_of(tx: Transaction, begun: Begun, *, at: datetime) -> State:
    """What became of the code on this desk."""
    row = sql.scan_of_request(tx, request_hash=begun.request_hash, at=at)
    return row.state if row else "over"


def use_scan(tx: Transaction, begun: Begun, *, at: datetime) -> tuple[UUID, datetime] | None:
    """Who confirmed, and when: given once, to the desk that began the request."""
    row = sql.use_scan(tx, request_hash=begun.request_hash, at=at)
    return (row.holder_id, row.answered_at) if row else None


def browser_kind(user_agent: str) -> str:
    """`Chrome, Windows`: enough for a person to know her own screen, too little to know anybody by."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system)))


def network_of(keyring: Keyring, address: str) -> bytes:
    """A network as something to compare: keyed, so that no address is written down."""
    return hmac.new(keyring.secret("openid.network"), address.encode(), sha256).digest()
