"""The law as data: national values, one folder a province, one an alliance; loaded into a `rules.book.Book`.

`load()` gives the Book that every decision asks; `facts()` what the boards tell beside it (alliances with their
outline, laws, goals, trend). Names and format: README.md in this folder. A page that breaks the format stops the
load with its file, line and key.
"""

from onecard.rulebook.assumptions import Assumed
from onecard.rulebook.catalogue import Catalogue
from onecard.rulebook.facts import Facts
from onecard.rulebook.loading import read_library
from onecard.rules.book import Book


def load() -> Book:
    """The whole rulebook; read once and kept."""
    return read_library().book


def facts() -> Facts:
    """Alliances, laws, goals and trend; read once and kept."""
    return read_library().facts


def programmes() -> Catalogue:
    """The benefit programmes; read once and kept."""
    return read_library().catalogue


def assumed() -> Assumed:
    """What a what-if assumes of people, where the nation's data says nothing; read once and kept."""
    return read_library().assumed


__all__ = ["Assumed", "Book", "Catalogue", "Facts", "assumed", "facts", "load", "programmes"]
