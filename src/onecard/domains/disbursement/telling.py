"""A line's news for people: what is, why, what to do next; each (中文, English)."""

from onecard.domains.disbursement.models import Line, LineEvent
from onecard.domains.disbursement.reasons import OTHER
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


def tell_payee(line: Line) -> dict[str, Said]:
    """The same for whoever is to get the money: `said`, `next`, and `reason` of what came back."""
    mark = "disputed" if line.disputed_at else "doubted" if line.doubted_at else line.state
    said = _words(f"yours.{mark}")
    if mark not in HOME:
        return {"said": said, "next": _words(f"yours_next.{mark}")}
    fix = _words("yours_next.again" if line.reissued_as else f"yours_fix.{line.reason}")
    return {"said": said, "next": fix, "reason": _words(f"reason.{line.reason}")}


def tell_reason(reason: str) -> Said:
    """Why a bank did not pay; what is no code of ours is said as it is."""
    return _words(f"reason.{reason}") if f"reason.{reason}" in WORDS.codes() else (reason, reason)


def say_text(event: str, *, reason: str | None, **facts: object) -> Said:
    """A text about something that happened: `purpose`, `period`, `amount_fen` and the account's last digits."""
    came = event in ("paid", "settled_paid")
    if came:
        return _words("text.came", **facts)
    why, fix = tell_reason(reason or OTHER), _words(f"yours_fix.{reason or OTHER}")
    zh, en = ({"why": why[place], "fix": fix[place], **facts} for place in (0, 1))
    return WORDS.say("text.back", zh, "zh"), WORDS.say("text.back", en, "en")


def _words(code: str, **facts: object) -> Said:
    return WORDS.say(code, facts, "zh"), WORDS.say(code, facts, "en")


def _joined(one: Said, other: Said) -> Said:
    return f"{one[0]} {other[0]}", f"{one[1]} {other[1]}"
