"""Bytes as the text a QR code carries: RFC 4648 base32 without padding, exactly one text for the same bytes.

Scanners add line ends and some send lower case: outer whitespace is dropped and ASCII letters are raised before
reading. Anything else that is not the canonical text (other letters, padding, spare bits that are not zero) is refused.
"""

import base64

from onecard.verifier.errors import CodeMalformed

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
#: To the digits `int(…, 32)` reads, in C; every other byte becomes one that it refuses.
_TO_DIGITS = bytes(_DIGITS[_ALPHABET.index(b)] if b in _ALPHABET else ord("!") for b in range(256))


def canonical(text: str) -> str:
    """The text as it was written, whatever a scanner did to its case and ends."""
    if not text.isascii():
        raise CodeMalformed
    return text.strip(" \t\r\n").upper()


def write_bytes(raw: bytes) -> str:
    """Base32 without padding."""
    return base64.b32encode(raw).decode().rstrip("=")


def read_bytes(text: str, size: int) -> bytes:
    """Exactly `size` bytes out of canonical text; CodeMalformed for any other text."""
    letters = (size * 8 + 4) // 5
    spare = letters * 5 - size * 8
    if len(text) != letters:
        raise CodeMalformed
    try:
        number = int(text.encode().translate(_TO_DIGITS), 32)
    except ValueError:
        raise CodeMalformed from None
    if number & ((1 << spare) - 1):
        raise CodeMalformed
    return (number >> spare).to_bytes(size, "big")
