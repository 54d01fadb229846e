"""The visitor book: greeted, once a day, remembered."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from onecard.domains.usage.models import Card, Context, Person, Point, Use
from onecard.kernel.clock import SHANGHAI, day_of
from onecard.rules.book import Book
from onecard.rules.places import Division, Places
from onecard.scenes.demo.errors import AlreadySigned
from onecard.scenes.demo.flow import scene
from onecard.scenes.demo.models import Pages

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
HOLDER = UUID(int=7)
BOOK = Book(
    [],
    Places(
        [
            Division(440000, "province", "广东省", "Guangdong", None),
            Division(460000, "province", "海南省", "Hainan", None),
        ]
    ),
)


def present(*, home=440104, at=NOON, memory=None):
    """One presentation at the door, in Guangdong."""
    point = Point(UUID(int=1), UUID(int=2), "demo", 440104, 20001, {}, "门口", "The door")
    person = Person(HOLDER, date(1986, 5, 1), "F", home, frozenset())
    use = Use(point.point_id, 1, "", at)
    return Context(use, UUID(int=9), person, Card(UUID(int=8), home, "c"), point, {}, BOOK, day_of(at), memory)


def test_a_visitor_is_greeted_and_nothing_is_paid():
    greeted = scene.decide(present())
    assert (greeted.price_fen, greeted.paid_fen, greeted.lines) == (0, 0, ())
    assert [(reason.code, reason.facts) for reason in greeted.reasons] == [("demo.welcome", {"visit": 1})]


def test_a_visitor_from_another_province_is_greeted_by_its_name():
    assert scene.decide(present(home=460105)).reasons[1].facts == {"home_zh": "海南省", "home_en": "Hainan"}


def test_the_book_is_signed_once_a_day():
    signed = scene.decide(present()).keep
    with pytest.raises(AlreadySigned) as refused:
        scene.decide(present(memory=signed))
    assert refused.value.words()["title"] == "Signed already today (2026-11-23)"
    tomorrow = scene.decide(present(memory=signed, at=NOON + timedelta(days=1)))
    assert tomorrow.reasons[0].facts == {"visit": 2}


def test_what_is_saved_is_loaded(tx):
    context = present()
    wanted = [(HOLDER, context.use, context.point)]
    assert scene.load(tx, wanted) == {}
    for _ in range(2):
        scene.save(tx, [(context, scene.decide(context))])
    assert scene.load(tx, wanted) == {HOLDER: Pages(frozenset({context.day}))}


def test_the_role_of_the_use_path_may_call_but_not_touch(tx):
    context = present()
    tx.execute("set local role onecard_use")
    scene.save(tx, [(context, scene.decide(context))])
    assert len(scene.load(tx, [(HOLDER, context.use, context.point)])) == 1
    assert tx.execute("select has_table_privilege('demo.signature', 'select')").fetchone()[0] is False
