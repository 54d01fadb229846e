"""A small wallet for the tests: it speaks OpenID4VCI and OpenID4VP as the specifications say, and can be made to lie.

Not our code on the other side: SD-JWTs are read and presented by the reference library, JOSE by joserfc.
"""

import json
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate
from joserfc import jwe, jwt
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry
from jwcrypto.jwk import JWK
from sd_jwt.holder import SDJWTHolder


class Roomy(JWSRegistry):
    """Headers with a certificate are longer than the library's 512 bytes."""

    max_header_length = 8_000


LONG_HEADERS = Roomy(algorithms=["ES256"])
PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


class SampleWallet:
    """One phone: its keys, and the credentials bound to them."""

    def __init__(self, client: httpx.Client, clock: Any) -> None:
        self.client, self.clock = client, clock
        self.token = ""
        self.notification_id = ""
        self.held: list[tuple[str, ECKey]] = []

    def read_offer(self, link: str) -> dict[str, Any]:
        """What the QR code leads to."""
        answer = self.client.get(path_of(parse_qs(urlsplit(link).query)["credential_offer_uri"][0]))
        return answer.json()

    def redeem(self, offer: dict[str, Any], digits: str) -> httpx.Response:
        """Get an access token."""
        code = offer["grants"][PRE_AUTHORIZED]["pre-authorized_code"]
        form = {"grant_type": PRE_AUTHORIZED, "pre-authorized_code": code, "tx_code": digits}
        answer = self.client.post("/wallet/token", data=form)
        self.token = answer.json().get("access_token", self.token)
        return answer

    def nonce(self) -> str:
        return self.client.post("/wallet/nonce").json()["c_nonce"]

    def proof(self, key: ECKey, over: str, *, issuer: str, **changes: Any) -> str:
        """The proof that this key is ours."""
        header = {"alg": "ES256", "typ": "openid4vci-proof+jwt", "jwk": key.as_dict(private=False)}
        claims = {"aud": issuer, "iat": int(self.clock().timestamp()), "nonce": over}
        return jwt.encode(header | changes.pop("header", {}), claims | changes, key, algorithms=["ES256"])

    def ask(self, proofs: list[str], **changes: Any) -> httpx.Response:
        """Ask for credentials."""
        body = {"credential_configuration_id": "onecard_ecard", "proofs": {"jwt": proofs}} | changes
        return self.client.post("/wallet/credential", json=body, headers={"authorization": f"Bearer {self.token}"})

    def receive(self, link: str, digits: str, *, copies: int = 1) -> None:
        """The whole way from the QR code to credentials in the wallet."""
        offer = self.read_offer(link)
        assert self.redeem(offer, digits).status_code == 200
        keys = [ECKey.generate_key("P-256") for _ in range(copies)]
        nonce = self.nonce()
        answer = self.ask([self.proof(key, nonce, issuer=offer["credential_issuer"]) for key in keys])
        assert answer.status_code == 200, answer.text
        self.notification_id = answer.json()["notification_id"]
        self.held += [(one["credential"], key) for one, key in zip(answer.json()["credentials"], keys, strict=True)]

    def question(self, link: str) -> dict[str, Any]:
        """What a verifier asks: the signed request object's claims."""
        answer = self.client.post(path_of(parse_qs(urlsplit(link).query)["request_uri"][0]))
        assert answer.headers["content-type"] == "application/oauth-authz-req+jwt", answer.text
        header, body, _ = answer.text.split(".")
        key = ECKey.import_key(certified(json_of(header)["x5c"][0]))
        assert jwt.decode(answer.text, key, registry=LONG_HEADERS).claims == json_of(body)
        return json_of(body)

    def present(
        self,
        question: dict[str, Any],
        *,
        disclose: set[str] | None = None,
        held: int = 0,
        key: ECKey | None = None,
        **changes: Any,
    ) -> str:
        """A presentation that answers it; by default of exactly what was asked."""
        credential, own_key = self.held[held]
        asked = {one["path"][0] for one in question["dcql_query"]["credentials"][0]["claims"]}
        holder = SDJWTHolder(credential)
        holder.create_presentation(dict.fromkeys(asked if disclose is None else disclose, True))
        text: str = holder.sd_jwt_presentation
        return text + self.binding(question, text, key or own_key, **changes)

    def binding(self, question: dict[str, Any], text: str, key: ECKey, **changes: Any) -> str:
        """The presenter's signature over what is presented, for this question."""
        bound = {
            "iat": int(self.clock().timestamp()), "aud": question["client_id"], "nonce": question["nonce"],
            "sd_hash": b64(sha256(text.encode()).digest()),
        } | changes  # fmt: skip
        return jwt.encode({"alg": "ES256", "typ": "kb+jwt"}, bound, key, algorithms=["ES256"])

    def send(self, question: dict[str, Any], presentation: str) -> httpx.Response:
        """Answer, encrypted for the one who asked."""
        to = question["client_metadata"]["jwks"]["keys"][0]
        header = {"alg": "ECDH-ES", "enc": "A128GCM", "kid": to["kid"]}
        body = json.dumps({"vp_token": {question["dcql_query"]["credentials"][0]["id"]: [presentation]}}).encode()
        response = jwe.encrypt_compact(header, body, ECKey.import_key(to), algorithms=["ECDH-ES", "A128GCM"])
        return self.client.post(path_of(question["response_uri"]), data={"response": response})


def path_of(address: str) -> str:
    """The tests are served at another port than the house says."""
    return urlsplit(address).path


def certified(der: str) -> Any:
    """The public key in a certificate."""
    public = load_der_x509_certificate(b64decode(der)).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def issuer_keys(client: httpx.Client) -> dict[str, JWK]:
    """What the issuer publishes, for the reference library."""
    page = client.get("/.well-known/jwt-vc-issuer/wallet").json()
    return {one["kid"]: JWK(**one) for one in page["jwks"]["keys"]}


def json_of(part: str) -> Any:
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
