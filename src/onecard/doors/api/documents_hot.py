"""The two hot operations as OpenAPI: bare ASGI has no handler to read, so its structs describe them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.doors.api.hot import UploadBody, UseBody
from onecard.doors.security import errors
from onecard.kernel.errors import Problem, all_problems

TERMINAL_PROBLEMS: tuple[type[Problem], ...] = (
    errors.SignatureMissing, errors.SignatureMalformed, errors.DigestMismatch, errors.SignatureInvalid,
    errors.SignatureStale, errors.TerminalUnknown, errors.TerminalRevoked, errors.TerminalClosed,
    errors.RegisterUnavailable,
)  # fmt: skip
_HERE = ("onecard.domains.usage.", "onecard.verifier.", "onecard.scenes.", "onecard.doors.api.hot_errors")


class Why(msgspec.Struct, frozen=True):
    """One reason: its code, its words, the document behind it."""

    code: str
    zh: str
    en: str
    source: str
    illustrative: bool


class Receipt(msgspec.Struct, frozen=True):
    """An accepted use: what it cost, who bore it, and why."""

    outcome: str
    use_id: UUID
    scene: str
    happened_at: datetime
    price_fen: int
    paid_fen: int
    borne_by_others_fen: int
    why: list[Why]
    facts: dict[str, Any]
    repeated: bool


class UploadLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to one uploaded use: amounts where it was accepted, code and words where it was refused."""

    sequence: int
    use_id: UUID
    outcome: str
    repeated: bool
    price_fen: int | msgspec.UnsetType = msgspec.UNSET
    paid_fen: int | msgspec.UnsetType = msgspec.UNSET
    code: str | msgspec.UnsetType = msgspec.UNSET
    title: str | msgspec.UnsetType = msgspec.UNSET
    title_zh: str | msgspec.UnsetType = msgspec.UNSET
    next_step: str | msgspec.UnsetType = msgspec.UNSET
    next_step_zh: str | msgspec.UnsetType = msgspec.UNSET


class UploadAnswer(msgspec.Struct, frozen=True):
    """Totals first, then a line a use, in the order they were sent."""

    accepted: int
    refused: int
    repeated: int
    paid_fen: int
    uses: list[UploadLine]


_USE = {
    "sequence": 41,
    "presentation": "OC1…",
    "happened_at": "2026-11-23T10:00:00+08:00",
    "details": {"direction": "in"},
}
_USE_ID = UUID("0193535e-0000-7000-8000-000000000003")
RECEIPT = Receipt(
    "accepted", _USE_ID, "transit", datetime(2026, 11, 23, 2, 0, tzinfo=UTC), 200, 0, 200,
    [Why("transit.elder_free", "六十五岁以上免费", "free from 65 on", "示例文件", illustrative=True)], {},
    repeated=False,
)  # fmt: skip
_UPLOADED = UploadAnswer(1, 0, 0, 0, [UploadLine(41, _USE_ID, "accepted", repeated=False, price_fen=200, paid_fen=0)])
_SIGNED = ("content-digest", "signature-input", "signature")


def hot_problems() -> tuple[type[Problem], ...]:
    """Every way a use can be refused, wherever it is said."""
    return tuple(one for one in all_problems() if one.__module__.startswith(_HERE)) + TERMINAL_PROBLEMS


def hot_schemas() -> dict[str, Any]:
    """The shapes of both operations, by name."""
    shapes = [UseBody, UploadBody, Receipt, UploadAnswer]
    return msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")[1]


def hot_paths(refusals: dict[str, Any]) -> dict[str, Any]:
    """Both paths, with these responses for refusals."""
    return {
        "/v1/uses": _path(
            id="sendUse", summary="上送用卡 · Send one use", sent=UseBody, example=_USE, said=RECEIPT,
            refusals=refusals,
        ),
        "/v1/uploads": _path(
            id="uploadUses", summary="补传用卡 · Upload offline uses", sent=UploadBody,
            example={"uses": [_USE]}, said=_UPLOADED, refusals=refusals,
        ),
    }  # fmt: skip


def _path(
    *, id: str, summary: str, sent: type, example: Any, said: msgspec.Struct, refusals: dict[str, Any]
) -> dict[str, Any]:
    return {
        "post": {
            "operationId": id,
            "summary": summary,
            "tags": ["uses"],
            "description": "Signed by the terminal; idempotent by its sequence: sent again, it is answered again.",
            "parameters": [
                {"name": n, "in": "header", "required": True, "schema": {"type": "string"}} for n in _SIGNED
            ],
            "requestBody": {"required": True, "content": {"application/json": _content(sent) | _example(example)}},
            "responses": {
                "200": {"description": "done", "content": {"application/json": _content(type(said)) | _example(said)}},
                **refusals,
            },
        }
    }


def _content(shape: type) -> dict[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}


def _example(value: Any) -> dict[str, Any]:
    return {"examples": {"example": {"value": msgspec.to_builtins(value)}}}
