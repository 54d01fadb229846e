"""The documents a wallet reads before it asks: what is issued here, how to get it, who signs, and what it means."""

from collections.abc import Mapping, Sequence
from typing import Any

from onecard.doors.wallet.addresses import ECARD, FORMAT, Addresses
from onecard.doors.wallet.claims import names, words_of
from onecard.doors.wallet.keys import ALGORITHM, SigningKey
from onecard.doors.wallet.offers import Offer

PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
NAME_ZH, NAME_EN = "电子社保卡", "Electronic Social Security Card"
PLATFORM_ZH, PLATFORM_EN = "社会保障卡一卡通", "OneCard"
_BACKGROUND, _TEXT = "#12325f", "#ffffff"


def issuer_metadata(addresses: Addresses, *, ages: Sequence[int], copies: int) -> dict[str, Any]:
    """OpenID4VCI 1.0: /.well-known/openid-credential-issuer."""
    issuer = addresses.issuer
    return {
        "credential_issuer": issuer,
        "authorization_servers": [issuer],
        "credential_endpoint": f"{issuer}/credential",
        "nonce_endpoint": f"{issuer}/nonce",
        "notification_endpoint": f"{issuer}/notification",
        "batch_credential_issuance": {"batch_size": copies},
        "display": [{"name": PLATFORM_ZH, "locale": "zh-CN"}, {"name": PLATFORM_EN, "locale": "en"}],
        "credential_configurations_supported": {ECARD: _configuration(addresses, ages)},
    }


def server_metadata(addresses: Addresses) -> dict[str, Any]:
    """RFC 8414 for the server that turns an offer into an access token; it does nothing else."""
    return {
        "issuer": addresses.issuer,
        "token_endpoint": f"{addresses.issuer}/token",
        "grant_types_supported": [PRE_AUTHORIZED],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def vc_issuer(addresses: Addresses, keys: Mapping[str, SigningKey]) -> dict[str, Any]:
    """SD-JWT VC: /.well-known/jwt-vc-issuer, the keys that sign credentials and status lists."""
    return {"issuer": addresses.issuer, "jwks": {"keys": [key.public() for key in keys.values()]}}


def type_metadata(addresses: Addresses, *, ages: Sequence[int]) -> dict[str, Any]:
    """SD-JWT VC type metadata, at the `vct`: what the credential is called and what its claims mean."""
    return {
        "vct": addresses.type,
        "name": NAME_EN,
        "description": "Proves one thing at a time of who holds a Social Security Card: no name, no number.",
        "display": [
            {"lang": "zh-CN", "locale": "zh-CN", "name": NAME_ZH, "rendering": _rendering()},
            {"lang": "en", "locale": "en", "name": NAME_EN, "rendering": _rendering()},
        ],
        "claims": [{"path": [name], "sd": "always", "display": _labels(name)} for name in names(ages)],
    }


def offer_document(addresses: Addresses, offer: Offer) -> dict[str, Any]:
    """The credential offer behind the QR code. The six digits are not in it: they stand on the page."""
    digits = {"input_mode": "numeric", "length": len(offer.digits), "description": "页面上的六位数字 · six digits"}
    grant = {"pre-authorized_code": offer.code, "tx_code": digits}
    return {
        "credential_issuer": addresses.issuer,
        "credential_configuration_ids": [ECARD],
        "grants": {PRE_AUTHORIZED: grant},
    }


def _configuration(addresses: Addresses, ages: Sequence[int]) -> dict[str, Any]:
    display = {"background_color": _BACKGROUND, "text_color": _TEXT}
    claims = [{"path": [name], "display": _names(name)} for name in names(ages)]
    return {
        "format": FORMAT,
        "vct": addresses.type,
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [ALGORITHM],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [ALGORITHM]}},
        "credential_metadata": {
            "display": [
                {"name": NAME_ZH, "locale": "zh-CN", **display}, {"name": NAME_EN, "locale": "en", **display},
            ],
            "claims": claims,
        },
    }  # fmt: skip


def _names(claim: str) -> list[dict[str, str]]:
    zh, en = words_of(claim)
    return [{"name": zh, "locale": "zh-CN"}, {"name": en, "locale": "en"}]


def _labels(claim: str) -> list[dict[str, str]]:
    zh, en = words_of(claim)
    return [{"lang": "zh-CN", "locale": "zh-CN", "label": zh}, {"lang": "en", "locale": "en", "label": en}]


def _rendering() -> dict[str, Any]:
    return {"simple": {"background_color": _BACKGROUND, "text_color": _TEXT}}
