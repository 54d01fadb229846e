"""The halves of a card as their page shows them: state in words with an icon, what locks one, and what may be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from onecard.domains.cards import api as cards

Say = Callable[..., str]
#: Icon and colour of each half.
_MARKS: dict[cards.Half, tuple[str, str]] = {
    "social": ("heart-pulse", ""),
    "bank": ("landmark", "gold"),
    "transport": ("bus-front", "green"),
}
_TAGS: dict[cards.HalfState, tuple[str, str]] = {
    "active": ("good", "circle-check"),
    "locked": ("bad", "lock"),
    "inactive": ("warn", "circle-dashed"),
}
#: What a page of events shows; the rest of a card's life stands elsewhere.
_EVENTS = frozenset(
    {"half_activated", "half_locked", "half_unlocked", "pin_given", "pin_reset", "pin_changed", "pin_locked"}
)
_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class ShownHalf:
    """A half in this visitor's words. `act` is lock, unlock or nothing; `elsewhere` then says who can help."""

    half: cards.Half
    mark: str
    colour: str
    name: str
    what: str
    state: str
    tag: str
    tag_mark: str
    causes: tuple[str, ...]
    pin: str
    may_change_pin: bool
    is_initial: bool
    act: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """Something that happened to a half or its password: what, by whom, when."""

    what: str
    by: str
    happened_at: datetime


def shown_half(one: cards.HalfStanding, t: Say, moment: Callable[[datetime], str]) -> ShownHalf:
    """One half. The holder unlocks what she locked; of the passwords only the social one is changed here."""
    tag, tag_mark = _TAGS[one.state]
    mark, colour = _MARKS[one.half]
    act = _act(one)
    until = t("functions.has.locked_until", until=moment(one.pin_until)) if one.pin_until else ""
    return ShownHalf(
        one.half,
        mark,
        colour,
        t(f"functions.name.{one.half}"),
        t(f"functions.what.{one.half}"),
        t(f"functions.is.{one.state}"),
        tag,
        tag_mark,
        tuple(t(f"functions.cause.{lock.cause}") for lock in one.locks),
        until or t(f"functions.has.{one.pin}", where=t(f"functions.at.{one.half}")),
        one.half == "social" and one.pin in ("initial", "set"),
        one.pin == "initial",
        act,
        "" if act else _elsewhere(one, t),
    )


def shown_events(events: Sequence[cards.CardEvent], t: Say) -> list[ShownEvent]:
    """The latest of what happened to the halves and their passwords."""
    found = [event for event in events if event.event in _EVENTS][:_AT_MOST]
    return [
        ShownEvent(
            t(f"functions.event.{event.event}", half=t(f"functions.half.{event.facts['half']}")),
            t(f"functions.by.{event.actor.partition(' ')[0]}"),
            event.happened_at,
        )
        for event in found
    ]


def _act(one: cards.HalfStanding) -> str:
    if one.state == "active":
        return "lock"
    return "unlock" if any(lock.cause == "holder" for lock in one.locks) else ""


def _elsewhere(one: cards.HalfStanding, t: Say) -> str:
    cause = "inactive" if one.state == "inactive" else one.locks[0].cause if one.locks else "owner"
    where = t("functions.by_keeper", keeper=t(f"functions.at.{one.half}"))
    return f"{t(f'functions.why_not.{cause}')} {where}"
