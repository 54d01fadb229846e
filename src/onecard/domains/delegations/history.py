"""What happened between a person and her relatives, a page at a time: for the record that she reads.

She reads both sides: what others may do for her, and what she does for others. Of what a delegate did for her only the
shown codes stand here: the loss he reported is her card's, and what he looked at is a look.
"""

from datetime import datetime
from uuid import UUID

from onecard.domains.delegations.models import Delegation, DelegationEntry
from onecard.domains.delegations.service import names_agree
from onecard.domains.delegations.store import held_by, sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

#: More than anybody's delegations in a lifetime: a record leaves none out.
_ALL = 100_000
_DONE_FOR_ME = ("code_shown",)
_DONE_BY_ME = ("code_shown", "loss_reported", "record_seen", "uses_seen")


def entries_before(
    tx: Transaction, *, person_id: UUID, before: datetime, before_entry: UUID, at_most: int, keyring: Keyring
) -> list[DelegationEntry]:
    """A page of events and acts, newest first; the next begins before the last one's moment and id.

    A question that was meant for somebody of another name, whose number was typed wrong, is nobody's here.
    """
    given = [Delegation(*row) for row in sql.list_given(tx, holder_id=person_id, at_most=_ALL)]
    known = [one for one in (*given, *held_by(tx, person_id, at_most=_ALL)) if _concerns(tx, one, person_id, keyring)]
    if not known:
        return []
    by_id = {one.delegation_id: one for one in known}
    page = {"before": before, "before_entry": before_entry, "at_most": at_most}
    found = _events(tx, by_id, page) + _acts(tx, by_id, person_id, page)
    found.sort(key=lambda one: (one.happened_at, one.entry_id), reverse=True)
    return found[:at_most]


def _concerns(tx: Transaction, one: Delegation, person_id: UUID, keyring: Keyring) -> bool:
    return one.begun_at is not None or one.waits_for != person_id or names_agree(tx, one, keyring)


def _events(tx: Transaction, by_id: dict[UUID, Delegation], page: dict[str, object]) -> list[DelegationEntry]:
    holders = list({one.holder_id for one in by_id.values()})
    rows = sql.events_before(tx, holders=holders, delegations=list(by_id), **page)
    return [
        DelegationEntry(row.event_id, row.event, row.happened_at, row.actor, row.facts, by_id[row.delegation_id])
        for row in rows
    ]


def _acts(
    tx: Transaction, by_id: dict[UUID, Delegation], person_id: UUID, page: dict[str, object]
) -> list[DelegationEntry]:
    given = [one for one in by_id.values() if one.holder_id == person_id]
    held = [one for one in by_id.values() if one.holder_id != person_id]
    return [
        DelegationEntry(
            row.act_id, row.kind, row.happened_at, "delegate", {"scene": row.scene} if row.scene else {},
            by_id[row.delegation_id],
        )
        for several, kinds in ((given, _DONE_FOR_ME), (held, _DONE_BY_ME))
        if several
        for row in sql.acts_before(
            tx,
            holders=list({one.holder_id for one in several}),
            delegations=[one.delegation_id for one in several],
            kinds=list(kinds),
            **page,
        )
    ]  # fmt: skip
