"""Keys as files: one small JSON file a key, `code-2.key`, readable by its owner only.

A key is written whole under another name, made durable and then linked to its own name, which fails where that name
exists: so a key is never half there, never overwritten, and two rotations at once cannot both win.
"""

import base64
import binascii
import json
import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from onecard.kernel.crypto.errors import KeyDamaged, KeysExposed

_NAME = re.compile(r"(?P<use>[a-z]+)-(?P<key_id>[1-9][0-9]{0,2})\.key")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it is for, its number (1 to 255; the higher is the newer), its suite and from when it is used."""

    use: str
    key_id: int
    suite: str
    active_from: datetime
    secret: bytes = field(repr=False)

    @property
    def file_name(self) -> str:
        return f"{self.use}-{self.key_id}.key"


def write_key(folder: Path, key: Key) -> None:
    """Write a key durably, readable by the owner only; FileExistsError where that number is taken."""
    part = folder / f".{key.file_name}.{secrets.token_hex(4)}.part"
    page = {
        "use": key.use,
        "key_id": key.key_id,
        "suite": key.suite,
        "active_from": key.active_from.isoformat(),
        "secret": base64.b64encode(key.secret).decode(),
    }
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump(page, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        (folder / key.file_name).hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
    _make_durable(folder)


def read_keys(folder: Path) -> list[Key]:
    """Every key of the folder, by use and number. Refuses files that others may read."""
    _require_private(folder)
    found = [(m, path) for path in folder.iterdir() if (m := _NAME.fullmatch(path.name))]
    keys = [_read_key(path, m["use"], int(m["key_id"])) for m, path in found]
    return sorted(keys, key=lambda key: (key.use, key.key_id))


def retire_key(folder: Path, key: Key) -> Path:
    """Move a key out of use into `retired/`, where a person can still find it."""
    return _move(folder, key, "retired")


def withdraw_key(folder: Path, key: Key) -> Path:
    """Move a key that others know into `withdrawn/`: its number there says that it is refused by name."""
    return _move(folder, key, "withdrawn")


def withdrawn_ids(folder: Path, use: str) -> list[int]:
    """The numbers of the keys of this use that were withdrawn."""
    there = folder / "withdrawn"
    names = [path.name for path in there.iterdir()] if there.is_dir() else []
    return sorted(int(m["key_id"]) for name in names if (m := _NAME.fullmatch(name)) and m["use"] == use)


def _move(folder: Path, key: Key, where: str) -> Path:
    there = folder / where
    there.mkdir(mode=0o700, exist_ok=True)
    target = there / key.file_name
    (folder / key.file_name).rename(target)
    _make_durable(folder)
    return target


def _read_key(path: Path, use: str, key_id: int) -> Key:
    _require_private(path)
    try:
        page = json.loads(path.read_text(encoding="ascii"))
        active_from = datetime.fromisoformat(page["active_from"])
        key = Key(use, key_id, page["suite"], active_from, base64.b64decode(page["secret"], validate=True))
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise KeyDamaged(path=path) from None
    if (page["use"], page["key_id"]) != (use, key_id) or key_id > 255 or active_from.tzinfo is None:
        raise KeyDamaged(path=path)
    return key


def _require_private(path: Path) -> None:
    if path.stat().st_mode & 0o077:
        raise KeysExposed(path=path)


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
