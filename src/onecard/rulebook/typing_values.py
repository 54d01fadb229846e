"""Values of programmes as people type them: `70000`, `700.00`, `80:10000, 90:50000`, `central:50, county:50`, JSON."""

import re
from typing import Any

import msgspec

_PAIR = re.compile(r"\s*([0-9]+|[a-z_]+)\s*[:：]\s*([0-9]+)\s*")
_WHOLE, _YUAN = re.compile(r"[0-9]{1,15}", re.ASCII), re.compile(r"([0-9]{1,13})\.([0-9]{2})", re.ASCII)
_LENGTH_MAX = 2000


def read_value(unit: str, text: str) -> Any:
    """The value as a page of the rulebook would hold it; the text itself where it cannot be read as the unit asks."""
    text = text.strip()[:_LENGTH_MAX]
    if text in ("true", "false"):
        return text == "true"
    if yuan := _YUAN.fullmatch(text) if unit == "fen" else None:
        return int(yuan[1] + yuan[2])
    if _WHOLE.fullmatch(text):
        return [int(text)] if unit in ("choices", "ages") else int(text)
    if text[:1] in ("[", "{"):
        return _json(text)
    return _listed(unit, text)


def write_value(value: Any) -> str:
    """The short form that `read_value` understands, of any value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict) and all(type(one) is int for one in value.values()):
        return ", ".join(f"{key}:{one}" for key, one in value.items())
    if isinstance(value, list):
        paired = value and all(isinstance(one, list) and len(one) == 2 for one in value)
        return ", ".join(f"{one[0]}:{one[1]}" for one in value) if paired else ", ".join(map(str, value))
    return str(value) if isinstance(value, int | str) else msgspec.json.encode(value).decode()


def numbered(value: Any) -> Any:
    """A value out of JSON, which has only text for keys: ages become numbers again."""
    if isinstance(value, dict) and value and all(_WHOLE.fullmatch(key) for key in value):
        return {int(key): one for key, one in value.items()}
    return value


def _json(text: str) -> Any:
    try:
        return numbered(msgspec.json.decode(text))
    except msgspec.DecodeError:
        return text


def _listed(unit: str, text: str) -> Any:
    """`a:1, b:2` as bands or a table; `1, 2` or `a, b` as choices."""
    parts = re.split(r"[,，、;；]", text)
    pairs = [_PAIR.fullmatch(part) for part in parts]
    if all(pairs):
        found = [(pair[1], int(pair[2])) for pair in pairs if pair]
        if unit == "bands":
            return [[int(key), one] for key, one in found] if all(key.isdigit() for key, _ in found) else text
        if len(dict(found)) < len(found):
            return text
        return {int(key) if key.isdigit() else key: one for key, one in found}
    if unit in ("choices", "ages"):
        return [int(part) if _WHOLE.fullmatch(part.strip()) else part.strip() for part in parts]
    return text
