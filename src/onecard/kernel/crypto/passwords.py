"""Passwords: argon2id over a keyed hash, so that six digits in a stolen database are not guessed in an afternoon.

The keyed hash binds a password to its person; its key is in the keyring and its number stands before the hash
(`1$argon2id$…`). RFC 9106 parameters sized for small machines: 19 MiB, two passes, some 25 ms.
"""

from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onecard.kernel.crypto.keyring import Keyring

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(keyring: Keyring, password: str, *, about: UUID) -> str:
    """What to store for this person's password."""
    key_id = keyring.pepper_id()
    return f"{key_id}{_HASHER.hash(_peppered(keyring, key_id, password, about))}"


def password_matches(keyring: Keyring, stored: str | None, password: str, *, about: UUID) -> bool:
    """Whether this is the password. With nothing stored it takes as long and says no, so that time tells nothing."""
    key_id, mark, hashed = (stored or _nobody(keyring)).partition("$")
    try:
        matches = _HASHER.verify(mark + hashed, _peppered(keyring, int(key_id), password, about))
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def _peppered(keyring: Keyring, key_id: int, password: str, about: UUID) -> bytes:
    return keyring.pepper(key_id, about.bytes + password.encode())


_stand_in: dict[int, str] = {}


def _nobody(keyring: Keyring) -> str:
    key_id = keyring.pepper_id()
    if key_id not in _stand_in:
        _stand_in[key_id] = hash_password(keyring, "", about=UUID(int=0))
    return _stand_in[key_id]
