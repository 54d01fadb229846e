"""The platform's signature under an exported record, so that whoever is shown the file can tell that nobody changed it.

Signed is `R`, the key's number and the SHA-256 of the record in canonical JSON (RFC 8785: sorted keys, no spaces,
UTF-8). The first byte keeps it apart from every code: a code's is its version. Verified with the public keys of codes.
"""

import base64
import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from onecard.doors.record.errors import RecordFileBroken
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.keyset import KeySet
from onecard.kernel.crypto.signing import HOLDS

_MARK = b"R"


def seal_record(record: dict[str, Any], *, keyring: Keyring, at: datetime) -> dict[str, Any]:
    """The record with its seal: what stands in the file."""
    key_id = keyring.code_key_id(at)
    signature = keyring.sign_code(_signed(record, key_id))
    suite = keyring.code_keys().codes[key_id].suite
    seal = {"key_id": key_id, "suite": suite, "signature": base64.b64encode(signature).decode()}
    return {"record": record, "seal": seal}


def verify_record(text: str, keys: KeySet) -> dict[str, Any]:
    """The record out of a file; RecordFileBroken where it is none, was changed, or its key is not ours or withdrawn."""
    try:
        page = json.loads(text)
        record, seal = page["record"], page["seal"]
        key = keys.codes[seal["key_id"]]
        if seal["key_id"] in keys.withdrawn:
            raise RecordFileBroken
        signature = base64.b64decode(seal["signature"], validate=True)
        holds = len(signature) == 64 and HOLDS[key.suite](_signed(record, seal["key_id"]), signature, key.public)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RecordFileBroken from None
    if not holds or not isinstance(record, dict):
        raise RecordFileBroken
    return record


def _signed(record: Any, key_id: int) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return _MARK + bytes([key_id]) + sha256(text.encode()).digest()
