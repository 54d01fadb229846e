"""Checks a presentation of the e-card: pure, with the issuer's public keys, a status list token and the time as given.

In this order: the issuer's signature over the credential and its disclosures (reference library), the binding to the
presenter's key, to this question and this asker, the time, the status, and at last what was asked.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier

from onecard.doors.wallet.addresses import FORMAT, Addresses
from onecard.doors.wallet.claims import VISIBLE, Value
from onecard.doors.wallet.errors_proofs import (
    CredentialEnded,
    CredentialExpired,
    CredentialStopped,
    HolderNotProven,
    NotProven,
    PresentationForged,
    StatusTooOld,
    StatusUntrusted,
)
from onecard.doors.wallet.keys import ALGORITHM, LONG_HEADERS, SigningKey
from onecard.doors.wallet.lists import TYPE
from onecard.kernel.errors import Problem
from onecard.verifier.status_list import SUSPENDED, VALID, StatusList

#: How old a presentation may be, and how far the presenter's clock may be ahead.
PRESENTED_WITHIN, AHEAD = timedelta(minutes=5), timedelta(minutes=1)
TEXT_LENGTH_MAX = 20_000
#: Whatever a made-up text brings a parser to.
_UNREADABLE = (JWException, JoseError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: the issuer at these addresses, signing with these keys."""

    addresses: Addresses
    keys: Mapping[str, SigningKey]


@dataclass(frozen=True, slots=True)
class Shown:
    """A presentation that is genuine, its holder's, and in time: what was disclosed, and where its status is told."""

    claims: Mapping[str, Value]
    list_uri: str
    list_index: int


def read_presentation(text: str, *, trust: Trust, audience: str, nonce: str, at: datetime) -> Shown:
    """What a presentation discloses; PresentationForged, HolderNotProven, CredentialExpired where it does not hold."""
    whole = _bound_claims(text, trust, audience, nonce)
    place = _place_of(whole, text, trust)
    _check_moment(text, at)
    if not whole["iat"] - AHEAD.total_seconds() <= at.timestamp() < whole["exp"]:
        raise CredentialExpired
    disclosed = {name: value for name, value in whole.items() if name not in VISIBLE}
    return Shown(disclosed, place["uri"], place["idx"])


def check_status(token: str, shown: Shown, *, trust: Trust, at: datetime, oldest: timedelta) -> None:
    """Nothing where the credential is good; a list that may not be `oldest` old says whether it ended or is stopped."""
    try:
        read = jwt.decode(token, trust.keys[_key_id(token)].jose, registry=LONG_HEADERS)
        claims = read.claims
        ours = read.header.get("typ") == TYPE and claims["sub"] == shown.list_uri
        made, ends = datetime.fromtimestamp(claims["iat"], UTC), datetime.fromtimestamp(claims["exp"], UTC)
        status = StatusList.from_json(claims["status_list"]).status(shown.list_index)
    except (*_UNREADABLE, OverflowError, OSError, Problem):
        raise StatusUntrusted from None
    if not ours:
        raise StatusUntrusted
    if made < at - oldest or ends <= at:
        raise StatusTooOld
    raise_for(status)


def raise_for(status: int) -> None:
    """CredentialStopped or CredentialEnded where a status is not VALID."""
    if status == SUSPENDED:
        raise CredentialStopped
    if status != VALID:
        raise CredentialEnded


def check_wanted(shown: Shown, wanted: Mapping[str, Value]) -> None:
    """NotProven unless each claim that was asked for is disclosed with that very value."""
    for claim, value in wanted.items():
        found = shown.claims.get(claim)
        if type(found) is not type(value) or found != value:
            raise NotProven


def _bound_claims(text: str, trust: Trust, audience: str, nonce: str) -> dict[str, Any]:
    """The claims under the issuer's signature, disclosed ones put in, and bound to this asker and question."""
    if len(text) > TEXT_LENGTH_MAX:
        raise PresentationForged
    try:
        return _verified(text, trust, expected_aud=audience, expected_nonce=nonce)
    except _UNREADABLE:
        pass
    try:  # Once more without the binding, to say which of the two does not hold.
        _verified(text, trust)
    except _UNREADABLE:
        raise PresentationForged from None
    raise HolderNotProven


def _verified(text: str, trust: Trust, **bound: str) -> dict[str, Any]:
    def key_of(issuer: str, header: dict[str, Any]) -> JWK:
        if header.get("alg") != ALGORITHM or header.get("typ") != FORMAT or issuer != trust.addresses.issuer:
            raise ValueError
        return trust.keys[str(header["kid"])].sd_jwt

    whole: dict[str, Any] = SDJWTVerifier(text, key_of, **bound).get_verified_payload()
    return whole


def _place_of(whole: dict[str, Any], text: str, trust: Trust) -> dict[str, Any]:
    """Where the status is told, once it is certain that this is our e-card and nobody added a disclosure to it."""
    disclosures = text.count("~") - 1
    try:
        place: dict[str, Any] = whole["status"]["status_list"]
        shaped = isinstance(place["idx"], int) and isinstance(place["uri"], str) and {"exp", "iat"} <= whole.keys()
    except _UNREADABLE:
        raise PresentationForged from None
    if not shaped or whole.get("vct") != trust.addresses.type or disclosures != len(whole.keys() - VISIBLE):
        raise PresentationForged
    return place


def _check_moment(text: str, at: datetime) -> None:
    """The presenter signed just now."""
    try:
        bound = json.loads(jws.extract_compact(text.rpartition("~")[2].encode()).payload)
        made = datetime.fromtimestamp(bound["iat"], UTC)
    except (*_UNREADABLE, OverflowError, OSError):
        raise HolderNotProven from None
    if not at - PRESENTED_WITHIN <= made <= at + AHEAD:
        raise HolderNotProven


def _key_id(token: str) -> str:
    """Whose key to try: read before anything is proven, and used for nothing else."""
    return str(jws.extract_compact(token.encode(), registry=LONG_HEADERS).protected["kid"])
