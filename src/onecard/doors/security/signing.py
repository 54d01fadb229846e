"""The terminal's half of RFC 9421: signs requests as an acceptance point does, for the demo, benchmarks and tests."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from onecard.doors.security.signatures import COVERED, content_digest, signature_base


@dataclass(frozen=True)
class TerminalSigner:
    """One terminal's private key (a 32-byte Ed25519 seed) and its point's id."""

    point_id: UUID
    seed: bytes

    @property
    def public_key(self) -> bytes:
        """The 32 bytes the agency registers for this terminal."""
        return bytes(crypto_sign_seed_keypair(self.seed)[0])

    def headers(self, method: str, path: str, body: bytes, *, at: datetime, nonce: str = "") -> dict[str, str]:
        """The three headers to send with a request made at this moment."""
        digest = content_digest(body)
        parameters = COVERED + f';created={int(at.timestamp())};keyid="{self.point_id}";alg="ed25519"'.encode()
        if nonce:
            parameters += f';nonce="{nonce}"'.encode()
        base = signature_base(method.encode(), path.encode(), digest, parameters)
        signature = crypto_sign(base, self._secret())[:64]
        return {
            "content-digest": digest.decode(),
            "signature-input": f"t={parameters.decode()}",
            "signature": f"t=:{b64encode(signature).decode()}:",
        }

    def _secret(self) -> bytes:
        return bytes(crypto_sign_seed_keypair(self.seed)[1])
