"""What was typed at a key pad, sealed from the pad to the platform: X25519 sealed boxes (libsodium, `crypto_box_seal`).

The seal also names the terminal and the request's key, so a block that was copied opens no second try: sent again under
its own key it is answered as before, under another it is refused, and from another terminal too. The secret half comes
from the keyring's master secret; a pad that knows an older public half is still understood.
"""

import binascii
from base64 import b64decode, b64encode
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyUnknown
from onecard.kernel.errors import Malformed

_PURPOSE = "pin blocks"
SixDigits = Annotated[str, Meta(pattern=r"^[0-9]{6}\Z")]


class PinBlockBroken(Malformed):
    """The block does not open here, or was made for another terminal or request."""

    code = "terminal.pin_block_broken"
    title = ("密码数据无法解开", "What was typed at the key pad does not open")
    next_step = (
        "请重新获取加密公钥,并为本次请求重新加密密码。",
        "Get the present public key and seal what was typed for this terminal and this request key.",
    )


class Typed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is inside: one password, or an old and a new one; for which terminal and which request."""

    point_id: UUID
    request_key: str
    pin: SixDigits
    new_pin: SixDigits | None = None


def pin_key(keyring: Keyring) -> tuple[int, str]:
    """The public key to seal with: its number and 32 bytes in base64."""
    key_id = keyring.secret_key_id()
    return key_id, b64encode(bytes(_private(keyring, key_id).public_key)).decode()


def seal_typed(typed: Typed, public: str) -> str:
    """The key pad's side: the block in base64."""
    return b64encode(SealedBox(PublicKey(b64decode(public))).encrypt(msgspec.json.encode(typed))).decode()


def open_typed(keyring: Keyring, *, key_id: int, block: str, point_id: UUID, request_key: str) -> Typed:
    """What was typed for this terminal and request; PinBlockBroken for anything else."""
    try:
        said = SealedBox(_private(keyring, key_id)).decrypt(b64decode(block, validate=True))
        typed = msgspec.json.decode(said, type=Typed)
    except (KeyUnknown, CryptoError, binascii.Error, msgspec.MsgspecError, TypeError):
        raise PinBlockBroken from None
    if (typed.point_id, typed.request_key) != (point_id, request_key):
        raise PinBlockBroken
    return typed


def _private(keyring: Keyring, key_id: int) -> PrivateKey:
    return PrivateKey(keyring.secret(_PURPOSE, key_id))
