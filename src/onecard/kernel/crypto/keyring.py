"""The keyring: every use of a secret key in the platform, behind one small port so that an HSM can stand there.

Keys live as files outside the database. Per use the newest active key signs and seals; older ones stay to verify and
unseal. The folder is read again when it changes, so a running server sees a rotation without a restart.
"""

import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from onecard.kernel.crypto.errors import KeyForEver, KeyInUse, KeysMissing, KeysPresent, KeyUnknown
from onecard.kernel.crypto.hashing import hmac_sm3
from onecard.kernel.crypto.keyfiles import Key, read_keys, retire_key, withdraw_key, withdrawn_ids, write_key
from onecard.kernel.crypto.keyset import CodeKey, KeySet
from onecard.kernel.crypto.sealing import SEALERS, Sealer, draw_nonces
from onecard.kernel.crypto.signing import SIGNERS, Signer, draw_secret

Use = Literal["holder", "seal", "code", "tap", "password", "secret", "openid"]
Suite = Literal["international", "guomi"]

#: Which algorithm a new key of each use gets.
_BOTH: dict[Use, str] = {
    "tap": "hmac-sm3",
    "password": "hmac-sm3",
    "secret": "hkdf-sha256",
}
SUITES: dict[Suite, dict[Use, str]] = {
    "international": {**_BOTH, "code": "ed25519", "seal": "aes-256-gcm", "holder": "hmac-sm3"},
    "guomi": {**_BOTH, "code": "sm2", "seal": "sm4-gcm", "holder": "hmac-sm3"},
}
#: Since when a home's first keys are good.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
#: New keys of these uses are published before they sign.
_AWAITED = frozenset({"code", "openid"})
Mac = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What may be told of a key; `in_use` is the one that signs and seals now."""

    use: str
    key_id: int
    suite: str
    active_from: datetime
    in_use: bool


@dataclass(frozen=True)
class _Opened:
    """The folder as last read, with everything that is made once a key."""

    stamp: int
    keys: dict[str, dict[int, Key]]
    sealers: dict[int, Sealer]
    signers: dict[int, Signer]
    peppers: dict[int, Mac]
    holder: Mac
    code_keys: KeySet
    tap_keys: KeySet
    verifying_keys: KeySet


class Keyring:
    """All keys of one folder. `create` makes a folder's first keys, `open` reads what is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened = _read(folder)

    @classmethod
    def create(cls, folder: Path, *, suite: Suite = "international") -> "Keyring":
        """A first key of every use. Never overwrites a key: KeysPresent where the folder is whole.

        The holder key comes last, so a creation that was cut short is taken up again, and of two at once one wins.
        """
        if cls.present(folder):
            raise KeysPresent(folder=folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for use, algorithm in SUITES[suite].items():
            with suppress(FileExistsError):
                write_key(folder, _new_key(use, 1, algorithm, ALWAYS))
        return cls(folder)

    @staticmethod
    def present(folder: Path) -> bool:
        """Whether keys were created here: then they are opened, and never made anew."""
        return (folder / "holder-1.key").exists()

    @classmethod
    def open(cls, folder: Path) -> "Keyring":
        """The keys of this folder; KeysMissing where a use has none, KeysExposed where others may read them."""
        return cls(folder)

    def holder_id(self, number: str) -> UUID:
        """Who a social security number is: the first 128 bits of its HMAC-SM3, the same everywhere, telling nothing."""
        return UUID(bytes=self._opened.holder(number.encode())[:16])

    def holder_ids(self, numbers: Iterable[str]) -> list[UUID]:
        """The same for a column of numbers."""
        holder = self._opened.holder
        return [UUID(bytes=holder(number.encode())[:16]) for number in numbers]

    def seal(self, text: str, *, about: UUID, field: str) -> bytes:
        """Encrypt a personal field so that it opens only for this person and field: key id, nonce, text, tag."""
        return self.seal_all([text], about=[about], field=field)[0]

    def seal_all(self, texts: Iterable[str], *, about: Iterable[UUID], field: str) -> list[bytes]:
        """The same for a column: one text for each person."""
        key_id, sealer = max(self._now().sealers.items())
        mark, name, seal = bytes([key_id]), field.encode(), sealer.seal
        pairs = list(zip(texts, about, strict=True))
        nonces = draw_nonces(len(pairs))
        return [
            mark + seal(text.encode(), one.bytes + name, nonce)
            for (text, one), nonce in zip(pairs, nonces, strict=True)
        ]

    def unseal(self, sealed: bytes, *, about: UUID, field: str) -> str:
        """The text again; SealBroken where anything was changed, KeyUnknown where its key is not here."""
        sealer = self._now().sealers.get(sealed[0]) if sealed else None
        if sealer is None:
            raise KeyUnknown(use="seal", key_id=sealed[0] if sealed else 0)
        return sealer.unseal(sealed[1:], about.bytes + field.encode()).decode()

    def reseal(self, sealed: bytes, *, about: UUID, field: str) -> bytes | None:
        """Sealed again under the newest key, or None where it already is: the step after a rotation."""
        if sealed[:1] == bytes([self.seal_key_id()]):
            return None
        return self.seal(self.unseal(sealed, about=about, field=field), about=about, field=field)

    def seal_key_id(self) -> int:
        """The key that seals now: what a field must open with before older keys may be retired."""
        return max(self._now().sealers)

    def code_key_id(self, at: datetime) -> int:
        """The key that signs codes now: the newest that is active. A new key is published before it is active."""
        keys = self._now().keys["code"].values()
        return max(key.key_id for key in keys if key.active_from <= at)

    def sign_code(self, body: bytes) -> bytes:
        """The 64-byte signature of a code's body, under the key its second byte names."""
        return self.sign_as(body[1], body)

    def sign_as(self, key_id: int, message: bytes) -> bytes:
        """The 64-byte signature of a message under this code key: for what gates check with the same keys as codes."""
        signer = self._now().signers.get(key_id)
        if signer is None:
            raise KeyUnknown(use="code", key_id=key_id)
        return signer.sign(message)

    def code_keys(self) -> KeySet:
        """The public keys of codes: what a gate is given. Holds no secret."""
        return self._now().code_keys

    def tap_keys(self) -> KeySet:
        """The master keys of taps, and nothing else: what a terminal's SAM is given. Secret."""
        return self._now().tap_keys

    def verifying_keys(self) -> KeySet:
        """Both: what the platform itself verifies presentations with. Secret."""
        return self._now().verifying_keys

    def pepper(self, key_id: int, message: bytes) -> bytes:
        """A keyed hash mixed into passwords, so that a stolen database cannot be guessed at; see `passwords`."""
        mac = self._now().peppers.get(key_id)
        if mac is None:
            raise KeyUnknown(use="password", key_id=key_id)
        return mac(message)

    def pepper_id(self) -> int:
        """The newest password key."""
        return max(self._now().peppers)

    def secret(self, name: str, key_id: int | None = None) -> bytes:
        """32 bytes for one purpose ("sessions", "csrf"), derived from the newest master secret, or from that one."""
        keys = self._now().keys["secret"]
        key = keys.get(max(keys) if key_id is None else key_id)
        if key is None:
            raise KeyUnknown(use="secret", key_id=key_id)
        return HKDF(SHA256(), 32, salt=None, info=name.encode()).derive(key.secret)

    def secret_key_id(self) -> int:
        """The newest master secret: what is kept for years names the one it was made with."""
        return max(self._now().keys["secret"])

    def later_keys(self, use: Use, suite: str) -> list[Key]:
        """All keys of a use that homes have not had from the beginning; the first one is made when it is asked for."""
        keys = self._now().keys.get(use)
        if keys is None:
            with suppress(FileExistsError):
                write_key(self.folder, _new_key(use, 1, suite, ALWAYS))
            self._opened = _read(self.folder)
            keys = self._now().keys[use]
        return list(keys.values())

    def rotate(self, use: Use, *, active_from: datetime = ALWAYS, suite: Suite | None = None) -> int:
        """Add a key of this use (and, if asked, of another suite) and return its number; older keys stay.

        Codes: give an `active_from` that all gates will have the new key set by. Seals: run `reseal` afterwards.
        """
        if use == "holder":
            raise KeyForEver(use=use)
        keys = self._now().keys.get(use)
        if keys is None:
            raise KeyUnknown(use=use, key_id=1)
        newest = keys[max(keys)]
        algorithm = SUITES[suite][use] if suite else newest.suite
        number = max(newest.key_id, *withdrawn_ids(self.folder, use), 0) + 1  # a number is never given twice
        write_key(self.folder, _new_key(use, number, algorithm, active_from))
        self._opened = _read(self.folder)
        return number

    def withdraw(self, key_id: int, *, at: datetime, suite: Suite | None = None) -> int:
        """A code key became known to others: refuse whatever it signed, from now on and by name; returns who signs now.

        Where it was the one that signs, a new key (of this suite) is made first and signs at once. Not to be undone.
        """
        key = self._now().keys["code"].get(key_id)
        if key is None:
            raise KeyUnknown(use="code", key_id=key_id)
        others = [k for k in self._now().keys["code"].values() if k.key_id != key_id and k.active_from <= at]
        if not others or key_id == self.code_key_id(at):
            self.rotate("code", active_from=at, suite=suite)
        withdraw_key(self.folder, key)
        self._opened = _read(self.folder)
        return self.code_key_id(at)

    def retire(self, use: Use, key_id: int, *, at: datetime) -> None:
        """Stop trusting an older key: what it signed or sealed is refused from now on. Its file moves to `retired/`."""
        retire_key(self.folder, self.require_older(use, key_id, at=at))
        self._opened = _read(self.folder)

    def require_older(self, use: Use, key_id: int, *, at: datetime) -> Key:
        """The key, where it may be retired; KeyUnknown, KeyForEver or KeyInUse where not."""
        key = self._now().keys.get(use, {}).get(key_id)
        if key is None:
            raise KeyUnknown(use=use, key_id=key_id)
        if use == "holder":
            raise KeyForEver(use=use)
        if key_id >= self._in_use(use, at):
            raise KeyInUse(use=use, key_id=key_id)
        return key

    def known_keys(self, at: datetime) -> list[KnownKey]:
        """What is in the folder, by use and number, without anything secret."""
        keys = [key for by_number in self._now().keys.values() for key in by_number.values()]
        return [
            KnownKey(key.use, key.key_id, key.suite, key.active_from, key.key_id == self._in_use(key.use, at))
            for key in keys
        ]

    def _in_use(self, use: str, at: datetime) -> int:
        keys = self._now().keys[use].values()
        return max(key.key_id for key in keys if use not in _AWAITED or key.active_from <= at)

    def _now(self) -> _Opened:
        if self.folder.stat().st_mtime_ns != self._opened.stamp:
            self._opened = _read(self.folder)
        return self._opened


def _read(folder: Path) -> _Opened:
    if not folder.is_dir():
        raise KeysMissing(folder=folder)
    stamp = folder.stat().st_mtime_ns
    keys: dict[str, dict[int, Key]] = {}
    for key in read_keys(folder):
        keys.setdefault(key.use, {})[key.key_id] = key
    if SUITES["international"].keys() - keys.keys():
        raise KeysMissing(folder=folder)
    signers = {i: SIGNERS[key.suite](key.secret) for i, key in keys["code"].items()}
    codes = {i: CodeKey(keys["code"][i].suite, signer.public) for i, signer in signers.items()}
    withdrawn = frozenset(withdrawn_ids(folder, "code"))
    taps = {i: key.secret for i, key in keys["tap"].items()}
    return _Opened(
        stamp,
        keys,
        sealers={i: SEALERS[key.suite](key.secret) for i, key in keys["seal"].items()},
        signers=signers,
        peppers={i: hmac_sm3(key.secret) for i, key in keys["password"].items()},
        holder=hmac_sm3(keys["holder"][1].secret),
        code_keys=KeySet(codes, withdrawn=withdrawn),
        tap_keys=KeySet({}, taps),
        verifying_keys=KeySet(codes, taps, withdrawn),
    )


def _new_key(use: Use, key_id: int, algorithm: str, active_from: datetime) -> Key:
    secret = secrets.token_bytes(SEALERS[algorithm].key_bytes) if use == "seal" else draw_secret(algorithm)
    return Key(use, key_id, algorithm, active_from, secret)
