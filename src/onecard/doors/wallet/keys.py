"""The keys that sign credentials, status lists and questions: ES256, derived from the keyring's master secrets.

A new master secret (`onecard keys rotate secret`) brings a new key; what an older one signed verifies for as long as
that secret is kept. Nothing is stored here: every process derives the same keys, and the same certificate for a year.
"""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry
from jwcrypto.jwk import JWK

from onecard.kernel.crypto import Keyring

ALGORITHM = "ES256"
_NAME = "wallet.issuer"
#: The order of P-256.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class _LongHeaders(JWSRegistry):
    max_header_length = 8_000


#: For reading what we signed: a certificate in the header is longer than the library's 512 bytes.
LONG_HEADERS = _LongHeaders(algorithms=[ALGORITHM])


@dataclass(frozen=True, slots=True, eq=False)
class SigningKey:
    """One key as each library wants it; `key_id` is its RFC 7638 thumbprint."""

    key_id: str
    private: ec.EllipticCurvePrivateKey
    jose: ECKey
    sd_jwt: JWK

    def public(self) -> dict[str, Any]:
        """As it is published."""
        return {**self.jose.as_dict(private=False), "kid": self.key_id, "use": "sig", "alg": ALGORITHM}


def signing_key(keyring: Keyring) -> SigningKey:
    """The key that signs now."""
    return _derive(*_secrets(keyring, keyring.secret_key_id()))


def known_keys(keyring: Keyring, at: datetime) -> dict[str, SigningKey]:
    """Every key whose signatures still count, by key id, the present one first."""
    numbers = sorted((key.key_id for key in keyring.known_keys(at) if key.use == "secret"), reverse=True)
    made = [_derive(*_secrets(keyring, number)) for number in numbers]
    return {key.key_id: key for key in made}


def certificate(keyring: Keyring, host: str, at: datetime) -> x509.Certificate:
    """The present key's self-signed certificate for this host: the same in every process, good for this year and the
    next. A deployment that joins a trust list has this key certified there."""
    return _certify(signing_key(keyring), host, at.astimezone(UTC).year)


def chain(keyring: Keyring, host: str, at: datetime) -> list[str]:
    """The certificate as an `x5c` header carries it."""
    return [b64encode(certificate(keyring, host, at).public_bytes(Encoding.DER)).decode()]


def client_id(keyring: Keyring, host: str, at: datetime) -> str:
    """Who asks, as OpenID4VP names it: the hash of the certificate that the question is signed with."""
    der = certificate(keyring, host, at).public_bytes(Encoding.DER)
    return "x509_hash:" + urlsafe_b64encode(sha256(der).digest()).decode().rstrip("=")


def _secrets(keyring: Keyring, key_id: int) -> tuple[bytes, bytes]:
    return keyring.secret(f"{_NAME} 1", key_id), keyring.secret(f"{_NAME} 2", key_id)


@lru_cache(maxsize=64)
def _derive(first: bytes, second: bytes) -> SigningKey:
    """64 random bytes for a 32-byte scalar, so that no scalar is likelier than another (FIPS 186-5, A.2.1)."""
    scalar = int.from_bytes(first + second) % (_ORDER - 1) + 1
    private = ec.derive_private_key(scalar, ec.SECP256R1())
    jwk = JWK.from_pyca(private)
    jose = ECKey.import_key(jwk.export(as_dict=True))
    return SigningKey(jose.thumbprint(), private, jose, jwk)


@lru_cache(maxsize=64)
def _certify(key: SigningKey, host: str, year: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "OneCard"), _common_name(host)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.private.public_key())
        .serial_number(_serial(key, host, year))
        .not_valid_before(datetime(year, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(year + 2, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([_host(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key.private, SHA256(), ecdsa_deterministic=True)
    )


def _common_name(host: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(NameOID.COMMON_NAME, host[:64])


def _serial(key: SigningKey, host: str, year: int) -> int:
    public = key.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return int.from_bytes(sha256(public + f"{host} {year}".encode()).digest()[:19])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
