"""The keys that sign ID tokens and logout tokens: ES256, in the house's key folder.

`onecard keys rotate openid` adds one. A new key is published before it signs. An older one is published until every
token it signed has died, and verifies (for `id_token_hint`) as long as its file is there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.keyfiles import Key

ALGORITHM, SUITE = "ES256", "es256"
#: Longer than any token lives, and than services keep our key set.
TAIL = timedelta(days=1)
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def sign(keyring: Keyring, claims: Mapping[str, Any], *, kind: str, at: datetime) -> str:
    """A compact JWS of these claims under the key in use; `kind` is its media type (`typ`)."""
    key = max((one for one in _keys(keyring) if one.active_from <= at), key=lambda one: one.key_id)
    signer = _signer(key)
    header = {"alg": ALGORITHM, "typ": kind, "kid": signer.kid}
    return jwt.encode(header, dict(claims), signer, algorithms=[ALGORITHM])


def key_set(keyring: Keyring, at: datetime) -> dict[str, Any]:
    """The JWK Set to publish."""
    keys = sorted(_keys(keyring), key=lambda one: one.key_id)
    after = [*keys[1:], None]
    alive = [key for key, next_key in zip(keys, after, strict=True) if not _died(next_key, at)]
    return {"keys": [_public(_signer(key)) for key in reversed(alive)]}


def verified_claims(keyring: Keyring, token: str) -> dict[str, Any] | None:
    """The claims of a token of ours, however old; None where we did not sign it."""
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
        signer = next(one for one in map(_signer, _keys(keyring)) if one.kid == kid)
        return dict(jwt.decode(token, signer, algorithms=[ALGORITHM]).claims)
    except (JoseError, ValueError, TypeError, AttributeError, StopIteration):
        return None


def _keys(keyring: Keyring) -> list[Key]:
    return keyring.later_keys("openid", SUITE)


def _died(successor: Key | None, at: datetime) -> bool:
    return successor is not None and successor.active_from + TAIL <= at


@lru_cache(maxsize=64)
def _signer(key: Key) -> ECKey:
    """The P-256 key of a key file: its 32 bytes stretched to 48, so that the remainder is even (FIPS 186-5, A.2.1)."""
    wide = HKDF(SHA256(), 48, salt=None, info=b"openid.es256").derive(key.secret)
    private = ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, ec.SECP256R1())
    signer = ECKey.import_key(private, {"use": "sig", "alg": ALGORITHM})
    signer.ensure_kid()
    return signer


def _public(signer: ECKey) -> dict[str, Any]:
    return dict(signer.as_dict(private=False)) | {"use": "sig", "alg": ALGORITHM, "kid": signer.kid}
