"""A person goes back to the service with a code, and the service redeems it for an ID token and an access token.

No refresh token is issued: it would be a standing right to a person's data without her being there. A service that
needs her again sends her again; while she is signed in here and has agreed, that shows her no page.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from onecard.domains.sharing import api as sharing
from onecard.doors.openid.asking import Begun, end_request
from onecard.doors.openid.clients import Client
from onecard.doors.openid.consents import subject_of
from onecard.doors.openid.errors import GrantTypeUnsupported, GrantWrong
from onecard.doors.openid.keys import sign
from onecard.doors.openid.metering import count_login
from onecard.doors.openid.noting import note_login
from onecard.doors.openid.scopes import AMR
from onecard.doors.openid.standing import require_standing
from onecard.doors.openid.store import digest, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

CODE_LIFE, TOKEN_LIFE = timedelta(seconds=60), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who proved herself, how and when; `session_hash` is this browser's session, None after a scan."""

    holder_id: UUID
    acr: str
    at: datetime
    session_hash: bytes | None = None


def issue_code(
    tx: Transaction, begun: Begun, client: Client, person: SignedIn, *, issuer: str, keyring: Keyring, at: datetime
) -> str:
    """Where the browser goes back to, with a code of a minute. It is in the person's record that she logged in."""
    require_standing(tx, holder_id=person.holder_id, at=at)
    end_request(tx, begun, at=at)
    subject = subject_of(tx, holder_id=person.holder_id, sector=client.sector, at=at)
    code, login_id = secrets.token_urlsafe(32), new_id()
    facts: dict[str, Any] = {
        "holder_id": person.holder_id,
        "login_id": login_id,
        "client_id": client.client_id,
        "subject": subject,
        "scopes": begun.asked.scopes,
        "acr": person.acr,
    }
    sql.add_login(tx, **facts, session_hash=person.session_hash, at=at)
    sql.issue_code(
        tx, **facts, code_hash=digest(code), redirect_uri=begun.asked.redirect_uri, challenge=begun.asked.challenge,
        nonce=begun.asked.nonce, amr=list(AMR[person.acr]), signed_in_at=person.at, code_expires_at=at + CODE_LIFE,
    )  # fmt: skip
    note_login(tx, holder_id=person.holder_id, client_id=client.client_id, acr=person.acr, at=at)
    ground = sharing.Ground(sharing.SIGN_IN, "consent", client.client_id)
    onlooker = sharing.Onlooker("partner", client.client_id, client.agency_id)
    sharing.record_look(
        tx, holder_id=person.holder_id, onlooker=onlooker, subject="sign_in", ground=ground, found=True, at=at,
        keyring=keyring,
    )  # fmt: skip
    count_login(person.acr)
    return answer_uri(begun, issuer, code=code)


def answer_uri(begun: Begun, issuer: str, **said: str) -> str:
    """The service's own address with our answer, the state it gave, and who answers (RFC 9207)."""
    parts = urlsplit(begun.asked.redirect_uri)
    told = said | ({"state": begun.asked.state} if begun.asked.state is not None else {}) | {"iss": issuer}
    query = "&".join(filter(None, (parts.query, urlencode(told))))
    return urlunsplit(parts._replace(query=query))


def redeem_code(
    tx: Transaction, client: Client, form: Mapping[str, str], *, issuer: str, keyring: Keyring, at: datetime
) -> dict[str, Any] | GrantWrong:
    """The token response, or the refusal: returned, because what it revoked must be committed before it is raised."""
    if form.get("grant_type") != "authorization_code":
        raise GrantTypeUnsupported
    code, token = form.get("code", ""), secrets.token_urlsafe(32)
    row = sql.redeem_code(
        tx,
        code_hash=digest(code),
        client_id=client.client_id,
        challenge=_b64(sha256(form.get("code_verifier", "").encode()).digest()),
        redirect_uri=form.get("redirect_uri", ""),
        token_hash=digest(token),
        token_expires_at=at + TOKEN_LIFE,
        at=at,
    )
    if row is None:
        sql.end_redeemed(tx, code_hash=digest(code), client_id=client.client_id, at=at)
        return GrantWrong()
    return {
        "access_token": token,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(row.scopes),
        "id_token": sign(keyring, _id_claims(row, client, token, issuer, at), kind="JWT", at=at),
    }


def _id_claims(row: Any, client: Client, token: str, issuer: str, at: datetime) -> dict[str, Any]:
    """Who, for whom, when and how surely; nothing about her."""
    claims = {
        "iss": issuer,
        "sub": row.subject,
        "aud": client.client_id,
        "iat": int(at.timestamp()),
        "exp": int((at + TOKEN_LIFE).timestamp()),
        "auth_time": int(row.signed_in_at.timestamp()),
        "acr": row.acr,
        "amr": list(row.amr),
        "sid": str(row.login_id),
        "at_hash": _b64(sha256(token.encode()).digest()[:16]),
    }
    return claims | ({"nonce": row.nonce} if row.nonce is not None else {})


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
