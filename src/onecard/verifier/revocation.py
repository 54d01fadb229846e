"""The signed revocation list a gate carries: a Status List Token, and how old it may be at which kind of place.

The token is a JWT (typ `statuslist+jwt`) signed with a code key, which its `kid` names (`code-2`): EdDSA, or for a 国密
key `SM2`, a name that JOSE has not registered. A body that is signed as a code begins with its version, a token with a
letter, so neither can stand for the other.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from onecard.kernel.crypto.keyset import KeySet
from onecard.kernel.crypto.signing import HOLDS
from onecard.verifier.errors import ListForged, ListStale, Revoked, StatusListMalformed
from onecard.verifier.presented import Presented
from onecard.verifier.status_list import VALID, StatusList

TYPE = "statuslist+jwt"
MEDIA_TYPE = "application/statuslist+jwt"
_ALGORITHMS = {"ed25519": "EdDSA", "sm2": "SM2"}
#: A platform's clock may be ahead of the gate's by this much before its list counts as forged.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a list may be at a kind of place, and what becomes of phones and prints when it is older.

    `refuse` protects what is behind the gate; `accept` keeps people moving where little can be lost. Fresh online codes
    and taps do not need the list and are taken either way.
    """

    hours: int = 24
    when_stale: str = "refuse"


@dataclass(frozen=True, slots=True)
class Revocations:
    """A list that was verified: what it says, since when and until when its issuer stands by it."""

    statuses: StatusList
    uri: str
    made_at: datetime
    expires_at: datetime

    def is_stale(self, at: datetime, freshness: Freshness) -> bool:
        """Whether it says too little about this moment."""
        return at > min(self.expires_at, self.made_at + timedelta(hours=freshness.hours))


def write_list(
    statuses: StatusList,
    *,
    uri: str,
    at: datetime,
    lives: timedelta,
    key_id: int,
    suite: str,
    sign: Callable[[bytes], bytes],
) -> str:
    """The token. `sign` is the code key of this id; `lives` is until when the issuer stands by it."""
    head = {"alg": _ALGORITHMS[suite], "kid": f"code-{key_id}", "typ": TYPE}
    claims = {
        "sub": uri,
        "iat": int(at.timestamp()),
        "exp": int((at + lives).timestamp()),
        "ttl": int(lives.total_seconds()) // 4,
        "status_list": statuses.to_json(quick=True),
    }
    signed = f"{_packed(head)}.{_packed(claims)}"
    return f"{signed}.{_text(sign(signed.encode()))}"


def read_list(token: str, keys: KeySet, *, at: datetime) -> Revocations:
    """Verify and unpack a token; ListForged where its signature does not hold, StatusListMalformed where it is none."""
    try:
        head, claims, signature = token.strip().split(".")
        said, raw = json.loads(_bytes(head)), _bytes(signature)
        kid, algorithm, kind = str(said["kid"]), said["alg"], said["typ"]
        key = keys.codes.get(int(kid.removeprefix("code-")))
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise StatusListMalformed("not a status list token") from None
    if key is None or _ALGORITHMS.get(key.suite) != algorithm or kind != TYPE:
        raise ListForged
    if not HOLDS[key.suite](f"{head}.{claims}".encode(), raw, key.public):
        raise ListForged
    return _read_claims(_bytes(claims), at)


def require_in_order(shown: Presented, revocations: Revocations | None, *, at: datetime, freshness: Freshness) -> bool:
    """Whether the list had its say; raises Revoked, or ListStale where the rule of the place refuses without it."""
    if shown.serial is None:
        return True
    if revocations is not None and not revocations.is_stale(at, freshness):
        if revocations.statuses.status(shown.serial) != VALID:
            raise Revoked
        return True
    if freshness.when_stale != "accept":
        raise ListStale(hours=freshness.hours)
    # An old list cannot say that something is in order, but what it calls revoked stays revoked.
    if revocations is not None and _is_known_revoked(revocations.statuses, shown.serial):
        raise Revoked
    return False


def _is_known_revoked(statuses: StatusList, serial: int) -> bool:
    return serial < statuses.size and statuses.status(serial) != VALID


def _read_claims(raw: bytes, at: datetime) -> Revocations:
    try:
        claims: dict[str, Any] = json.loads(raw)
        made_at = datetime.fromtimestamp(claims["iat"], UTC)
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        uri, page = str(claims["sub"]), claims["status_list"]
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        raise StatusListMalformed("claims are missing") from None
    if made_at > at + _AHEAD:
        raise StatusListMalformed("made in the future: set this machine's clock")
    return Revocations(StatusList.from_json(page), uri, made_at, expires_at)


def _packed(page: dict[str, Any]) -> str:
    return _text(json.dumps(page, separators=(",", ":")).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
