"""A batch's riders, written and read again in one call each."""

from datetime import timedelta
from uuid import UUID

from onecard.scenes.transit import store
from onecard.scenes.transit.flow import scene
from onecard.scenes.transit.models import LastRide, Rider, TapIn
from onecard.scenes.transit.tests.riding import CHONGQING, METRO, MORNING, book_with, gate, tap

ENTRY = TapIn(MORNING, "harbour", "码头", "Harbour", CHONGQING, METRO)
TODAY = MORNING.date()
YESTERDAY = TODAY - timedelta(days=1)
ONE, TWO = UUID(int=1), UUID(int=2)


def test_what_is_saved_is_loaded(tx):
    riders = {
        ONE: Rider((ENTRY,), (MORNING,), LastRide(MORNING, "2号线", "nation"), {(TODAY, "500000"): 300}),
        TWO: Rider(),
    }
    store.save_riders(tx, riders)
    assert store.load_riders(tx, [(ONE, TODAY), (TWO, TODAY), (UUID(int=3), TODAY)]) == riders


def test_the_later_memory_replaces_the_earlier(tx):
    store.save_riders(tx, {ONE: Rider((ENTRY,), (), None, {(TODAY, "nation"): 100})})
    later = Rider((), (MORNING,), LastRide(MORNING, "", "nation"), {(TODAY, "nation"): 250})
    store.save_riders(tx, {ONE: later})
    assert store.load_riders(tx, [(ONE, TODAY)]) == {ONE: later}


def test_spending_is_loaded_for_the_day_of_the_tap_and_of_open_trips(tx):
    spent = {(YESTERDAY, "nation"): 100, (TODAY, "nation"): 200}
    store.save_riders(tx, {ONE: Rider(spent=spent), TWO: Rider((ENTRY,), spent=spent)})
    tomorrow = TODAY + timedelta(days=1)
    loaded = store.load_riders(tx, [(ONE, YESTERDAY), (TWO, tomorrow)])
    assert loaded[ONE].spent == {(YESTERDAY, "nation"): 100}
    assert loaded[TWO].spent == {(YESTERDAY, "nation"): 100, (TODAY, "nation"): 200}


def test_days_that_no_upload_can_bring_back_are_forgotten(tx):
    store.save_riders(tx, {ONE: Rider(spent={(YESTERDAY, "nation"): 100, (TODAY, "nation"): 200})})
    assert store.prune_spent(tx, before=TODAY) == 1
    assert store.load_riders(tx, [(ONE, YESTERDAY)])[ONE].spent == {}


def test_a_trip_goes_through_load_decide_and_save(tx):
    book = book_with(daily_cap_fen=250)
    for station, direction, paid in (("harbour", "in", 0), ("bridge", "out", 250)):
        context = gate(book, station, direction, minutes=10)
        memory = scene.load(tx, [(context.person.holder_id, context.use, context.point)])
        context = gate(book, station, direction, minutes=10, memory=memory.get(context.person.holder_id))
        decision = scene.decide(context)
        assert decision.paid_fen == paid
        scene.save(tx, [(context, decision)])
    rider = store.load_riders(tx, [(context.person.holder_id, TODAY)])[context.person.holder_id]
    assert (rider.entries, rider.spent) == ((), {(TODAY, "nation"): 250})


def test_the_role_of_the_use_path_may_call_but_not_touch(tx):
    context = tap(book_with())
    tx.execute("set local role onecard_use")
    scene.save(tx, [(context, scene.decide(context))])
    assert len(scene.load(tx, [(context.person.holder_id, context.use, context.point)])) == 1
    rights = (
        "select has_table_privilege('transit.rider', 'select'),"
        " has_function_privilege('transit.prune(date)', 'execute')"
    )
    assert tuple(tx.execute(rights).fetchone()) == (False, False)
