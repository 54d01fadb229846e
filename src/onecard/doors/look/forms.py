"""What every door's forms share: the fields of a small form, who sends it, and the cookie of a new session."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.response import Redirect

from onecard.doors.security.envelope import address_of
from onecard.doors.security.errors_visitors import RequestMalformed
from onecard.doors.security.gate import SESSION
from onecard.doors.security.uploads import MULTIPART, read_upload

FIELDS_MAX, FIELD_LENGTH_MAX = 20, 1000


async def small_form(
    request: Request[Any, Any, Any], *, fields_max: int = FIELDS_MAX, length_max: int = FIELD_LENGTH_MAX
) -> Mapping[str, str]:
    """The fields of a urlencoded form; a repeated field counts once, a long one is cut, too many are refused."""
    text = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=fields_max)
    except ValueError:  # more fields than any page of ours has
        raise RequestMalformed from None
    return {name: value[:length_max] for name, value in pairs}


async def file_form(
    request: Request[Any, Any, Any], *, fields_max: int = FIELDS_MAX, length_max: int = FIELD_LENGTH_MAX
) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
    """The fields and the files of a form that may bring some; one without any is read as a small form."""
    kind = request.headers.get("content-type", "").encode("latin-1", "replace")
    if not kind.startswith(MULTIPART):
        return await small_form(request, fields_max=fields_max, length_max=length_max), {}
    found = read_upload(kind, await request.body())
    return {name: value[:length_max] for name, value in found.fields.items()}, found.files


def go_to(path: str, cookie: str = "") -> Redirect:
    """After a form: see another page, so that reloading sends nothing twice."""
    headers = {"Cache-Control": "no-store"} | ({"Set-Cookie": cookie} if cookie else {})
    return Redirect(path, status_code=303, headers=headers)


def is_https(request: Request[Any, Any, Any]) -> bool:
    """Whether the visitor came over TLS; cookies are bound to it."""
    return request.scope["scheme"] == "https"


def brought_by(request: Request[Any, Any, Any]) -> tuple[str, str | None]:
    """The client's address, for limits only, and the token of the session it came with."""
    scope: Any = request.scope
    return address_of(scope), scope.get(SESSION)
