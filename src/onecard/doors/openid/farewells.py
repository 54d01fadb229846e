"""Tells services that a log-in has ended (OpenID back-channel logout), and forgets what is over.

A service that does not listen is told again after 1, 2, 4 … minutes, ten times in all. The telling happens outside
any transaction: should it break off, it is due again after a minute.
"""

from datetime import datetime, timedelta
from typing import Any

import httpx

from onecard.doors.bootstrap import House
from onecard.doors.openid.clients import Client, find_client
from onecard.doors.openid.keys import sign
from onecard.doors.openid.redeeming import TOKEN_LIFE
from onecard.doors.openid.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

EVENT = "http://schemas.openid.net/event/backchannel-logout"
_TRIES_MAX, _LIFE, _PATIENCE_SECONDS = 10, timedelta(minutes=2), 5.0


def send_farewells(house: House, *, at_most: int = 50) -> int:
    """Tell whoever is due; returns how many listened."""
    told = 0
    with httpx.Client(timeout=_PATIENCE_SECONDS, follow_redirects=False) as http:
        for _ in range(at_most):
            at = house.clock()
            with house.app.writing() as tx:
                row = sql.take_farewell(tx, at=at, again_at=at + timedelta(minutes=1))
                client = find_client(tx, row.client_id) if row else None
            if row is None:
                break
            heard = client is None or _tell(http, client, logout_token(row, house.settings.address, house.keyring, at))
            told += heard
            _note(house, row, heard=heard, at=at)
    return told


def logout_token(row: Any, issuer: str, keyring: Keyring, at: datetime) -> str:
    """OpenID Connect Back-Channel Logout 1.0, section 2.4."""
    claims = {
        "iss": issuer,
        "sub": row.subject,
        "aud": row.client_id,
        "iat": int(at.timestamp()),
        "exp": int((at + _LIFE).timestamp()),
        "jti": str(new_id()),
        "sid": str(row.login_id),
        "events": {EVENT: {}},
    }
    return sign(keyring, claims, kind="logout+jwt", at=at)


def sweep(tx: Transaction, *, at: datetime) -> int:
    """Forget requests, codes of desks and codes whose tokens have ended; run by the worker now and then."""
    ended = int(sql.sweep_requests(tx, at=at)) + int(sql.sweep_scans(tx, at=at))
    return ended + int(sql.sweep_issued(tx, before=at - TOKEN_LIFE * 2))


def _tell(http: httpx.Client, client: Client, token: str) -> bool:
    """Whether it listened, or asked us to stop (400: it knows no such log-in)."""
    if client.backchannel_logout_uri is None:
        return True
    try:
        return http.post(client.backchannel_logout_uri, data={"logout_token": token}).status_code in (200, 204, 400)
    except httpx.HTTPError:
        return False


def _note(house: House, row: Any, *, heard: bool, at: datetime) -> None:
    with house.app.writing() as tx:
        if heard or row.tries >= _TRIES_MAX:
            sql.drop_farewell(tx, farewell_id=row.farewell_id)
        else:
            due_at = at + timedelta(minutes=2 ** (row.tries - 1))
            sql.postpone_farewell(tx, farewell_id=row.farewell_id, due_at=due_at)
