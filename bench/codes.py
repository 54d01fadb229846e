"""Codes alone, on one core and without a home: each check beside the bare call of its library, in turn in one run.

`python -m bench.codes` prints the rows; `make bench` has them too.
"""

import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from nacl.bindings import crypto_sign_open

from onecard.doors.look.qr import qr_svg
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.hashing import sm3
from onecard.kernel.crypto.libcrypto import KeyHandle
from onecard.kernel.crypto.sm2 import _PUBLIC_HEAD, signer_digest
from onecard.verifier import KeySet, StatusList, verify
from onecard.verifier.code import LAYOUT, SIZE, Fields, write_code
from onecard.verifier.paper import Printed, write_printed
from onecard.verifier.phone import DOMAIN, Certificate, Proof, write_certificate, write_phone_code
from onecard.verifier.text import read_bytes

ROUNDS, PAIRS, CODES = 5, 40, 200  # many short pairs: what disturbs one of them disturbs both
ENTRIES, REVOKED_PERCENT = 100_000_000, 1
_POINT = UUID(int=1)


def measure_codes(_: object = None) -> list[str]:
    """Everything about codes that needs no server."""
    return [*_measure_suites(), _measure_phone(), _measure_qr(), *_measure_list()]


def _measure_suites() -> list[str]:
    lines = []
    for suite, name in (("international", "Ed25519"), ("guomi", "SM2")):
        with tempfile.TemporaryDirectory() as folder:
            keyring = Keyring.create(Path(folder) / "keys", suite=suite)  # type: ignore[arg-type]
            keys, at = keyring.code_keys(), datetime.now(UTC)
            texts = [_code(keyring, at) for _ in range(CODES)]
        bare = _bare_ed25519(texts, keys) if suite == "international" else _bare_sm2(texts, keys)
        ours = partial(_all, texts, keys)
        lines.append(_line(f"Verify a code, {name} / the bare library call", ours, bare, "≥ 0.8"))
    return lines


def _measure_phone() -> str:
    key = generate_private_key(SECP256R1())
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def sign(message: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(message, ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    with tempfile.TemporaryDirectory() as folder:
        keyring, at = Keyring.create(Path(folder) / "keys"), datetime.now(UTC)
        end = int(at.timestamp()) + 86_400
        certificate = write_certificate(Certificate(1, 51, 20, 7, 5, end, public), keyring.sign_code)
        keys = keyring.code_keys()
    made = int(at.timestamp())
    texts = [write_phone_code(certificate, Proof(0, n % 20 + 1, made), sign) for n in range(CODES)]
    body, mark, issuer = certificate[:53], certificate[53:], keys.codes[1].public
    proofs = [_proof(text) for text in texts]

    def bare() -> None:
        for said, r, s in proofs:
            crypto_sign_open(mark + body, issuer)
            point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
            point.verify(encode_dss_signature(r, s), DOMAIN + certificate + said, ECDSA(SHA256()))

    return _line(
        "Verify a phone's code (Ed25519 + ES256) / both bare calls", lambda: _all(texts, keys), bare, "told, not asked"
    )


def _measure_qr() -> str:
    with tempfile.TemporaryDirectory() as folder:
        keyring, at = Keyring.create(Path(folder) / "keys"), datetime.now(UTC)
        texts = [_code(keyring, at) for _ in range(200)]
        texts += [write_printed(Printed(1, 51, 0, n, 5, 2**31), keyring.sign_code) for n in range(50)]
    seconds = statistics.median(_timed(lambda: [qr_svg(text) for text in texts]) for _ in range(ROUNDS))
    return f"| Draw a code as QR | {seconds / len(texts) * 1e3:.2f} ms | | | < 5 ms |"


def _measure_list() -> list[str]:
    made = StatusList.of(random.Random(7).sample(range(ENTRIES), ENTRIES * REVOKED_PERCENT // 100), size=ENTRIES)
    sizes: list[int] = []
    packing = _timed(lambda: sizes.append(len(made.compressed())))
    quick = _timed(lambda: sizes.append(len(made.compressed(quick=True))))
    wanted = [secrets.randbelow(ENTRIES) for _ in range(100_000)]
    looked = min(_timed(lambda: [made.status(index) for index in wanted]) for _ in range(ROUNDS)) / len(wanted)
    return [
        f"| Status list, {ENTRIES:,} entries, {REVOKED_PERCENT} % revoked, smallest"
        f" | {sizes[0] / 1e6:.2f} MB in {packing:.1f} s | | | ≤ 1.5 MB |",
        f"| The same, as it is served | {sizes[1] / 1e6:.2f} MB in {quick:.1f} s | | | ≤ 1.5 MB |",
        f"| Look up one entry | {looked * 1e6:.2f} µs | | | < 1 µs |",
    ]


def _code(keyring: Keyring, at: datetime) -> str:
    nonce = secrets.randbits(64) - 2**63
    return write_code(Fields(1, 51, 1, 5, nonce, int(at.timestamp()) + 86_400), keyring.sign_code)


def _all(texts: list[str], keys: KeySet) -> None:
    now = datetime.now(UTC)
    for text in texts:
        verify(text, keys, at=now, point_id=_POINT, sequence=1, scene=1)


def _bare_ed25519(texts: list[str], keys: KeySet) -> Callable[[], None]:
    public, parts = keys.codes[1].public, [_parts(text) for text in texts]

    def bare() -> None:
        for body, signature in parts:
            crypto_sign_open(signature + body, public)

    return bare


def _bare_sm2(texts: list[str], keys: KeySet) -> Callable[[], None]:
    """One EVP call each, with the digest and the DER of the signature made beforehand."""
    public = keys.codes[1].public
    handle, z = KeyHandle(_PUBLIC_HEAD + public, private=False), signer_digest(public)
    parts = [
        (sm3(z + body), encode_dss_signature(int.from_bytes(mark[:32]), int.from_bytes(mark[32:])))
        for body, mark in map(_parts, texts)
    ]

    def bare() -> None:
        for digest, der in parts:
            assert handle.holds(digest, der)

    return bare


def _parts(text: str) -> tuple[bytes, bytes]:
    raw = read_bytes(text[3:], SIZE)
    return raw[: LAYOUT.size], raw[LAYOUT.size :]


def _proof(text: str) -> tuple[bytes, int, int]:
    raw = read_bytes(text[3:], 187)
    return raw[117:123], int.from_bytes(raw[123:155]), int.from_bytes(raw[155:])


def _line(name: str, ours: Callable[[], None], theirs: Callable[[], None], wanted: str) -> str:
    ours(), theirs()
    pairs = [(_timed(ours), _timed(theirs)) for _ in range(PAIRS)]
    mine, bare = (CODES / statistics.median(column) for column in zip(*pairs, strict=True))
    against = statistics.median(b / a for a, b in pairs)
    return f"| {name} | {mine:,.0f}/s | {bare:,.0f}/s | **{against:.2f}** | {wanted} |"


def _timed(work: Callable[[], object]) -> float:
    """Processor time: one thread works here, and what others do on the machine is not what is measured."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print("\n".join(measure_codes()))
