"""The kinds of evidence of life, one a file, found by looking.

A kind is a module here with `KIND`, its code; its weight and for how many days it counts are values of the rulebook
(`entitlements.<kind>_points`, `entitlements.<kind>_days`). A silent kind has `gather(tx, holders, since, until)` too:
what the platform knows already, and nobody is asked. A kind that must be witnessed has `check(...)` of its own.
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from types import ModuleType

from onecard.domains.entitlements.models import Evidence
from onecard.kernel.postgres.transaction import Transaction

Gather = Callable[[Transaction, Sequence[object], datetime, datetime], list[Evidence]]


@cache
def all_kinds() -> tuple[ModuleType, ...]:
    """Every kind, by name."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__) if not one.ispkg)
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def codes() -> tuple[str, ...]:
    """The code of every kind."""
    return tuple(str(one.KIND) for one in all_kinds())


def silent() -> tuple[ModuleType, ...]:
    """The kinds for which nobody is asked."""
    return tuple(one for one in all_kinds() if hasattr(one, "gather"))
