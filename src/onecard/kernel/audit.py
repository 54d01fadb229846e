"""The audit trail: what was done to the house itself, by whom and when; appended where it is done, changed by nobody.

Looks at people have a log of their own (domains.sharing). Not for the use path: staff, points, partners, keys, days.
The worker seals each entry into one chain soon after (see audit_chain), so that whoever appends waits for nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.kernel")
SYSTEM, COMMAND_LINE = "system", "command line"


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb such as `point.registered`, the id of what it was done to, ids and figures; nobody's name or number."""

    verb: str
    about: object
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail."""

    entry_id: UUID
    happened_at: datetime
    actor: str
    verb: str
    about: str
    facts: Mapping[str, Any]


def record(tx: Transaction, deeds: Sequence[Deed], *, actor: str, at: datetime) -> None:
    """Write what is done in this transaction; it stands when that is committed, and not otherwise."""
    entries = [Entry(new_id(), at, actor, deed.verb, str(deed.about), {**deed.facts}) for deed in deeds]
    if entries:
        sql.append_audit(tx, entries=msgspec.json.encode(entries).decode())


def last_entries(tx: Transaction, *, count: int = 50) -> list[Entry]:
    """What was done last, newest first."""
    return [Entry(*row) for row in sql.last_audit(tx, count=count)]
