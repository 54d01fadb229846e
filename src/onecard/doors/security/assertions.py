"""A client proves itself by a JWT it signed (RFC 7523): whose it claims to be, whether it holds, until when it is good.

Used by partners' systems for their own tokens and by services that sign people in. Whoever accepts an assertion
spends its `jti` in the same transaction.
"""

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from onecard.doors.security.errors_visitors import ClientRefused, StatementRefused

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
STATEMENT_TYPE = "statement+jwt"
ASSERTION_LIFE_MAX = timedelta(minutes=10)
LEEWAY = timedelta(seconds=60)
ALGORITHMS = ["Ed25519", "ES256", "EdDSA"]


def can_prove(public_jwk: Any) -> bool:
    """Whether a client could prove itself with the private half of this key: Ed25519 or P-256."""
    try:
        key = _key_of(json.dumps(public_jwk, sort_keys=True))
    except (JoseError, ValueError, KeyError, TypeError):
        return False
    return key.curve_name in ("Ed25519", "P-256")


def claimed_client(assertion: str) -> str:
    """Whose key to try: read before anything is proven, and used for nothing else."""
    try:
        return str(json.loads(jws.extract_compact(assertion.encode()).payload)["sub"])
    except (JoseError, ValueError, KeyError, TypeError):
        raise ClientRefused from None


def check_assertion(
    assertion: str, public_jwk: Any, *, client_id: str, audiences: Collection[str], at: datetime
) -> tuple[str, datetime]:
    """The assertion's `jti`, to be spent, and until when to remember it; ClientRefused where anything is wrong."""
    claims = _read(assertion, public_jwk).claims
    return claims.get("jti", ""), _check_claims(claims, client_id, audiences, at) + LEEWAY


def check_statement(
    text: str, public_jwk: Any, *, client_id: str, act: str, audiences: Collection[str], at: datetime
) -> tuple[dict[str, Any], datetime]:
    """The claims of what a client signed about a person for one `act`, and until when to remember its `jti`.

    StatementRefused where signature, type, act, audience or time do not hold.
    """
    try:
        read = _read(text, public_jwk)
        until = _check_claims(read.claims, client_id, audiences, at) + LEEWAY
    except ClientRefused:
        raise StatementRefused from None
    claims: dict[str, Any] = read.claims
    if read.header.get("typ") != STATEMENT_TYPE or claims.get("act") != act:
        raise StatementRefused
    return claims, until


def _read(text: str, public_jwk: Any) -> jwt.Token:
    try:
        key = _key_of(json.dumps(dict(public_jwk), sort_keys=True))
        return jwt.decode(text, key, algorithms=ALGORITHMS)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        raise ClientRefused from None


def _check_claims(claims: dict[str, Any], client_id: str, audiences: Collection[str], at: datetime) -> datetime:
    now = at.timestamp()
    exp, nbf, jti, aud = claims.get("exp", 0), claims.get("nbf", 0), claims.get("jti"), claims.get("aud")
    named = aud if isinstance(aud, list) else [aud]
    good = (
        claims.get("iss") == client_id == claims.get("sub")
        and any(isinstance(one, str) and one in audiences for one in named)
        and isinstance(jti, str) and 8 <= len(jti) <= 128 and jti.isprintable()
        and isinstance(exp, int)
        and isinstance(nbf, int) and nbf <= now + LEEWAY.total_seconds()
        and now - LEEWAY.total_seconds() < exp <= now + ASSERTION_LIFE_MAX.total_seconds()
    )  # fmt: skip
    if not good:
        raise ClientRefused
    return datetime.fromtimestamp(exp, UTC)


@lru_cache(maxsize=1024)
def _key_of(public_jwk: str) -> OKPKey | ECKey:
    """The key of a JWK written as JSON; reading one costs as much as a signature."""
    told = json.loads(public_jwk)
    return OKPKey.import_key(told) if told["kty"] == "OKP" else ECKey.import_key(told)
