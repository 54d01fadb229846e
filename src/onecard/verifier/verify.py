"""One function that says who was presented, or raises why not: for the platform, a gate and an upload alike.

Pure: keys, time and place come in; some 50 µs for a code, nearly all of them Ed25519, and 10 µs for a tap.
"""

from datetime import UTC, datetime
from hmac import compare_digest
from uuid import UUID

from onecard.kernel.crypto.keyset import KeySet
from onecard.verifier import code, tap
from onecard.verifier.errors import CodeExpired, CodeForged, CodeMalformed, CodeTooEarly, CodeWrongScene
from onecard.verifier.presented import Presented
from onecard.verifier.suites import SUITES
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
    within `tap_seconds` of the time it was made.
    """
    line, now = canonical(text), at.timestamp()
    kind, rest = line[:3], line[3:]
    if kind == code.PREFIX:
        return _verify_code(rest, keys, now, scene=scene, grace=grace_seconds)
    if kind == tap.PREFIX:
        return _verify_tap(rest, keys, now, terminal=terminal_bytes(point_id, sequence), tolerance=tap_seconds)
    raise CodeMalformed


def _verify_code(rest: str, keys: KeySet, now: float, *, scene: int | None, grace: int) -> Presented:
    raw = read_bytes(rest, code.SIZE)
    body, signature = raw[: code.LAYOUT.size], raw[code.LAYOUT.size :]
    version, key_id, province, made_for, pseudonym, nonce, expiry = code.LAYOUT.unpack(body)
    if version != code.VERSION:
        raise CodeMalformed
    key = keys.codes.get(key_id)
    if key is None or not SUITES[key.suite](body, signature, key.public):
        raise CodeForged
    expires_at = datetime.fromtimestamp(expiry, UTC)
    if now > expiry + grace:
        raise CodeExpired(expires_at)
    if scene is not None and made_for not in (0, scene):
        raise CodeWrongScene
    return Presented("e", pseudonym, nonce, made_for, province, expires_at)


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
    return Presented("c", int.from_bytes(identifier), _nonce(identifier, counter), 0, _province(identifier), expires_at)


def _nonce(identifier: bytes, counter: int) -> int:
    """Once a holder and a card: the counter of a replacement card starts again, so part of the identifier joins it."""
    return int.from_bytes(identifier[-4:] + counter.to_bytes(4), signed=True)


def _province(identifier: bytes) -> int:
    """The first two digits of the issuing division, which are written as digits in the identifier's hex."""
    first = f"{identifier[0]:02x}"
    if not first.isdecimal():
        raise CodeMalformed
    return int(first)
