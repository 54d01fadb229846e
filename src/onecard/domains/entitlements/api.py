"""Entitlements' door: who is entitled to what, what shows that she lives, which months are owed.

grant, list_of                        people begin to be entitled; how a right stands
confirm_self, confirm_seen, confirm_visited, hear_face   evidence of life, for one person
next_people, run_piece                the run over everybody: confirm silently, tell, remind, offer a visit, suspend
open_month, next_payable, owe         a month is opened, and owed once a person
months_waiting, new_batch, take_dues  what waits, as batches of disbursement
stop_at_death, overpaid_of            nothing after death, and what was paid nevertheless
entries_before, evidence_of, dues_of  what happened, why, and what was paid
say, tell, text_of                    all of it in words
"""

from onecard.domains.entitlements.ending import overpaid_of, stop_at_death
from onecard.domains.entitlements.errors import (
    EntitlementMalformed,
    EntitlementStopped,
    EvidenceDayImpossible,
    LevelTwoNeeded,
    MonthImpossible,
    NotEntitled,
    TwoStaffNeeded,
)
from onecard.domains.entitlements.models import (
    Due,
    Entitlement,
    EntitlementEvent,
    Evidence,
    Move,
    NewEntitlement,
    Overpaid,
    Owed,
    State,
    Waiting,
    What,
)
from onecard.domains.entitlements.paying import (
    dues_of,
    months_waiting,
    new_batch,
    next_payable,
    open_month,
    opened_month,
    owe,
    take_dues,
)
from onecard.domains.entitlements.running import next_people, run_piece
from onecard.domains.entitlements.sealing import reseal
from onecard.domains.entitlements.service import (
    confirm_seen,
    confirm_self,
    confirm_visited,
    counts,
    entries_before,
    evidence_of,
    grant,
    hear_face,
    list_of,
)
from onecard.domains.entitlements.telling import say, tell, text_of

__all__ = [
    "Due", "Entitlement", "EntitlementEvent", "EntitlementMalformed", "EntitlementStopped", "Evidence",
    "EvidenceDayImpossible", "LevelTwoNeeded", "MonthImpossible", "Move", "NewEntitlement", "NotEntitled", "Overpaid",
    "Owed", "State", "TwoStaffNeeded", "Waiting", "What", "confirm_seen", "confirm_self", "confirm_visited", "counts",
    "dues_of", "entries_before", "evidence_of", "grant", "hear_face", "list_of", "months_waiting", "new_batch",
    "next_payable", "next_people", "open_month", "opened_month", "overpaid_of", "owe", "reseal", "run_piece", "say",
    "stop_at_death", "take_dues", "tell", "text_of",
]  # fmt: skip
