"""Authenticated encryption of short texts, one class a suite: AES-256-GCM and SM4-GCM.

A sealed text is `nonce (12) | ciphertext | tag (16)`; the associated data binds it to its person and field. Nonces are
random, so one key seals at most 2^32 texts (NIST SP 800-38D); rotate before that.
"""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from onecard.kernel.crypto.errors import SealBroken

NONCE, TAG = 12, 16


def draw_nonces(many: int) -> list[bytes]:
    """So many nonces of one draw: the kernel is asked once a column instead of once a text."""
    drawn = os.urandom(NONCE * many)
    return [drawn[at : at + NONCE] for at in range(0, len(drawn), NONCE)]


class Sealer(Protocol):
    """One key of one suite. `nonce`: twelve random bytes that no other text is sealed with."""

    def seal(self, plain: bytes, bound_to: bytes, nonce: bytes) -> bytes: ...

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes: ...


class AesGcm:
    """AES-256-GCM: the international suite."""

    key_bytes = 32

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, bound_to: bytes, nonce: bytes) -> bytes:
        return nonce + self._aead.encrypt(nonce, plain, bound_to)

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes:
        try:
            return self._aead.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
        except (InvalidTag, ValueError):
            raise SealBroken from None


class Sm4Gcm:
    """SM4-GCM (GB/T 32907, RFC 8998): the 国密 suite."""

    key_bytes = 16

    def __init__(self, key: bytes) -> None:
        self._cipher = SM4(key)

    def seal(self, plain: bytes, bound_to: bytes, nonce: bytes) -> bytes:
        one = Cipher(self._cipher, GCM(nonce)).encryptor()
        one.authenticate_additional_data(bound_to)
        return nonce + one.update(plain) + one.finalize() + one.tag

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes:
        if len(sealed) < NONCE + TAG:
            raise SealBroken
        one = Cipher(self._cipher, GCM(sealed[:NONCE], sealed[-TAG:])).decryptor()
        one.authenticate_additional_data(bound_to)
        try:
            return one.update(sealed[NONCE:-TAG]) + one.finalize()
        except InvalidTag:
            raise SealBroken from None


SEALERS: dict[str, type[AesGcm] | type[Sm4Gcm]] = {"aes-256-gcm": AesGcm, "sm4-gcm": Sm4Gcm}
