"""A person goes back to the service with a code of a minute (see redeeming), and it is in her record."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from onecard.domains.sharing import api as sharing
from onecard.doors.openid.asking import Begun, end_request
from onecard.doors.openid.clients import Client
from onecard.doors.openid.consents import subject_of
from onecard.doors.openid.metering import count_login
from onecard.doors.openid.noting import note_login
from onecard.doors.openid.scopes import AMR
from onecard.doors.openid.standing import require_standing
from onecard.doors.openid.store import digest, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

CODE_LIFE = timedelta(seconds=60)


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
