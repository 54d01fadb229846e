"""Reading the whole rulebook folder: places first, then definitions, then every page of values, then the programmes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from onecard.rulebook import programmes
from onecard.rulebook.assumptions import Assumed, read_assumptions
from onecard.rulebook.catalogue import Catalogue
from onecard.rulebook.checking import Checker, in_order
from onecard.rulebook.facts import Facts
from onecard.rulebook.pages import read_page
from onecard.rulebook.places import Province, read_divisions, read_provinces
from onecard.rulebook.telling import read_alliances, read_facts
from onecard.rulebook.values import SERVICES, ValuePage, read_definitions, read_values, service_definitions
from onecard.rules.book import NATION, Book, Definition
from onecard.rules.pensions.benefits import PENSIONS
from onecard.rules.places import Places
from onecard.rules.programmes.bound import Functions

#: What no vocabulary can say, by name (`amount: { formula: … }`, `meets: …`).
FUNCTIONS: Functions = PENSIONS
#: Pages that are not values.
_OTHER_PAGES = {"place.yaml", "alliance.yaml"}


@dataclass(frozen=True)
class Library:
    """What was read: values by place and date, and the facts beside them."""

    book: Book
    facts: Facts
    catalogue: Catalogue
    assumed: Assumed


@cache
def read_library() -> Library:
    """The rulebook that comes with the program."""
    return read_from(files("onecard.rulebook"))


def read_from(root: Traversable, functions: Functions = FUNCTIONS) -> Library:
    """A rulebook in any folder of the same shape (the scaffolder's test reads one with a new province).

    `functions` are those that amounts and conditions may name.
    """
    provinces = read_provinces(root)
    alliances = read_alliances(root, provinces)
    places = Places(read_divisions(root, provinces), [facts.alliance for facts in alliances])
    pages = list(_value_pages(root, provinces, [facts.alliance.id for facts in alliances]))
    schemes = list(_programme_pages(root, provinces))
    definitions = _definitions(pages) | programmes.definitions_of(schemes)
    said = [*pages, *(scheme.values for scheme in schemes)]
    values = [value for page in said for value in read_values(page, definitions, places)]
    book = Book(values, places, definitions)
    catalogue = _catalogue(root, schemes, book, functions)
    told = read_facts(root, provinces, alliances)
    return Library(book, told, catalogue, read_assumptions(root, catalogue.facts))


def _catalogue(root: Traversable, pages: list[programmes.ProgrammePage], book: Book, functions: Functions) -> Catalogue:
    words, own = programmes.read_vocabulary(root), [page for page in pages if page.defines]
    facts = programmes.with_receipts(words, own)
    found = {page.id: programmes.read_programme(page, words) for page in own}
    checker = Checker(facts, words.funds, book.definitions, found, functions)
    for page in own:
        checker.check(page)
    checker.check_words(pages, book)
    cases: dict[str, tuple[programmes.Case, ...]] = {}
    for page in pages:
        cases[page.id] = (*cases.get(page.id, ()), *programmes.read_cases(page))
    ordered = {name: found[name] for name in in_order(found, own)}
    return Catalogue(ordered, facts, words.funds, words.departments, cases, book, functions)


def _programme_pages(root: Traversable, provinces: dict[str, Province]) -> Iterator[programmes.ProgrammePage]:
    yield from programmes.read_pages(root / "national", "national", NATION)
    for folder, province in provinces.items():
        yield from programmes.read_pages(root / "provinces" / folder, f"provinces/{folder}", province.code)


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
