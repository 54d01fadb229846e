"""Reading the whole rulebook folder: places first, then definitions, then every page of values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from onecard.rulebook.facts import Facts
from onecard.rulebook.pages import read_page
from onecard.rulebook.places import Province, read_divisions, read_provinces
from onecard.rulebook.telling import read_alliances, read_facts
from onecard.rulebook.values import SERVICES, ValuePage, read_definitions, read_values, service_definitions
from onecard.rules.book import NATION, Book, Definition
from onecard.rules.places import Places

#: Pages that are not values.
_OTHER_PAGES = {"place.yaml", "alliance.yaml"}


@dataclass(frozen=True)
class Library:
    """What was read: values by place and date, and the facts beside them."""

    book: Book
    facts: Facts


@cache
def read_library() -> Library:
    """The rulebook that comes with the program."""
    return read_from(files("onecard.rulebook"))


def read_from(root: Traversable) -> Library:
    """A rulebook in any folder of the same shape (the scaffolder's test reads one with a new province)."""
    provinces = read_provinces(root)
    alliances = read_alliances(root, provinces)
    places = Places(read_divisions(root, provinces), [facts.alliance for facts in alliances])
    pages = list(_value_pages(root, provinces, [facts.alliance.id for facts in alliances]))
    definitions = _definitions(pages)
    values = [value for page in pages for value in read_values(page, definitions, places)]
    return Library(Book(values, places, definitions), read_facts(root, provinces, alliances))


def _definitions(pages: list[ValuePage]) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for page in pages:
        if page.topic == SERVICES:
            found |= service_definitions(page)
        elif page.place == NATION:
            found |= read_definitions(page)
        elif "defines" in page.page.data:
            page.page.fail(
                "defines", expected="definitions in national/ only, so that a name means one thing everywhere"
            )
    return found


def _value_pages(root: Traversable, provinces: dict[str, Province], alliances: list[str]) -> Iterator[ValuePage]:
    yield from _pages_in(root / "national", "national", NATION)
    for folder, province in provinces.items():
        yield from _pages_in(root / "provinces" / folder, f"provinces/{folder}", province.code)
    for alliance in alliances:
        yield from _pages_in(root / "alliances" / alliance, f"alliances/{alliance}", alliance)


def _pages_in(folder: Traversable, name: str, place: int | str) -> Iterator[ValuePage]:
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml") and file.name not in _OTHER_PAGES:
            yield ValuePage(read_page(file, f"{name}/{file.name}"), file.name.removesuffix(".yaml"), place)
