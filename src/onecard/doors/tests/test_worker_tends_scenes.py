"""The worker lets each scene put its own rows in order."""

from datetime import timedelta
from uuid import UUID

from onecard.doors.worker import tend_scenes
from onecard.kernel.clock import day_of
from onecard.scenes.transit import store
from onecard.scenes.transit.models import Rider


def test_spending_that_no_upload_can_bring_back_is_forgotten(house, clock):
    today = day_of(clock())
    old = today - house.settings.late_upload - timedelta(days=1)
    with house.use.writing() as tx:
        store.save_riders(tx, {UUID(int=1): Rider(spent={(today, "nation"): 200, (old, "nation"): 300})})
    assert tend_scenes(house) == 1
    with house.use.reading() as tx:
        assert store.load_riders(tx, [(UUID(int=1), today), (UUID(int=2), old)])[UUID(int=1)].spent == {
            (today, "nation"): 200
        }
