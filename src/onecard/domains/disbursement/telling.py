"""A line's news for people: what is, why, what to do next; each (中文, English)."""

from onecard.domains.disbursement.models import Line, LineEvent
from onecard.domains.disbursement.states import HOME
from onecard.kernel.words import load_words

WORDS = load_words("onecard.domains.disbursement")
Said = tuple[str, str]


def tell(line: Line) -> dict[str, Said]:
    """`said`, `next`, and for a line that came back `reason`: in that order of importance, doubt and dispute first."""
    mark = "disputed" if line.disputed_at else "doubted" if line.doubted_at else line.state
    told = {"said": _words(f"state.{mark}"), "next": _words(f"next.{mark}")}
    if line.state in HOME:
        told["reason"] = _words(f"reason.{line.reason}")
    if mark in HOME:
        number = {"number": line.number}
        fix = _words(f"fix.{line.reason}")
        told["next"] = _words("next.reissued", **number) if line.reissued_as else _joined(fix, told["next"])
    return told


def tell_event(event: LineEvent) -> Said:
    """What happened, with its reason where it has one."""
    said = _words(f"event.{event.event}")
    known = event.reason is not None and f"reason.{event.reason}" in WORDS.codes()
    return _joined(said, _words(f"reason.{event.reason}")) if known else said


def _words(code: str, **facts: object) -> Said:
    return WORDS.say(code, facts, "zh"), WORDS.say(code, facts, "en")


def _joined(one: Said, other: Said) -> Said:
    return f"{one[0]} {other[0]}", f"{one[1]} {other[1]}"
