"""The life of a year pass, pure: waiting → active → expired → settled, or waiting → refunded.

Nothing has to happen for a pass to become active on day 91 or to expire: its phase is read from its dates.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from onecard.rules.columns import share
from onecard.rules.split import split
from onecard.scenes.tourism.errors import PassNotActivatable, PassNotRefundable
from onecard.scenes.tourism.models import Phase, YearPass
from onecard.scenes.tourism.terms import Terms, source_of

PHASE_WORDS: Mapping[Phase, tuple[str, str]] = {
    "waiting": ("未启用", "not started"),
    "active": ("使用中", "in use"),
    "expired": ("已到期", "over"),
    "refunded": ("已退", "refunded"),
    "settled": ("已到期", "over"),
}


def phase_on(held: YearPass, terms: Terms, day: date) -> Phase:
    """Where the pass stands on a day."""
    if held.refunded is not None:
        return "refunded"
    if held.settled is not None:
        return "settled"
    first, last = terms.period(held.bought, held.activated)
    if day < first:
        return "waiting"
    return "active" if day <= last else "expired"


def activate(held: YearPass, terms: Terms, day: date) -> YearPass:
    """Make a waiting pass active from that day; one that is active already stays as it is and keeps its end."""
    phase = phase_on(held, terms, day)
    if phase == "active":
        return held
    if phase != "waiting":
        zh, en = PHASE_WORDS[phase]
        raise PassNotActivatable(phase_zh=zh, phase_en=en)
    return replace(held, activated=day)


def refund(held: YearPass, terms: Terms, day: date) -> YearPass:
    """Give a waiting pass back; a refunded one stays as it is."""
    phase = phase_on(held, terms, day)
    if phase == "refunded":
        return held
    if phase != "waiting":
        _, last = terms.period(held.bought, held.activated)
        days = terms.within_days
        raise PassNotRefundable(days=days.value, last=last.isoformat(), **source_of(days))
    return replace(held, refunded=day)


def settle(held: YearPass, terms: Terms, day: date) -> YearPass:
    """Close an expired pass; its escrow is to be emptied by `remainder_parts`."""
    assert phase_on(held, terms, day) == "expired", "only an expired pass is settled"
    return replace(held, settled=day)


def earnable_fen(held: YearPass, terms: Terms) -> int:
    """What sites can still earn from the pass: the price less the issuer's fee, less what they have earned."""
    return max(held.price_fen - share(held.price_fen, terms.issuer_percent.value) - held.spent_fen, 0)


def remainder_parts(held: YearPass, terms: Terms) -> dict[int, int]:
    """Province → fen: the seller's fee, and what no site has earned split evenly. The parts empty the escrow."""
    left = earnable_fen(held, terms)
    provinces: list[int] = list(terms.sites_of.value)
    parts = dict(zip(provinces, split(left, [1] * len(provinces)), strict=True))
    seller = held.escrow // 100 * 10000
    parts[seller] = parts.get(seller, 0) + held.price_fen - held.spent_fen - left
    return {province: fen for province, fen in parts.items() if fen}
