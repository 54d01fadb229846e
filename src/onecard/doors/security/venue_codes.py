"""A venue's code: printed, hung up at a point, read by a phone. It says which point, under the platform's signature.

    V | key id 1 | point 16 | signature 64, written `OCV` and 132 letters; nothing in it is secret

The first byte keeps it apart from an e-card's code, whose is its version, and from an exported record. It has no end of
its own: it dies with its point (closed, revoked) or with the key that signed it.
"""

from datetime import datetime
from uuid import UUID

from onecard.doors.security.errors import VenueCodeRefused
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.keyset import KeySet
from onecard.kernel.crypto.signing import HOLDS
from onecard.verifier.errors import CodeMalformed
from onecard.verifier.text import canonical, read_bytes, write_bytes

PREFIX, _MARK, _BODY, _SIZE = "OCV", b"V", 18, 82


def write_venue_code(point_id: UUID, *, keyring: Keyring, at: datetime) -> str:
    """The text to print for a point."""
    body = _MARK + bytes([keyring.code_key_id(at)]) + point_id.bytes
    return PREFIX + write_bytes(body + keyring.sign_code(body))


def read_venue_code(text: str, keys: KeySet) -> UUID:
    """Which point a text names, as a person pasted it or a camera read it; its address before it is dropped."""
    try:
        code = canonical(text.strip().rsplit("/", 1)[-1])
        if not code.startswith(PREFIX):
            raise VenueCodeRefused
        raw = read_bytes(code.removeprefix(PREFIX), _SIZE)
    except CodeMalformed:
        raise VenueCodeRefused from None
    body, signature = raw[:_BODY], raw[_BODY:]
    key = keys.codes.get(body[1]) if body[1] not in keys.withdrawn else None
    if body[:1] != _MARK or key is None or not HOLDS[key.suite](body, signature, key.public):
        raise VenueCodeRefused
    return UUID(bytes=body[2:])
