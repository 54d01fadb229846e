"""Conditions and amounts from YAML: a mapping of one key (the node's name) to its fields, read strictly.

`{is: student}` is short for `{is: {fact: student}}`: a single text fills the first field. A list fills `of`.
"""

from typing import Any, get_args

from onecard.rulebook.pages import Page
from onecard.rules.programmes.amounts import Amount
from onecard.rules.programmes.conditions import Condition, Level


def _by_name(union: Any) -> dict[str, type]:
    """AgeFrom is `age_from`."""
    return {
        "".join(f"_{one.lower()}" if one.isupper() else one for one in kind.__name__).lstrip("_"): kind
        for kind in get_args(union)
    }


CONDITIONS, AMOUNTS = _by_name(Condition), _by_name(Amount)


def read_conditions(page: Page, said: Any, *at: object) -> tuple[Any, ...]:
    """A list of conditions."""
    if not isinstance(said, list) or not said:
        page.fail(*at, expected="a list of conditions")
    return tuple(_node(page, one, CONDITIONS, *at, number) for number, one in enumerate(said))


def read_amount(page: Page, said: Any, *at: object) -> Any:
    """One amount."""
    return _node(page, said, AMOUNTS, *at)


def _node(page: Page, said: Any, kinds: dict[str, type], *at: object) -> Any:
    if not isinstance(said, dict) or len(said) != 1 or next(iter(said)) not in kinds:
        page.fail(*at, expected=f"one of {', '.join(kinds)}, with its fields")
    [(name, fields)] = said.items()
    kind: Any = kinds[name]
    known: tuple[str, ...] = kind.__struct_fields__
    if not isinstance(fields, dict):
        fields = {"of" if isinstance(fields, list) else known[0]: fields}
    for field in fields.keys() - set(known):
        page.fail(*at, name, field, expected=f"one of {', '.join(known)}")
    read = {field: _field(page, one, field, kinds, *at, name, field) for field, one in fields.items()}
    missing = [field for field in known[: len(known) - len(kind.__struct_defaults__)] if field not in read]
    if missing:
        page.fail(*at, name, expected=f"also {', '.join(missing)}")
    return kind(**read)


def _field(page: Page, said: Any, field: str, kinds: dict[str, type], *at: object) -> Any:
    if field == "of":
        if isinstance(said, list) and said:
            return tuple(_node(page, one, kinds, *at[:-1], number) for number, one in enumerate(said))
        return _node(page, said, kinds, *at)
    if field in ("facts", "values"):
        listed = said if isinstance(said, list) else [said]
        if not listed or not all(isinstance(one, str) for one in listed):
            page.fail(*at, expected="names")
        return tuple(listed)
    if not isinstance(said, str) or (field == "within" and said not in get_args(Level)):
        page.fail(*at, expected=" | ".join(get_args(Level)) if field == "within" else "a name")
    return said
