"""Which facts and which values a condition or an amount leans on, and of what kind they must be. One table for all."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from onecard.rules.programmes.amounts import (
    ByAge,
    ByBand,
    ByWord,
    Capped,
    Fixed,
    Formula,
    PerChild,
    Raised,
    Share,
    Times,
    TopUp,
)
from onecard.rules.programmes.conditions import (
    AgeBelow,
    AgeFrom,
    AtLeast,
    Below,
    ChildBelow,
    Is,
    IsNot,
    Local,
    Meets,
    OneOf,
    Receives,
    Some,
    Within,
)
from onecard.rules.programmes.facts import RECEIVES, Kind

#: Kinds of fact that a field may name.
_FACT_FIELDS: dict[type, dict[str, tuple[str, ...]]] = {
    Is: {"fact": ("flag",)},
    IsNot: {"fact": ("flag",)},
    Local: {"fact": ("division",)},
    AgeFrom: {"fact": ("day",)},
    AgeBelow: {"fact": ("day",)},
    AtLeast: {"fact": ("number",)},
    Below: {"fact": ("number",)},
    Some: {"fact": ("number",)},
    OneOf: {"fact": ("number", "word")},
    Within: {"fact": ("number",), "by": ("number",)},
    ChildBelow: {"fact": ("dates",)},
    ByAge: {"fact": ("day",)},
    ByBand: {"fact": ("number",)},
    ByWord: {"fact": ("word",)},
    Times: {"facts": ("number",)},
    PerChild: {"fact": ("dates",)},
    TopUp: {"income": ("number",), "members": ("number",)},
    Raised: {"when": ("flag",)},
    Formula: {"facts": get_args(Kind)},
    Meets: {"facts": get_args(Kind)},
}
#: Units of value that a field may name; "same" is the unit of the node's fact.
_VALUE_FIELDS: dict[type, dict[str, tuple[str, ...]]] = {
    AgeFrom: {"age": ("years", "bands")},
    AgeBelow: {"age": ("years",)},
    AtLeast: {"value": ("same",)},
    Below: {"value": ("same",)},
    OneOf: {"among": ("choices",)},
    Within: {"limits": ("bands",)},
    ChildBelow: {"age": ("years",)},
    Fixed: {"value": ("fen",)},
    ByAge: {"bands": ("bands",)},
    ByBand: {"bands": ("bands",)},
    ByWord: {"table": ("table",)},
    PerChild: {"value": ("fen",), "age": ("years",)},
    TopUp: {"line": ("fen",)},
    Share: {"percent": ("percent", "parts in a hundred")},
    Raised: {"percent": ("percent", "parts in a hundred")},
    Capped: {"most": ("fen",)},
}


class Use(NamedTuple):
    """One name in a node: the field it stands in, and the kinds or units that fit there."""

    node: Any
    field: str
    name: str
    fits: tuple[str, ...]


def inner(node: Any) -> tuple[Any, ...]:
    """The nodes a node is made of."""
    of = getattr(node, "of", ())
    return of if isinstance(of, tuple) else (of,)


def every(node: Any) -> Iterator[Any]:
    """The node and all below it."""
    yield node
    for one in inner(node):
        yield from every(one)


def fact_uses(node: Any) -> Iterator[Use]:
    """Every fact named in a node and below it (but "receives …", which is a programme)."""
    for one in every(node):
        for field, fits in _FACT_FIELDS.get(type(one), {}).items():
            said = getattr(one, field)
            for name in said if isinstance(said, tuple) else (said,):
                yield Use(one, field, name, fits)


def value_uses(node: Any) -> Iterator[Use]:
    """Every value named in a node and below it; what a function takes may be of any unit."""
    for one in every(node):
        if isinstance(one, Formula | Meets):
            yield from (Use(one, "values", name, ()) for name in one.values)
        for field, fits in _VALUE_FIELDS.get(type(one), {}).items():
            yield Use(one, field, getattr(one, field), fits)


def facts_of(node: Any) -> tuple[str, ...]:
    """The names of the facts a node looks at, each once."""
    received = [RECEIVES + one.programme for one in every(node) if isinstance(one, Receives)]
    return tuple(dict.fromkeys([use.name for use in fact_uses(node)] + received))
