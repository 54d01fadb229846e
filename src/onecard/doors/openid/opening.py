"""What an access token opens: the claims of its scopes; and what its own service may ask or give back of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.openid.clients import Client
from onecard.doors.openid.errors import AccessRefused
from onecard.doors.openid.scopes import IDENTIFYING
from onecard.doors.openid.store import digest, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Access:
    """An access token that is good now."""

    holder_id: UUID
    login_id: UUID
    client_id: str
    subject: str
    scopes: tuple[str, ...]
    acr: str
    issued_at: datetime
    expires_at: datetime
    agency_id: UUID


def find_access(tx: Transaction, token: str, *, at: datetime) -> Access | None:
    """What this token is, or None where it opens nothing (any more)."""
    row = sql.find_token(tx, token_hash=digest(token), at=at)
    if row is None:
        return None
    return Access(
        row.holder_id,
        row.login_id,
        row.client_id,
        row.subject,
        tuple(row.scopes),
        row.acr,
        row.redeemed_at,
        row.token_expires_at,
        row.agency_id,
    )


def tell_claims(tx: Transaction, token: str, *, keyring: Keyring, at: datetime) -> dict[str, Any]:
    """The claims that the person agreed to; telling who she is stands in her record as a look. AccessRefused."""
    access = find_access(tx, token, at=at)
    if access is None:
        raise AccessRefused
    claims: dict[str, Any] = {"sub": access.subject}
    if not IDENTIFYING.isdisjoint(access.scopes):
        claims |= _identity(tx, access, keyring, at)
    if "region" in access.scopes:
        ecard = ecards.ecard_of(tx, holder_id=access.holder_id)
        claims |= {"issuing_division": f"{ecard.issuer:06d}"} if ecard else {}
    return claims


def introspect(tx: Transaction, client: Client, token: str, *, issuer: str, at: datetime) -> dict[str, Any]:
    """RFC 7662, to the service that holds the token and nobody else."""
    access = find_access(tx, token, at=at)
    if access is None or access.client_id != client.client_id:
        return {"active": False}
    return {
        "active": True,
        "iss": issuer,
        "sub": access.subject,
        "client_id": access.client_id,
        "scope": " ".join(access.scopes),
        "acr": access.acr,
        "token_type": "Bearer",
        "iat": int(access.issued_at.timestamp()),
        "exp": int(access.expires_at.timestamp()),
    }


def revoke(tx: Transaction, client: Client, token: str, *, at: datetime) -> None:
    """RFC 7009: a service's own token ends; any other is left alone, and nothing is said of it."""
    sql.revoke_token(tx, token_hash=digest(token), client_id=client.client_id, at=at)


def _identity(tx: Transaction, access: Access, keyring: Keyring, at: datetime) -> dict[str, Any]:
    whole = residents.reveal(tx, holder_id=access.holder_id, keyring=keyring)
    sharing.record_look(
        tx,
        holder_id=access.holder_id,
        onlooker=sharing.Onlooker("partner", access.client_id, access.agency_id),
        subject="person.agreed",
        ground=sharing.Ground(sharing.SIGN_IN, "consent", access.client_id),
        found=True,
        at=at,
        keyring=keyring,
    )
    told = {"profile": {"name": whole.name}, "number": {"social_security_number": whole.number}}
    if whole.phone:
        told["phone"] = {"phone_number": whole.phone}
    return {name: value for scope in access.scopes for name, value in told.get(scope, {}).items()}
