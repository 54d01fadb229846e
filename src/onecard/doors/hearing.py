"""Who hears of what happened: every part with a `handlers` module, found by looking.

Its `HANDLERS` says which functions are called for which topic (see kernel.outbox), its `SLOW_TOPICS`, if it has any,
which of them work for minutes; nothing is listed here.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import ModuleType

from onecard.doors.schema import parts
from onecard.kernel.outbox import Handler, Handlers


@cache
def all_handlers() -> Handlers:
    """Topic → handlers, of every part that has some."""
    return joined(module.HANDLERS for module in _modules())


@cache
def slow_topics() -> frozenset[str]:
    """The topics whose handlers work for minutes."""
    return frozenset().union(*(getattr(module, "SLOW_TOPICS", ()) for module in _modules()))


def joined(several: Iterable[Handlers]) -> Handlers:
    """One table of several: a topic may be heard by more than one part."""
    found: dict[str, list[Handler]] = {}
    for handlers in several:
        for topic, heard_by in handlers.items():
            found.setdefault(topic, []).extend(heard_by)
    return found


#: Hears and has no tables of its own.
_MORE = ("onecard.doors.entitlements",)


def _modules() -> list[ModuleType]:
    hearing = [part for part in (*parts(), *_MORE) if files(part).joinpath("handlers.py").is_file()]
    return [import_module(f"{part}.handlers") for part in hearing]
