"""Why: the condition that held, the value that was used, the document that says so."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation.

    `code` names the words (`words/{zh,en}.toml`), `facts` fill their braces (whole fen, ages, dates, names),
    `source` is the document; `illustrative` is True where no source is known, and every page says so.
    """

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)
    source: str = ""
    illustrative: bool = False
