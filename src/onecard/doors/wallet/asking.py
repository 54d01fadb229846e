"""Asking for a proof, by OpenID4VP: a signed question for the wallet, and what the asker may know of it afterwards.

A question is asked for one agency by a member of its staff or by its system; it names claims and the values they should
have, serves once, and lasts a few minutes. The wallet's answer is encrypted for a key made for this question alone.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

from onecard.domains.agencies import api as agencies
from onecard.doors.wallet.addresses import FORMAT, Addresses
from onecard.doors.wallet.claims import Value
from onecard.doors.wallet.errors_proofs import AskGone, AskUnknown
from onecard.doors.wallet.keys import ALGORITHM, chain, client_id, signing_key
from onecard.doors.wallet.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

LIFE = timedelta(minutes=5)
QUERY = "ecard"
SEAL_FIELD = "wallet.answer_key"
ENCODINGS = ("A128GCM", "A256GCM")
REQUEST_TYPE = "oauth-authz-req+jwt"
State = Literal["waiting", "proven", "not_proven", "declined", "expired"]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a member of staff or a partner's system, for an agency."""

    kind: Literal["staff", "partner"]
    actor: str
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as it stands. `wanted` says which claim should have which value."""

    ask_id: UUID
    asker: Asker
    wanted: Mapping[str, Value]
    nonce: str
    client_id: str
    sealed_key: bytes = field(repr=False)
    expires_at: datetime
    outcome: str | None
    why: str | None

    def state(self, at: datetime) -> State:
        """What the asker is told."""
        if self.outcome is not None:
            return self.outcome  # type: ignore[return-value]  # the table knows the same words
        return "waiting" if at < self.expires_at else "expired"


def make_ask(
    tx: Transaction, *, asker: Asker, wanted: Mapping[str, Value], addresses: Addresses, keyring: Keyring, at: datetime
) -> Ask:
    """Ask for a proof; `wanted` was checked before (`claims.check_wanted`)."""
    ask_id = uuid4()  # random: whoever sees the QR code learns nothing of other questions
    key = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES", "kid": str(ask_id)})
    sealed = keyring.seal(json.dumps(key.as_dict(private=True)), about=ask_id, field=SEAL_FIELD)
    name = client_id(keyring, addresses.host, at)
    ask = Ask(ask_id, asker, wanted, secrets.token_urlsafe(24), name, sealed, at + LIFE, None, None)
    sql.add_ask(
        tx,
        ask_id=ask_id,
        agency_id=asker.agency_id,
        asker_kind=asker.kind,
        asker=asker.actor,
        wanted=json.dumps(dict(wanted)),
        nonce=ask.nonce,
        client_id=name,
        answer_key_sealed=sealed,
        at=at,
        expires_at=ask.expires_at,
    )
    return ask


def find_ask(tx: Transaction, *, ask_id: UUID, agency_id: UUID) -> Ask:
    """A question of this agency; any other is as if it were not there."""
    row = sql.find_ask(tx, ask_id=ask_id)
    if row is None or row.agency_id != agency_id:
        raise AskUnknown
    return read_ask(row)


def open_ask(tx: Transaction, *, ask_id: UUID, at: datetime, hold: bool = False) -> Ask:
    """A question that still waits for its answer; held, where it will be answered."""
    row = sql.take_ask(tx, ask_id=ask_id) if hold else sql.find_ask(tx, ask_id=ask_id)
    if row is None or row.outcome is not None or row.expires_at <= at:
        raise AskGone
    return read_ask(row)


def read_ask(row: Any) -> Ask:
    """A question from its row."""
    asker = Asker(row.asker_kind, row.asker, row.agency_id)
    key = bytes(row.answer_key_sealed)
    return Ask(row.ask_id, asker, row.wanted, row.nonce, row.client_id, key, row.expires_at, row.outcome, row.why)


def link_of(ask: Ask, addresses: Addresses) -> str:
    """What the QR code says, and what a wallet on the same device is opened with."""
    said = {"client_id": ask.client_id, "request_uri": addresses.request(ask.ask_id), "request_uri_method": "post"}
    return f"openid4vp://?{urlencode(said)}"


def answer_key(ask: Ask, keyring: Keyring) -> ECKey:
    """The private key that opens the answer."""
    return ECKey.import_key(json.loads(keyring.unseal(ask.sealed_key, about=ask.ask_id, field=SEAL_FIELD)))


def request_object(
    ask: Ask, agency: agencies.Agency, *, addresses: Addresses, keyring: Keyring, at: datetime, wallet_nonce: str = ""
) -> str:
    """The signed question a wallet reads: who asks, for what, where to answer and how to encrypt it."""
    claims = {
        "iss": ask.client_id,
        "aud": "https://self-issued.me/v2",
        "iat": int(at.timestamp()),
        "exp": int(ask.expires_at.timestamp()),
        "client_id": ask.client_id,
        "response_type": "vp_token",
        "response_mode": "direct_post.jwt",
        "response_uri": addresses.response(ask.ask_id),
        "nonce": ask.nonce,
        "dcql_query": dcql_of(ask.wanted, addresses),
        "client_metadata": _client_metadata(ask, agency, keyring),
        **({"wallet_nonce": wallet_nonce} if wallet_nonce else {}),
    }
    key = signing_key(keyring)
    header = {"alg": ALGORITHM, "typ": REQUEST_TYPE, "kid": key.key_id, "x5c": chain(keyring, addresses.host, at)}
    return jwt.encode(header, claims, key.jose, algorithms=[ALGORITHM])


def dcql_of(wanted: Mapping[str, Value], addresses: Addresses) -> dict[str, Any]:
    """The question in the Digital Credentials Query Language: these claims with these values, and nothing else."""
    claims = [{"path": [claim], "values": [value]} for claim, value in wanted.items()]
    return {
        "credentials": [{"id": QUERY, "format": FORMAT, "meta": {"vct_values": [addresses.type]}, "claims": claims}]
    }


def _client_metadata(ask: Ask, agency: agencies.Agency, keyring: Keyring) -> dict[str, Any]:
    public = answer_key(ask, keyring).as_dict(private=False)
    return {
        "client_name": agency.name_zh,
        "client_name#en": agency.name_en,
        "jwks": {"keys": [public]},
        "encrypted_response_enc_values_supported": list(ENCODINGS),
        "vp_formats_supported": {FORMAT: {"sd-jwt_alg_values": [ALGORITHM], "kb-jwt_alg_values": [ALGORITHM]}},
    }
