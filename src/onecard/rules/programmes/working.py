"""The amounts worked out in whole fen, one function for a person and for a column.

Rounding: a multiplication by a part (percent, permille, hundredths of a mu) rounds half a fen up, once, at the end of
that step; everything else is exact. Products must stay below 2**63: the facts are bounded by `typed.MOST`.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

from onecard.rules.columns import greatest, least, share, stepped
from onecard.rules.programmes.amounts import (
    Amount,
    ByAge,
    ByBand,
    ByWord,
    Fixed,
    Formula,
    PerChild,
    Raised,
    Share,
    Sum,
    Times,
    TopUp,
)
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import Facts, Known


def work_out(amount: Amount, here: Bound, facts: Facts) -> Known:  # noqa: PLR0911 - a line a kind
    """The amount in whole fen, for one person or a column, and where everything it needs is known."""
    match amount:
        case Fixed(value):
            return Known(here.value(value))
        case ByAge(bands, fact):
            return _banded(facts.age(fact), here.value(bands))
        case ByBand(fact, bands):
            return _banded(facts.get(fact), here.value(bands))
        case ByWord(fact, table):
            return _worded(facts.get(fact), here.facts[fact].words, here.value(table))
        case PerChild(value, age, fact):
            return _children(facts, fact, here.value(age), here.value(value))
        case TopUp(line, income, members):
            poor, heads = facts.get(income), facts.get(members)
            return Known(greatest(here.value(line) - poor.value, 0) * heads.value, both(poor.known, heads.known))
        case Formula(name):
            return here.functions.amounts[name].work_out(here, facts)
    return _composed(amount, here, facts)


def _composed(amount: Any, here: Bound, facts: Facts) -> Known:
    """The amounts that are made of amounts."""
    if isinstance(amount, Sum):
        parts = [work_out(part, here, facts) for part in amount.of]
        return Known(sum(part.value for part in parts), all_known(parts))
    inner = work_out(amount.of, here, facts)
    match amount:
        case Times(facts=names):
            found = [facts.get(name) for name in names]
            scale = prod(here.facts[name].scale for name in names)
            product = prod((one.value for one in found), start=inner.value)
            exact = product if scale == 1 else (product + scale // 2) // scale
            return Known(exact, all_known([inner, *found]))
        case Share(percent=percent):
            return Known(share(inner.value, here.value(percent)), inner.known)
        case Raised(percent=percent, when=when):
            flag = facts.get(when)
            return Known(
                inner.value + share(inner.value, here.value(percent)) * flag.value, both(inner.known, flag.known)
            )
    return Known(least(inner.value, here.value(amount.most)), inner.known)


def both(one: Any, other: Any) -> Any:
    """Known where both are; True stays True, so that a column without gaps costs nothing."""
    return other if one is True else one if other is True else one & other


def all_known(found: list[Known]) -> Any:
    """Known where all are."""
    known: Any = True
    for one in found:
        known = both(known, one.known)
    return known


def _banded(by: Known, bands: list[list[int]]) -> Known:
    """The last band that is reached."""
    return Known(stepped(by.value, bands), by.known)


def _worded(by: Known, words: tuple[str, ...], table: Mapping[str, int]) -> Known:
    return Known(sum((by.value == words.index(word)) * fen for word, fen in table.items()), by.known)


def _children(facts: Facts, fact: str, below: int, each: int) -> Known:
    births = facts.get(fact)
    if births.known is False:
        return Known(0, False)
    latest = facts.today - below * 10000  # born after this day: not yet that old
    return Known(sum(((born > latest) & (born <= facts.today)) * each for born in births.value), births.known)
