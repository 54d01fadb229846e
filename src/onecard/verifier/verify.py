"""One function that says who was presented, or raises why not: for the platform, a gate and an upload alike.

Pure: keys, time and place come in; some 50 µs for a code, nearly all of them Ed25519, and 10 µs for a tap. What a list
says of phones and prints is asked afterwards (`verifier.revocation`, or the platform's own database).
"""

from datetime import UTC, datetime
from hmac import compare_digest
from uuid import UUID

from onecard.kernel.crypto.keyset import KeySet
from onecard.kernel.crypto.signing import HOLDS
from onecard.verifier import code, paper, phone, tap
from onecard.verifier.errors import (
    CodeExpired,
    CodeForged,
    CodeMalformed,
    CodeTooEarly,
    CodeWrongScene,
    KeyWithdrawn,
    PrintExpired,
    TooManyToday,
)
from onecard.verifier.presented import Presented
from onecard.verifier.tap import terminal_bytes
from onecard.verifier.text import canonical, read_bytes


def verify(
    text: str,
    keys: KeySet,
    *,
    at: datetime,
    point_id: UUID,
    sequence: int,
    scene: int | None,
    grace_seconds: int = 5,
    tap_seconds: int = 120,
) -> Presented:
    """Read and check a presentation at `at` (the time of the use, not of its upload).

    A code is good `grace_seconds` past its expiry and in its own scene, or everywhere when its scene is 0; with
    `scene=None` the caller compares `Presented.scene` itself. A tap is good only for this `point_id` and `sequence`,
    within `tap_seconds` of the time it was made; so is a phone's own code, whose clock nobody has set.
    """
    line, now = canonical(text), at.timestamp()
    kind, rest = line[:3], line[3:]
    if kind == code.PREFIX:
        return _verify_code(rest, keys, now, scene=scene, grace=grace_seconds)
    if kind == tap.PREFIX:
        return _verify_tap(rest, keys, now, terminal=terminal_bytes(point_id, sequence), tolerance=tap_seconds)
    if kind == phone.PREFIX:
        return _verify_phone(rest, keys, now, scene=scene, tolerance=tap_seconds)
    if kind == paper.PREFIX:
        return _verify_paper(rest, keys, now, scene=scene)
    raise CodeMalformed


def _verify_code(rest: str, keys: KeySet, now: float, *, scene: int | None, grace: int) -> Presented:
    raw = read_bytes(rest, code.SIZE)
    body, signature = raw[: code.LAYOUT.size], raw[code.LAYOUT.size :]
    version, key_id, province, made_for, pseudonym, nonce, expiry = code.LAYOUT.unpack(body)
    if version != code.VERSION:
        raise CodeMalformed
    _require_signature(keys, key_id, body, signature)
    expires_at = datetime.fromtimestamp(expiry, UTC)
    if now > expiry + grace:
        raise CodeExpired(expires_at)
    _require_scene(made_for, scene)
    return Presented("e", pseudonym, nonce, made_for, province, expires_at)


def _verify_phone(rest: str, keys: KeySet, now: float, *, scene: int | None, tolerance: int) -> Presented:
    raw = read_bytes(rest, phone.SIZE)
    certificate, said = raw[: phone.CERTIFICATE_BYTES], raw[phone.CERTIFICATE_BYTES : -phone.SIGNATURE_BYTES]
    body = certificate[: phone.CERTIFICATE.size]
    version, key_id, province, most, serial, pseudonym, expiry, public = phone.CERTIFICATE.unpack(body)
    made_for, number, made_at = phone.PROOF.unpack(said)
    if version != phone.VERSION or number == 0:
        raise CodeMalformed
    _require_signature(keys, key_id, body, certificate[phone.CERTIFICATE.size :])
    if not HOLDS["es256"](phone.DOMAIN + certificate + said, raw[-phone.SIGNATURE_BYTES :], public):
        raise CodeForged
    made = datetime.fromtimestamp(made_at, UTC)
    ends_at = datetime.fromtimestamp(min(made_at + tolerance, expiry), UTC)
    if now > ends_at.timestamp() or made_at > expiry:
        raise CodeExpired(ends_at)
    if now < made_at - tolerance:
        raise CodeTooEarly
    if number > most:
        raise TooManyToday(most=most)
    _require_scene(made_for, scene)
    nonce = phone.phone_nonce(serial, number, made)
    return Presented("e", pseudonym, nonce, made_for, province, ends_at, "phone", serial)


def _verify_paper(rest: str, keys: KeySet, now: float, *, scene: int | None) -> Presented:
    raw = read_bytes(rest, paper.SIZE)
    body = raw[: paper.LAYOUT.size]
    version, key_id, province, made_for, serial, pseudonym, expiry = paper.LAYOUT.unpack(body)
    if version != paper.VERSION:
        raise CodeMalformed
    _require_signature(keys, key_id, body, raw[paper.LAYOUT.size :])
    expires_at = datetime.fromtimestamp(expiry, UTC)
    if now > expiry:
        raise PrintExpired(expires_at)
    _require_scene(made_for, scene)
    nonce = paper.printed_nonce(serial, datetime.fromtimestamp(now, UTC))
    return Presented("e", pseudonym, nonce, made_for, province, expires_at, "paper", serial)


def _require_signature(keys: KeySet, key_id: int, body: bytes, signature: bytes) -> None:
    key = keys.codes.get(key_id)
    if key is None:
        raise KeyWithdrawn if key_id in keys.withdrawn else CodeForged
    if not HOLDS[key.suite](body, signature, key.public):
        raise CodeForged


def _require_scene(made_for: int, scene: int | None) -> None:
    if scene is not None and made_for not in (0, scene):
        raise CodeWrongScene


def _verify_tap(rest: str, keys: KeySet, now: float, *, terminal: bytes, tolerance: int) -> Presented:
    raw = read_bytes(rest, tap.SIZE)
    body, mac = raw[: tap.LAYOUT.size], raw[tap.LAYOUT.size :]
    version, key_id, identifier, counter, made_at = tap.LAYOUT.unpack(body)
    if version != tap.VERSION:
        raise CodeMalformed
    master = keys.taps.get(key_id)
    if master is None:
        raise CodeForged
    if not compare_digest(mac, tap.tap_mac(tap.card_key(master, identifier), body, terminal)):
        raise CodeForged
    expires_at = datetime.fromtimestamp(made_at + tolerance, UTC)
    if now > made_at + tolerance:
        raise CodeExpired(expires_at)
    if now < made_at - tolerance:
        raise CodeTooEarly
    nonce = _nonce(identifier, counter)
    return Presented("c", int.from_bytes(identifier), nonce, 0, _province(identifier), expires_at, "tap")


def _nonce(identifier: bytes, counter: int) -> int:
    """Once a holder and a card: the counter of a replacement card starts again, so part of the identifier joins it."""
    return int.from_bytes(identifier[-4:] + counter.to_bytes(4), signed=True)


def _province(identifier: bytes) -> int:
    """The first two digits of the issuing division, which are written as digits in the identifier's hex."""
    first = f"{identifier[0]:02x}"
    if not first.isdecimal():
        raise CodeMalformed
    return int(first)
