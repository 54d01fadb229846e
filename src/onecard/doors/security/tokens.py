"""Access tokens of partners: OAuth 2 client credentials, the client proven by a JWT it signed (RFC 7523, RFC 9700).

A partner's assertion is bound to us (`aud`), lives minutes, and buys one token (`jti` is spent in the database). Our
token is a signed JWT of ten minutes; the partner's own record is read again at each request, so revoking is at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from onecard.domains.agencies import api as agencies
from onecard.doors.security.assertions import ASSERTION_TYPE, check_assertion, check_statement, claimed_client
from onecard.doors.security.errors_visitors import (
    ClientRefused,
    GrantUnsupported,
    ScopeRefused,
    StatementRefused,
    TokenRefused,
)
from onecard.doors.security.spending import Spending, spend
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

TOKEN_PATH = "/v1/oauth/token"  # noqa: S105 - a path
LIFE = timedelta(minutes=10)
_ISSUER, _KEY_NAME = "onecard", "partner.tokens"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token request says."""

    grant_type: str
    client_assertion_type: str
    client_assertion: str
    scope: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh token and what it opens."""

    token: str
    scopes: tuple[str, ...]
    seconds: int


def issue_token(tx: Transaction, grant: Grant, *, audience: str, keyring: Keyring, at: datetime) -> Issued:
    """A token for the partner whose assertion holds; the assertion is spent with it."""
    if grant.grant_type != "client_credentials" or grant.client_assertion_type != ASSERTION_TYPE:
        raise GrantUnsupported
    partner = _prove(tx, grant.client_assertion, audience=audience, at=at)
    wanted = tuple(grant.scope.split()) or partner.scopes
    if not set(wanted) <= set(partner.scopes):
        raise ScopeRefused
    claims = {
        "iss": _ISSUER,
        "sub": partner.client_id,
        "scope": " ".join(wanted),
        "iat": int(at.timestamp()),
        "exp": int((at + LIFE).timestamp()),
        "jti": str(new_id()),
    }
    token = jwt.encode({"alg": "HS256", "typ": "at+jwt"}, claims, _our_key(keyring))
    return Issued(token, wanted, int(LIFE.total_seconds()))


def read_token(
    tx: Transaction, token: str, *, keyring: Keyring, at: datetime
) -> tuple[agencies.Partner, frozenset[str]]:
    """The partner that holds this token and the scopes it opens now."""
    try:
        read = jwt.decode(token, _our_key(keyring), algorithms=["HS256"])
        claims = read.claims
        good = read.header.get("typ") == "at+jwt" and claims["iss"] == _ISSUER and at.timestamp() < float(claims["exp"])
        client_id, scopes = str(claims["sub"]), str(claims["scope"]).split()
    except (JoseError, ValueError, KeyError, TypeError):
        raise TokenRefused from None
    partner = agencies.find_partner(tx, client_id=client_id) if good else None
    if partner is None:
        raise TokenRefused
    return partner, frozenset(scopes) & frozenset(partner.scopes)


def read_statement(
    tx: Transaction, text: str, *, client_id: str, act: str, audience: str, at: datetime
) -> dict[str, Any]:
    """What a partner signed about a person: a JWT of type `statement+jwt` for one `act`, spent like an assertion.

    Returns its claims; StatementRefused where signature, type, act, audience or time do not hold, or it was spent.
    """
    partner = agencies.find_partner(tx, client_id=client_id)
    if partner is None:
        raise StatementRefused
    claims, until = check_statement(text, partner.public_jwk, client_id=client_id, act=act, audiences=[audience], at=at)
    if not spend(tx, [Spending(client_id, claims["jti"], until)])[0]:
        raise StatementRefused
    return claims


def _prove(tx: Transaction, assertion: str, *, audience: str, at: datetime) -> agencies.Partner:
    partner = agencies.find_partner(tx, client_id=claimed_client(assertion))
    if partner is None:
        raise ClientRefused
    client_id = partner.client_id
    jti, until = check_assertion(assertion, partner.public_jwk, client_id=client_id, audiences=[audience], at=at)
    if not spend(tx, [Spending(client_id, jti, until)])[0]:
        raise ClientRefused
    return partner


def _our_key(keyring: Keyring) -> OctKey:
    return OctKey.import_key(keyring.secret(_KEY_NAME))
