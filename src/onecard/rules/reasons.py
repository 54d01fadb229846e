"""Why: the condition that held, the value that was used, the document that says so."""

from msgspec import Struct


class Reason(Struct, frozen=True):
    """One step of an explanation.

    `code` names the words (`words/{zh,en}.toml`), `facts` fill their braces (whole fen, ages, dates, names),
    `source` is the document; `illustrative` is True where no source is known, and every page says so.
    """

    code: str
    facts: dict[str, str | int] = {}
    source: str = ""
    illustrative: bool = False
