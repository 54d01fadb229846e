"""Family delegations in a person's record, from both sides: who acts for her, and for whom she acts."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.doors.family.telling import delegate_words
from onecard.doors.record.entries import Asked, By, Entry
from onecard.kernel.crypto import Keyring

#: Who of the two ends a delegation by these.
_ENDED_BY_HOLDER, _ENDED_BY_DELEGATE = "withdrawn", "given_up"
#: Nobody of the two did it, as far as `actor` says.
_NEITHER: Mapping[str, By] = {"system": "system"}


def read_family(asked: Asked) -> Iterable[Entry]:
    """A page of it, newest first."""
    found = delegations.entries_before(
        asked.tx, person_id=asked.holder_id, before=asked.before, before_entry=asked.before_entry,
        at_most=asked.at_most, keyring=asked.keyring,
    )  # fmt: skip
    return (_entry(one, asked.holder_id) for one in found)


def relative_words(one: delegations.Delegation, me: UUID, keyring: Keyring) -> tuple[str, str]:
    """The other of the two, in 中文 and English: who acts for me by relation and masked name, or whom I act for."""
    if one.holder_id == me:
        return delegate_words(one, keyring)
    name = residents.masked_name(one.holder_name(keyring))
    return name, name


def _entry(one: delegations.DelegationEntry, me: UUID) -> Entry:
    side = "family" if one.delegation.holder_id == me else "family.for"
    facts = {**one.facts, **({"kind": one.delegation.kind} if one.what == "begun" else {})}
    if one.what == "begun" and one.delegation.proof_kind:
        facts["proof"] = one.delegation.proof_kind
    return Entry(
        "family", one.entry_id, one.happened_at, f"{side}.{one.what}", _by(one, me), facts=facts, row=one.delegation
    )


def _by(one: delegations.DelegationEntry, me: UUID) -> By:
    """Who did it; an event of the two says `resident`, and which of them follows from what happened."""
    if one.actor not in ("resident", "delegate"):
        return _NEITHER.get(one.actor, "staff")
    return "holder" if _doer(one) == me else "relative"


def _doer(one: delegations.DelegationEntry) -> UUID:
    kept, because = one.delegation, one.facts.get("because")
    if one.actor == "delegate" or because == _ENDED_BY_DELEGATE:
        return kept.delegate_id
    if one.what == "changed" or because == _ENDED_BY_HOLDER:
        return kept.holder_id
    asked_whom = kept.waits_for
    asker = kept.delegate_id if asked_whom == kept.holder_id else kept.holder_id
    return asker if one.what == "asked" else asked_whom
