"""Codes are redeemed for an ID token and an access token: any number of them in one statement.

No refresh token is issued: it would be a standing right to a person's data without her being there. A service that
needs her again sends her again; while she is signed in here and has agreed, that shows her no page.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from onecard.doors.openid.clients import Client
from onecard.doors.openid.errors import GrantTypeUnsupported, GrantWrong, ServiceProblem
from onecard.doors.openid.keys import sign
from onecard.doors.openid.proving import Form
from onecard.doors.openid.store import digest, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

TOKEN_LIFE = timedelta(minutes=10)

#: A token response, or the refusal: returned, because what it revoked must be committed before it is raised.
Said = dict[str, Any] | ServiceProblem


@dataclass(frozen=True, slots=True)
class Redemption:
    """A token request of a proven service, with the access token that it will get if its code is good."""

    client: Client
    form: Form
    token: str

    @property
    def code_hash(self) -> bytes:
        """How the database knows the code."""
        return digest(self.form.get("code", ""))


def redeem_codes(
    tx: Transaction, asked: Sequence[tuple[Client, Form]], *, issuer: str, keyring: Keyring, at: datetime
) -> list[Said]:
    """For each service and its form the token response or the refusal, in order."""
    several = [Redemption(client, form, secrets.token_urlsafe(32)) for client, form in asked]
    granting = [one for one in several if one.form.get("grant_type") == "authorization_code"]
    redeemed = _redeem(tx, granting, at)
    _end_misused(tx, [one for one in granting if one.token not in redeemed], at)

    def say(one: Redemption) -> Said:
        row = redeemed.get(one.token)
        if row is None:
            return GrantWrong() if one in granting else GrantTypeUnsupported()
        return _response(one, row, issuer=issuer, keyring=keyring, at=at)

    return [say(one) for one in several]


def _redeem(tx: Transaction, several: Sequence[Redemption], at: datetime) -> dict[str, Any]:
    """The log-in behind each good code, by the access token it bought."""
    if not several:
        return {}
    token_of = {digest(one.token): one.token for one in several}
    rows = sql.redeem_codes(
        tx,
        code_hashes=[one.code_hash for one in several],
        client_ids=[one.client.client_id for one in several],
        challenges=[_b64(sha256(one.form.get("code_verifier", "").encode()).digest()) for one in several],
        redirect_uris=[one.form.get("redirect_uri", "") for one in several],
        token_hashes=list(token_of),
        token_expires_at=at + TOKEN_LIFE,
        at=at,
    )
    return {token_of[bytes(row.token_hash)]: row for row in rows}


def _end_misused(tx: Transaction, several: Sequence[Redemption], at: datetime) -> None:
    if several:
        code_hashes, clients = [one.code_hash for one in several], [one.client.client_id for one in several]
        sql.end_redeemed(tx, code_hashes=code_hashes, client_ids=clients, at=at)


def _response(one: Redemption, row: Any, *, issuer: str, keyring: Keyring, at: datetime) -> dict[str, Any]:
    return {
        "access_token": one.token,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(row.scopes),
        "id_token": sign(keyring, _id_claims(row, one, issuer, at), kind="JWT", at=at),
    }


def _id_claims(row: Any, one: Redemption, issuer: str, at: datetime) -> dict[str, Any]:
    """Who, for whom, when and how surely; nothing about her."""
    claims = {
        "iss": issuer,
        "sub": row.subject,
        "aud": one.client.client_id,
        "iat": int(at.timestamp()),
        "exp": int((at + TOKEN_LIFE).timestamp()),
        "auth_time": int(row.signed_in_at.timestamp()),
        "acr": row.acr,
        "amr": list(row.amr),
        "sid": str(row.login_id),
        "at_hash": _b64(sha256(one.token.encode()).digest()[:16]),
    }
    return claims | ({"nonce": row.nonce} if row.nonce is not None else {})


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
