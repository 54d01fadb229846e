"""What the rulebook says about sites and year passes, read once and remembered (a book never changes)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from onecard.rules.book import Book, Dated
from onecard.rules.passes import pass_period
from onecard.scenes.tourism.models import YearPass

_PASS = "tourism.year_pass"  # noqa: S105  a pass for sites, not a password


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an alliance's year pass as they stood on the day it was bought."""

    price: Dated
    within_days: Dated
    valid_years: Dated
    visits_per_site_day: Dated
    issuer_percent: Dated
    share: Dated
    open_to: Dated
    sites_of: Dated

    def period(self, bought: date, activated: date | None) -> tuple[date, date]:
        """The first and the last day of a pass bought then."""
        return pass_period(
            bought=bought,
            activated=activated,
            within_days=self.within_days.value,
            valid_years=self.valid_years.value,
        )


@lru_cache(maxsize=4096)
def terms_of(book: Book, alliance: str, bought: date) -> Terms | None:
    """The terms on that day; None where the alliance sells no pass."""
    names = ("price_fen", "activate_within_days", "valid_years", "visits_per_site_day")
    said = [
        book.alliance_value(f"{_PASS}.{name}", alliance=alliance, on=bought)
        for name in (*names, "issuer_percent", "share_fen", "open_to", "sites_of")
    ]
    found = [value for value in said if value is not None]
    return Terms(*found) if len(found) == len(said) else None


def must_have_terms(book: Book, held: YearPass) -> Terms:
    """The terms a pass was sold on; a book keeps its past, so they must be there."""
    terms = terms_of(book, held.alliance, held.bought)
    assert terms is not None, f"no terms for a pass of {held.alliance} bought {held.bought}"
    return terms


@dataclass(frozen=True, slots=True)
class Site:
    """A scenic site: its ticket, and how many shares it earns for a visit by pass."""

    id: str
    name_zh: str
    name_en: str
    ticket_fen: int
    visit_share: int
    rule: Dated


@lru_cache(maxsize=8192)
def site_at(book: Book, place: int, site: str, day: date) -> Site | None:
    """A site of the place's list on that day."""
    listed = book.find("tourism.sites", place=place, on=day)
    told: Mapping[str, Any] | None = listed.value.get(site) if listed else None
    if listed is None or told is None:
        return None
    return Site(site, told["name_zh"], told["name_en"], told["ticket_fen"], told["visit_share"], listed)


def source_of(value: Dated) -> dict[str, str]:
    """The citation of a rule as a refusal's facts carry it."""
    return {"rule": value.name, "source": value.source or "示例 / illustrative"}
