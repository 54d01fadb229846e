"""The tourism year pass as pages show it. The pass desk belongs to its scene; without that scene there is no page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from onecard.doors.look.manner import Manner
from onecard.kernel.plugins import discover
from onecard.rules.book import Book, Dated

Say = Callable[..., str]
_PASS = "tourism.year_pass"  # noqa: S105  # a ticket, not a secret
_COLOURS = {"waiting": "warn", "active": "good"}


@dataclass(frozen=True, slots=True)
class ShownPass:
    """A pass somebody holds."""

    id: UUID
    name: str
    state: str
    kind: str
    bought: date
    first: date
    last: date
    price_fen: int
    waiting: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A pass that can be bought: its price, its terms in words, and whether any of them is illustrative."""

    id: str
    name: str
    price_fen: int
    lines: list[str]
    sources: list[str]
    illustrative: bool


@cache
def pass_desk() -> Any | None:
    """The pass desk of the scene that has one, or None."""
    return next((desk for desk in (one.module("desk") for one in discover("onecard.scenes")) if desk), None)


def shown_pass(view: Any, book: Book, t: Say, manner: Manner) -> ShownPass:
    """A `HeldPass` of the scene in words."""
    return ShownPass(
        view.held.pass_id,
        _name(view.held.alliance, book, t, manner),
        t(f"pass.phase.{view.phase}"),
        _COLOURS.get(view.phase, ""),
        view.held.bought,
        view.first,
        view.last,
        view.held.price_fen,
        waiting=view.phase == "waiting",
        usable=view.phase == "active",
    )


def offers_to(issuer: int, book: Book, day: date, t: Say, manner: Manner) -> list[Offer]:
    """The passes that holders of this province's cards may buy today."""
    found = []
    for alliance in book.places.alliances_of(issuer, on=day):
        terms = {name: book.alliance_value(f"{_PASS}.{name}", alliance=alliance.id, on=day) for name in _TERMS}
        held = {name: value for name, value in terms.items() if value is not None}
        if len(held) == len(_TERMS) and issuer // 10000 * 10000 in held["open_to"].value:
            found.append(_offer(alliance.id, held, book, t, manner))
    return found


def _offer(alliance: str, terms: dict[str, Dated], book: Book, t: Say, manner: Manner) -> Offer:
    named = (book.places.divisions[code] for code in terms["sites_of"].value)
    sites = manner.pick("、", ", ").join(manner.pick(one.name_zh, one.name_en) for one in named)
    lines = [
        t("pass.sites", places=sites),
        t("pass.visits", visits=terms["visits_per_site_day"].value),
        t("pass.years", years=terms["valid_years"].value),
        t("pass.within", days=terms["activate_within_days"].value),
    ]
    sources = list(dict.fromkeys(value.source for value in terms.values() if value.source))
    illustrative = any(value.illustrative for value in terms.values())
    return Offer(alliance, _name(alliance, book, t, manner), terms["price_fen"].value, lines, sources, illustrative)


def _name(alliance: str, book: Book, t: Say, manner: Manner) -> str:
    found = next((one for one in book.places.alliances if one.id == alliance), None)
    region = manner.pick(found.name_zh, found.name_en) if found else ""
    return t("pass.of", region=region)


_TERMS = ("price_fen", "activate_within_days", "valid_years", "visits_per_site_day", "open_to", "sites_of")
