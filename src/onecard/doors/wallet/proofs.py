"""The proof of possession in a credential request: a JWT signed by the key the credential will be bound to, for this
issuer, over a nonce of ours that serves once.

A nonce needs no row until it is spent: it carries its end and a keyed digest of both.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from onecard.doors.wallet.errors import NonceRefused, ProofRefused
from onecard.doors.wallet.keys import ALGORITHM, LONG_HEADERS
from onecard.doors.wallet.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

NONCE_LIFE = timedelta(minutes=5)
TYPE = "openid4vci-proof+jwt"
_LEEWAY = timedelta(seconds=60)
_READABLE = (JoseError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Proven:
    """A public key that was proven to be the wallet's, and the nonce that this took."""

    jwk: dict[str, Any]
    nonce: str


def make_nonce(keyring: Keyring, at: datetime) -> str:
    """A fresh nonce."""
    said = secrets.token_bytes(16) + int((at + NONCE_LIFE).timestamp()).to_bytes(8)
    return urlsafe_b64encode(said + _mac(keyring, said)).decode().rstrip("=")


def check_proofs(
    tx: Transaction, texts: Sequence[str], *, audience: str, keyring: Keyring, at: datetime
) -> list[Proven]:
    """The keys of these proofs, one a credential; all over one nonce, which is spent with them."""
    proven = [_check(text, audience, at) for text in texts]
    if len({one.nonce for one in proven}) != 1:
        raise ProofRefused("one nonce for all proofs")
    if len({str(sorted(one.jwk.items())) for one in proven}) != len(proven):
        raise ProofRefused("one key for each proof")
    _spend(tx, proven[0].nonce, keyring, at)
    return proven


def _check(text: str, audience: str, at: datetime) -> Proven:
    try:
        header = jws.extract_compact(text.encode(), registry=LONG_HEADERS).protected
        if header.get("typ") != TYPE or header.get("alg") != ALGORITHM:
            raise ProofRefused("typ and alg")
        jwk: dict[str, Any] = {name: str(header["jwk"][name]) for name in ("kty", "crv", "x", "y")}
        if jwk["kty"] != "EC" or jwk["crv"] != "P-256" or "d" in header["jwk"]:
            raise ProofRefused("jwk")
        claims = jwt.decode(text, ECKey.import_key(jwk), registry=LONG_HEADERS).claims
        issued = datetime.fromtimestamp(float(claims["iat"]), UTC)
        nonce, said_to = claims.get("nonce"), claims.get("aud")
    except (*_READABLE, OverflowError, OSError):
        raise ProofRefused("signature") from None
    if said_to not in (audience, [audience]):
        raise ProofRefused("aud")
    if not at - NONCE_LIFE - _LEEWAY <= issued <= at + _LEEWAY:
        raise ProofRefused("iat")
    if not isinstance(nonce, str):
        raise NonceRefused
    return Proven(jwk, nonce)


def _spend(tx: Transaction, nonce: str, keyring: Keyring, at: datetime) -> None:
    try:
        raw = urlsafe_b64decode(nonce + "=" * (-len(nonce) % 4))
        said, mac = raw[:24], raw[24:]
        ends = datetime.fromtimestamp(int.from_bytes(said[16:]), UTC)
    except (ValueError, OverflowError, OSError):
        raise NonceRefused from None
    if len(raw) != 56 or not hmac.compare_digest(mac, _mac(keyring, said)) or ends <= at:
        raise NonceRefused
    if not sql.spend_nonce(tx, nonce_hash=sha256(said).digest(), expires_at=ends):
        raise NonceRefused


def _mac(keyring: Keyring, said: bytes) -> bytes:
    return hmac.new(keyring.secret("wallet.nonce"), said, sha256).digest()
