"""What was typed when a session ended, carried over the sign-in: sealed, so that nobody reads it meanwhile."""

import base64
import binascii
from collections.abc import Mapping
from uuid import UUID

import msgspec

from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.errors import KeyUnknown, SealBroken

FIELD = "carried"
_NOBODY, _ABOUT = UUID(int=0), "console.carried"
#: These belong to the session that ended, or must be typed again.
_LEFT_BEHIND = frozenset({"csrf", "once", "step", "password", "password_again", FIELD})


class Carried(msgspec.Struct, frozen=True):
    """Where a form was going, and its fields."""

    path: str
    fields: dict[str, str]


def carry(keyring: Keyring, path: str, form: Mapping[str, str]) -> str:
    """The form as a sealed text."""
    fields = {name: value for name, value in form.items() if name not in _LEFT_BEHIND}
    said = msgspec.json.encode(Carried(path, fields)).decode()
    return base64.urlsafe_b64encode(keyring.seal(said, about=_NOBODY, field=_ABOUT)).decode()


def uncarry(keyring: Keyring, text: str) -> Carried | None:
    """The form again, or None for whatever we did not seal."""
    try:
        sealed = base64.urlsafe_b64decode(text)
        return msgspec.json.decode(keyring.unseal(sealed, about=_NOBODY, field=_ABOUT), type=Carried)
    except (binascii.Error, ValueError, KeyUnknown, SealBroken, msgspec.DecodeError):
        return None
