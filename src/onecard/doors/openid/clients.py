"""Services that sign people in here: registered by the command line, known by a public key and exact addresses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from onecard.doors.openid.errors import ClientMalformed, ClientOfAnother
from onecard.doors.openid.scopes import CLAIMS, OPENID, in_order
from onecard.doors.openid.store import sql
from onecard.kernel import audit
from onecard.kernel.postgres.transaction import Transaction

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Client:
    """A service. `sector` groups services that know a person under the same name: the host it was registered with."""

    client_id: str
    agency_id: UUID
    name_zh: str
    name_en: str
    public_jwk: Mapping[str, Any]
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...]
    backchannel_logout_uri: str | None
    scopes: tuple[str, ...]
    sector: str


@dataclass(frozen=True, slots=True)
class ClientName:
    """What a service is called, and whose it is."""

    client_id: str
    agency_id: UUID
    name_zh: str
    name_en: str


def register_client(tx: Transaction, client: Client, *, at: datetime, actor: str = audit.SYSTEM) -> None:
    """Register a service; again under the same id and agency changes it. Raises ClientMalformed, ClientOfAnother."""
    _check(client)
    changed = sql.add_client(
        tx,
        client_id=client.client_id,
        agency_id=client.agency_id,
        name_zh=client.name_zh,
        name_en=client.name_en,
        public_jwk=json.dumps(dict(client.public_jwk)),
        redirect_uris=list(client.redirect_uris),
        post_logout_uris=list(client.post_logout_uris),
        backchannel_logout_uri=client.backchannel_logout_uri,
        scopes=in_order((OPENID, *client.scopes)),
        sector=client.sector,
        at=at,
    )
    if not changed:
        raise ClientOfAnother
    facts = {"agency_id": str(client.agency_id), "scopes": list(client.scopes), "sector": client.sector}
    audit.record(tx, [audit.Deed("client.registered", client.client_id, facts)], actor=actor, at=at)


def find_client(tx: Transaction, client_id: str) -> Client | None:
    """A service, unless unknown or stopped."""
    return find_clients(tx, [client_id]).get(client_id)


def find_clients(tx: Transaction, ids: Sequence[str]) -> dict[str, Client]:
    """Services by id; without those that are unknown or stopped."""
    return {
        row.client_id: Client(
            row.client_id,
            row.agency_id,
            row.name_zh,
            row.name_en,
            row.public_jwk,
            tuple(row.redirect_uris),
            tuple(row.post_logout_uris),
            row.backchannel_logout_uri,
            tuple(row.scopes),
            row.sector,
        )
        for row in sql.find_clients(tx, ids=list(ids))
    }


def client_names(tx: Transaction, ids: Sequence[str]) -> dict[str, ClientName]:
    """What services are called, by id; stopped ones too."""
    return {row.client_id: ClientName(*row) for row in sql.client_names(tx, ids=list(ids))}


def revoke_client(tx: Transaction, *, client_id: str, at: datetime, actor: str = audit.SYSTEM) -> bool:
    """Stop a service: it signs nobody in, and what it holds opens nothing. False where it was not active."""
    revoked = bool(sql.revoke_client(tx, client_id=client_id, at=at))
    if revoked:
        sql.end_all_of_client(tx, client_id=client_id, at=at)
        audit.record(tx, [audit.Deed("client.revoked", client_id)], actor=actor, at=at)
    return revoked


def sector_of(uri: str) -> str:
    """The sector of an address: its host."""
    return (urlsplit(uri).hostname or "").lower()


def _check(client: Client) -> None:
    back = client.backchannel_logout_uri
    for uri in (*client.redirect_uris, *client.post_logout_uris, *([back] if back else [])):
        if not _is_safe(uri):
            raise ClientMalformed(
                what_zh=f"地址 {uri} 须为 https，且不带片段", what_en=f"{uri} must be https, no fragment"
            )
    if not client.redirect_uris or not client.sector:
        raise ClientMalformed(what_zh="至少需要一个回调地址", what_en="a redirect address is needed")
    unknown = set(client.scopes) - set(CLAIMS)
    if unknown:
        named = ", ".join(sorted(unknown))
        raise ClientMalformed(what_zh=f"没有这种信息范围：{named}", what_en=f"there is no scope {named}")
    if "d" in client.public_jwk or "k" in client.public_jwk:
        raise ClientMalformed(what_zh="密钥不是公钥，请作废", what_en="that key is not public; discard it")


def _is_safe(uri: str) -> bool:
    """https, or http to this very machine; written as a browser would send it, without fragment or user."""
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = uri.isascii() and uri.isprintable() and not set(uri) & set(" \"'<>\\`{}|^") and not parts.username
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    return plain and secure and bool(host) and "#" not in uri
