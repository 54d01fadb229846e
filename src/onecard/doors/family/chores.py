"""What nobody waits for: naming the uses that came of delegates' codes, and writing down what ended by itself."""

from datetime import datetime, timedelta

from onecard.domains.delegations import api as delegations
from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House

#: A use that is told at once is found within this; what terminals upload later, hourly.
_FRESH = timedelta(minutes=10)
#: Ended in one transaction at most.
_A_BATCH = 500


def name_fresh_uses(house: House) -> int:
    """Uses of codes that were shown in these minutes; returns how many were named."""
    return _name_uses(house, house.clock() - _FRESH)


def name_late_uses(house: House) -> int:
    """The same for all codes of which an upload may still tell."""
    return _name_uses(house, house.clock() - house.settings.late_upload)


def end_due(house: House) -> int:
    """Questions nobody answered, delegations past their last day, children who came of age."""
    done = 0
    while True:
        with house.app.writing() as tx:
            ended = delegations.end_due(tx, book=house.book, at=house.clock(), at_most=_A_BATCH)
        done += len(ended)
        if len(ended) < _A_BATCH:
            return done


def _name_uses(house: House, after: datetime) -> int:
    named, last = 0, delegations.NO_ACT
    while True:
        with house.app.writing() as tx:
            codes = delegations.unused_codes(tx, after=after, after_act=last)
            burnt = usage.uses_of_nonces(tx, [(one.holder_id, one.nonce) for one in codes])
            pairs = [(one, burnt.get((one.holder_id, one.nonce))) for one in codes]
            named += delegations.note_uses(tx, [(one, use) for one, use in pairs if use], at=house.clock())
        if not codes:
            return named
        after, last = codes[-1].expires_at, codes[-1].act_id
