"""Reads what wallets send: forms, JSON and bearer tokens, each no larger than it needs to be."""

import json
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from onecard.doors.wallet.errors import CredentialRequestMalformed, WalletTokenRefused

_FIELDS_MAX, _LENGTH_MAX = 20, 100_000


async def form_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a urlencoded form; of a repeated field the last."""
    text = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text[:_LENGTH_MAX], keep_blank_values=True, max_num_fields=_FIELDS_MAX))
    except ValueError:
        return {}


async def json_of(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """A JSON object."""
    try:
        found = json.loads((await request.body())[:_LENGTH_MAX])
    except (ValueError, RecursionError):
        raise CredentialRequestMalformed from None
    if not isinstance(found, dict):
        raise CredentialRequestMalformed
    return found


def bearer_of(request: Request[Any, Any, Any]) -> str:
    """The access token."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise WalletTokenRefused
    return token
