"""Reading what a what-if assumes of people: national/facts/assumptions.yaml, held against the list of facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import msgspec

from onecard.rulebook.pages import Page, read_page
from onecard.rules.programmes.assuming import Assumption, Slice, encoded
from onecard.rules.programmes.facts import RECEIVES, Fact
from onecard.rules.programmes.typed import most_of

PAGE = "national/facts/assumptions.yaml"
#: What the nation's data holds of everybody: nothing of it is assumed.
HELD = ("born", "registered_division")


class _Page(msgspec.Struct, forbid_unknown_fields=True):
    illustrative: bool
    note: str
    assumes: dict[str, Assumption]


@dataclass(frozen=True)
class Assumed:
    """Every assumption by the fact's name, and what must be said beside a figure that rests on one."""

    facts: Mapping[str, Assumption]
    note: str


def read_assumptions(root: Traversable, facts: Mapping[str, Fact]) -> Assumed:
    """The page; a slip in it stops the load."""
    page = read_page(root / PAGE, PAGE)
    said = page.convert(page.data, _Page)
    if not said.illustrative:
        page.fail("illustrative", expected="true: nothing that is assumed has a source")
    for name, one in said.assumes.items():
        if name not in facts or name in HELD or name.startswith(RECEIVES):
            page.fail("assumes", name, expected="a fact of benefits.yaml that the nation's data does not hold")
        if bool(one.slices) == bool(one.same_as) or (one.same_as and one.same_as not in HELD):
            page.fail("assumes", name, expected=f"slices, or same_as one of {', '.join(HELD)}")
        for place, each in enumerate(one.slices):
            _check(page, facts[name], each, ("assumes", name, "slices", place))
    return Assumed(said.assumes, said.note)


def _check(page: Page, fact: Fact, said: Slice, at: tuple[object, ...]) -> None:
    if not 0 < said.permille <= 1000 or not 0 <= said.age_from < said.age_below:
        page.fail(*at, expected="permille from 1 to 1000, and age_from below age_below")
    if (said.value is None) == (said.between is None):
        page.fail(*at, expected="either value or between")
    if said.between is not None:
        low, high = said.between
        if fact.kind not in ("number", "day", "dates") or not 0 <= low <= high <= most_of(fact):
            page.fail(*at, "between", expected=f"[low, high] of whole numbers up to {most_of(fact)} ({fact.unit})")
        return
    if fact.kind == "flag":
        suits = said.value is True
    elif fact.kind == "word":
        suits = said.value in fact.words
    else:
        suits = fact.kind == "number" and type(said.value) is int and 0 <= encoded(fact, said.value) <= most_of(fact)
    if not suits:
        page.fail(*at, "value", expected=f"a value of {fact.name} ({fact.unit}); a flag can only be true")
