"""Verifies that a request comes from a registered terminal: HTTP Message Signatures (RFC 9421), one profile only.

Covered components exactly `"@method" "@path" "content-digest"`; parameters `created`, `keyid` (the point's id),
`alg="ed25519"` and an optional `nonce`, in any order; Content-Digest exactly one `sha-256`. Written by hand and on
bytes, because every use at every gate passes here and most of the time should go to Ed25519 itself. A replay is
harmless by design (a terminal's sequence number is used once), so no nonce is kept.
"""

import binascii
import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from onecard.doors.security.errors import (
    DigestMismatch,
    SignatureInvalid,
    SignatureMalformed,
    SignatureMissing,
    SignatureStale,
    TerminalClosed,
    TerminalRevoked,
    TerminalUnknown,
)
from onecard.doors.security.terminal_keys import LoadKeys, TerminalKey, TerminalKeys

COVERED = b'("@method" "@path" "content-digest")'
_INPUT = re.compile(rb"([a-z*][a-z0-9_\-.*]{0,31})=(" + re.escape(COVERED) + rb"((?:;[a-z]{3,7}=[^;,\\ ]{1,96}){3,4}))")
_SIGNATURE = re.compile(rb"([a-z*][a-z0-9_\-.*]{0,31})=:([A-Za-z0-9+/]{85}[AQgw]==):")
_CREATED = re.compile(rb"[0-9]{1,12}")
_KEYID = re.compile(rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
_NONCE = re.compile(rb'"[A-Za-z0-9+/=_.\-]{1,64}"')


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """The Signature-Input header, read: who signed when, and the exact text of the signed parameters."""

    label: bytes
    parameters: bytes
    created: int
    point_id: UUID


class TerminalSignatures:
    """The check of a request against the register's terminal keys, which are remembered for a second."""

    def __init__(
        self,
        load: LoadKeys,
        *,
        skew_seconds: int = 120,
        remember_seconds: float = 1.0,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._skew = skew_seconds
        self._keys = TerminalKeys(load, remember_seconds=remember_seconds, ticks=ticks)

    def verify(self, method: str, path: str, headers: Mapping[bytes, bytes], body: bytes, at: datetime) -> UUID:
        """The id of the acceptance point that signed this request; raises the problem that says why not.

        `headers` have lower-case names; `path` is the path as sent, without a query. May wait for the register: call it
        from a thread.
        """
        said, signature, base = self._read(method, path, headers, body, at)
        return _check(self._keys.wait_for(said.point_id), said, signature, base)

    def verify_now(self, method: str, path: str, headers: Mapping[bytes, bytes], body: bytes, at: datetime) -> UUID:
        """As `verify`, for the event loop: where the register must be read first it raises KeyAwaited."""
        said, signature, base = self._read(method, path, headers, body, at)
        return _check(self._keys.find(said.point_id), said, signature, base)

    def _read(
        self, method: str, path: str, headers: Mapping[bytes, bytes], body: bytes, at: datetime
    ) -> tuple[SignatureInput, bytes, bytes]:
        """Who says to have signed, the signature, and the bytes it should stand for."""
        try:
            digest, signed_input = headers[b"content-digest"], headers[b"signature-input"]
            signature = headers[b"signature"]
        except KeyError:
            raise SignatureMissing from None
        said = read_input(signed_input)
        if abs(at.timestamp() - said.created) > self._skew:
            raise SignatureStale
        if not compare_digest(digest, content_digest(body)):
            raise DigestMismatch
        base = signature_base(method.encode(), path.encode(), digest, said.parameters)
        return said, _read_signature(signature, said.label), base


def _check(key: TerminalKey | None, said: SignatureInput, signature: bytes, base: bytes) -> UUID:
    if key is None:
        raise TerminalUnknown
    try:
        crypto_sign_open(signature + base, key.public)
    except BadSignatureError:
        raise SignatureInvalid from None
    if key.state == "revoked":
        raise TerminalRevoked
    if key.state == "closed":
        raise TerminalClosed
    return said.point_id


def content_digest(body: bytes) -> bytes:
    """The one Content-Digest value we accept for these bytes (RFC 9530)."""
    return b"sha-256=:" + b64encode(sha256(body).digest()) + b":"


def signature_base(method: bytes, path: bytes, digest: bytes, parameters: bytes) -> bytes:
    """The bytes that are signed (RFC 9421, section 2.5) for our three components."""
    return b"".join(
        (
            b'"@method": ', method, b'\n"@path": ', path, b'\n"content-digest": ', digest,
            b'\n"@signature-params": ', parameters,
        )
    )  # fmt: skip


def read_input(text: bytes) -> SignatureInput:
    """Read a Signature-Input header of our profile; anything else is malformed."""
    match = _INPUT.fullmatch(text)
    if match is None:
        raise SignatureMalformed
    label, parameters, tail = match.groups()
    pairs = [pair.split(b"=", 1) for pair in tail[1:].split(b";")]
    values = dict(pairs)
    if len(values) != len(pairs):
        raise SignatureMalformed
    created, keyid = _CREATED.fullmatch(values.pop(b"created", b"")), _KEYID.fullmatch(values.pop(b"keyid", b""))
    nonce = values.pop(b"nonce", b'"-"')
    if created is None or keyid is None or not _NONCE.fullmatch(nonce) or values != {b"alg": b'"ed25519"'}:
        raise SignatureMalformed
    return SignatureInput(label, parameters, int(created[0]), UUID(keyid[1].decode()))


def _read_signature(text: bytes, label: bytes) -> bytes:
    match = _SIGNATURE.fullmatch(text)
    if match is None or match[1] != label:
        raise SignatureMalformed
    return binascii.a2b_base64(match[2])
