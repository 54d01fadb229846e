"""Who hears of what happened: every part with a `handlers` module, found by looking.

Its `HANDLERS` says which functions are called for which topic (see kernel.outbox); nothing is listed here.
"""

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.resources import files

from onecard.doors.schema import parts
from onecard.kernel.outbox import Handler, Handlers


@cache
def all_handlers() -> Handlers:
    """Topic → handlers, of every part that has some."""
    return joined(
        import_module(f"{part}.handlers").HANDLERS for part in parts() if files(part).joinpath("handlers.py").is_file()
    )


def joined(several: Iterable[Handlers]) -> Handlers:
    """One table of several: a topic may be heard by more than one part."""
    found: dict[str, list[Handler]] = {}
    for handlers in several:
        for topic, heard_by in handlers.items():
            found.setdefault(topic, []).extend(heard_by)
    return found
