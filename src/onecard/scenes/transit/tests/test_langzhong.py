"""The pensioner of the story, under the real rulebook."""

from onecard.scenes.transit.decide import decide
from onecard.scenes.transit.tests.riding import CHONGQING, HAINAN, SICHUAN, codes, tap


def test_a_pensioner_from_langzhong_rides_a_chongqing_bus_free_under_the_alliance(book):
    ride = decide(tap(book, age=70, home=SICHUAN, here=CHONGQING, balance=0))
    assert (ride.paid_fen, ride.price_fen > 0) == (0, True)
    assert codes(ride)[:3] == ["flat_fare", "elder_free", "recognised"]
    assert all(reason.source or reason.illustrative for reason in ride.reasons)


def test_a_pensioner_from_haikou_pays_there(book):
    assert decide(tap(book, age=70, home=HAINAN, here=CHONGQING)).paid_fen > 0
