"""A closed day is proved: what was cleared is compared with the day's transfers, in a transaction of its own.

Closing holds up every posting, walking a closed day's transfers nobody; and a worker that dies in between leaves the
event, so no day stays unproved.
"""

from datetime import date

from onecard.domains.clearing.service import prove_day
from onecard.domains.clearing.store import sql
from onecard.kernel.logs import get_log
from onecard.kernel.outbox import Event, Handlers
from onecard.kernel.postgres.transaction import Transaction


def prove(tx: Transaction, event: Event) -> None:
    """Prove the day, unless whoever closed it did so already."""
    day = date.fromisoformat(event.body["day"])
    if sql.is_proved(tx, day=day):
        return
    proof, log = prove_day(tx, day=day, at=event.delivered_at), get_log()
    (log.info if proof.agrees else log.error)("day_cleared", day=day, findings=proof.differences)


HANDLERS: Handlers = {"clearing.day_closed": [prove]}
#: A day's transfers are walked for minutes: nothing else shall wait for that.
SLOW_TOPICS = frozenset({"clearing.day_closed"})
