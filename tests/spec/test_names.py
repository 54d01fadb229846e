"""Rulebook and scenes speak of the same things: every name a scene asks is defined, every service has a scene."""

from dataclasses import replace

from tests.spec.cases import all_cases, context_of, scenes

from onecard import rulebook
from onecard.kernel.errors import Problem
from onecard.rulebook.loading import read_library
from onecard.rules.book import Book


class AskedBook(Book):
    """The real book, which also remembers the names it was asked for."""

    def __init__(self, book: Book) -> None:
        super().__init__(book.all_values(), book.places, book.definitions)
        self.asked: set[str] = set()

    def find(self, name, *, place, on):
        self.asked.add(name)
        return super().find(name, place=place, on=on)

    def alliance_value(self, name, *, alliance, on):
        self.asked.add(name)
        return super().alliance_value(name, alliance=alliance, on=on)


def test_every_name_a_scene_asks_for_is_defined_and_every_defined_name_of_a_scene_is_asked_for():
    book = AskedBook(rulebook.load())
    for case in all_cases().values():
        if case.scene is not None:
            try:
                scenes()[case.scene].decide(context_of(case, replace(read_library(), book=book)))
            except Problem as refused:
                assert refused.code == case.expect.refused
    of_scenes = {name for name in book.definitions if name.split(".")[0] in scenes()}
    for_others = {"tourism.year_pass.open_to"}  # the pass desk's
    assert book.asked <= set(book.definitions)
    assert of_scenes - for_others <= book.asked


def test_every_service_offered_anywhere_is_a_scene():
    offered = {name.partition(".")[2] for name in rulebook.load().definitions if name.startswith("services.")}
    assert offered <= set(scenes())
    assert offered


def test_every_first_half_of_a_defined_name_is_a_scene_a_domain_or_a_room_of_rules():
    halves = {name.partition(".")[0] for name in rulebook.load().definitions}
    rooms_of_rules = {"pensions", "programmes"}
    domains_and_doors = {
        "cards", "disbursement", "ecards", "entitlements", "family", "rosters", "services", "sharing", "wallet",
        "what_if",
    }  # fmt: skip
    assert halves - set(scenes()) - rooms_of_rules == domains_and_doors
    assert rooms_of_rules <= halves
