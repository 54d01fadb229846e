"""What a service asks for: pushed beforehand by the proven service (RFC 9126), begun by one browser, ended once.

Nothing of it travels through the browser but a handle that is good for one browser and some minutes.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from onecard.doors.openid.clients import Client
from onecard.doors.openid.errors import RequestOver, RequestWrong, ScopeNotAgreed
from onecard.doors.openid.scopes import OPENID, in_order, ways
from onecard.doors.openid.store import digest, sql
from onecard.kernel.postgres.transaction import Transaction

URN = "urn:ietf:params:oauth:request_uri:"
#: How long a pushed request may wait for its browser, and how long the person then has.
WAITS, LASTS = timedelta(seconds=90), timedelta(minutes=15)
PROMPTS = frozenset({"none", "login", "consent", "select_account"})
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_TEXT_MAX = 512


class Asked(msgspec.Struct, frozen=True):
    """The parameters of a sign-in request, checked."""

    redirect_uri: str
    scopes: list[str]
    challenge: str
    state: str | None = None
    nonce: str | None = None
    prompts: list[str] = []
    max_age: int | None = None
    acr_values: list[str] = []

    @property
    def ways(self) -> tuple[str, ...]:
        """The levels of assurance that satisfy it."""
        return ways(self.acr_values)


@dataclass(frozen=True, slots=True)
class Begun:
    """A request that a browser has begun."""

    request_hash: bytes
    client_id: str
    asked: Asked
    begun_at: datetime
    expires_at: datetime


def read_request(client: Client, form: Mapping[str, str]) -> Asked:
    """Check a pushed request; raises RequestWrong or ScopeNotAgreed."""
    _require(form.get("response_type") == "code", "response_type 须为 code", "response_type must be code")
    _require(form.get("response_mode", "query") == "query", "response_mode 须为 query", "response_mode must be query")
    _require("request" not in form, "不支持 request 参数", "the parameter request is not supported")
    _require("request_uri" not in form, "不能带 request_uri", "request_uri must not be pushed")
    _require(
        form.get("redirect_uri") in client.redirect_uris,
        "redirect_uri 未登记（须逐字一致）",
        "redirect_uri is not registered (it is compared character by character)",
    )
    _require(form.get("code_challenge_method") == "S256", "须使用 PKCE S256", "PKCE with S256 is needed")
    challenge = form.get("code_challenge", "")
    _require(bool(_CHALLENGE.fullmatch(challenge)), "code_challenge 格式不正确", "code_challenge is malformed")
    asked = form.get("scope", "").split()
    if OPENID not in asked or not set(asked) <= set(client.scopes):
        raise ScopeNotAgreed
    prompts = form.get("prompt", "").split()
    known = set(prompts) <= PROMPTS and not ("none" in prompts and len(prompts) > 1)
    _require(known, "prompt 取值不正确", "prompt is not well formed")
    return Asked(
        form["redirect_uri"],
        in_order(asked),
        challenge,
        _text(form, "state"),
        _text(form, "nonce"),
        prompts,
        _seconds(form.get("max_age")),
        form.get("acr_values", "").split()[:10],
    )


def push_request(tx: Transaction, client: Client, asked: Asked, *, at: datetime) -> str:
    """Keep a request; returns its `request_uri`, good for one browser within `WAITS`."""
    handle = secrets.token_urlsafe(32)
    sql.push_request(
        tx,
        request_hash=digest(handle),
        client_id=client.client_id,
        asked=msgspec.json.encode(asked).decode(),
        at=at,
        expires_at=at + WAITS,
    )
    return URN + handle


def begin_request(tx: Transaction, *, client_id: str, handle: str, browser: str, at: datetime) -> Begun:
    """Give the request to this browser, the first that brings it; RequestOver for any other."""
    row = sql.begin_request(
        tx, request_hash=digest(handle), client_id=client_id, browser_hash=digest(browser), at=at, until=at + LASTS
    )
    return _begun(row)


def find_request(tx: Transaction, *, handle: str, browser: str, at: datetime) -> Begun:
    """The request that this browser began under this handle; RequestOver where there is none."""
    return _begun(sql.find_request(tx, request_hash=digest(handle), browser_hash=digest(browser), at=at))


def find_open_request(tx: Transaction, request_hash: bytes, *, at: datetime) -> Begun:
    """The same by its hash, for the phone to which the desk showed a code."""
    return _begun(sql.find_open_request(tx, request_hash=request_hash, at=at))


def end_request(tx: Transaction, begun: Begun, *, at: datetime) -> None:
    """It is answered now; of two answers at once the second finds it over."""
    if not sql.end_request(tx, request_hash=begun.request_hash, at=at):
        raise RequestOver


def _begun(row: Any) -> Begun:
    if row is None:
        raise RequestOver
    asked = msgspec.json.decode(row.asked, type=Asked)
    return Begun(bytes(row.request_hash), row.client_id, asked, row.begun_at, row.expires_at)


def _text(form: Mapping[str, str], name: str) -> str | None:
    text = form.get(name)
    fits = text is None or (len(text) <= _TEXT_MAX and "\0" not in text)
    _require(fits, f"{name} 过长", f"{name} is too long")
    return text


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    _require(text.isascii() and text.isdigit() and len(text) <= 9, "max_age 须为秒数", "max_age must be seconds")
    return int(text)


def _require(holds: bool, what_zh: str, what_en: str) -> None:
    if not holds:
        raise RequestWrong(what_zh=what_zh, what_en=what_en)
