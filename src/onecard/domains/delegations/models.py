"""Who acts for whom, with what, until when; what a delegate did; and the names, which are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args
from uuid import UUID

from onecard.domains.delegations.states import State, effective_state
from onecard.kernel.crypto import Keyring

#: What the delegate is to the represented person.
Relation = Literal["spouse", "son", "daughter", "father", "mother", "grandchild", "grandparent", "sibling", "other"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
#: What a delegate may be allowed; a person who guards a child may do all of it.
Scope = Literal["show_code", "report_loss", "see_record", "see_uses"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
Kind = Literal["delegation", "guardianship"]
ActKind = Literal["code_shown", "loss_reported", "record_seen", "uses_seen"]
AskedBy = Literal["holder", "delegate", "counter", "system"]
#: What was seen, as proof of consent, of a relation or of its end.
ProofKind = Literal[
    "password", "in_person", "household_register", "birth_certificate", "marriage_certificate",
    "divorce_certificate", "court_document",
]  # fmt: skip
#: Whom the delegate represents, as the numbers of relatives are counted.
GROUP_OF: Mapping[Relation, str] = {
    "son": "elders", "daughter": "elders", "grandchild": "elders", "father": "children", "mother": "children",
    "grandparent": "children", "spouse": "spouse", "sibling": "others", "other": "others",
}  # fmt: skip
GUARDIANS: frozenset[Relation] = frozenset({"father", "mother", "grandparent", "sibling", "other"})
#: What a name is bound to, beside the represented person. Renaming one makes its column unreadable.
HOLDER_NAME, DELEGATE_NAME = "delegation.holder_name", "delegation.delegate_name"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is allowed: for codes in which scenes and how many a day; `until` is the last day."""

    scopes: tuple[Scope, ...]
    scenes: tuple[str, ...]
    codes_per_day: int
    until: date


@dataclass(frozen=True, slots=True)
class Proof:
    """What showed that it is right, and who saw it: the resident's own session, or a member of staff."""

    kind: ProofKind
    seen_by: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A delegation somebody wishes for. `other_name` is the name that was typed for the one who will be asked."""

    holder_id: UUID
    delegate_id: UUID
    relation: Relation
    terms: Terms
    other_name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Delegation:
    """A delegation as stored. Its `state` may have lapsed: ask `effective`. In the order of its table's columns."""

    holder_id: UUID
    delegation_id: UUID
    delegate_id: UUID
    kind: Kind
    relation: Relation
    asked_by: AskedBy
    state: State
    scopes: list[Scope]
    scenes: list[str]
    codes_per_day: int
    ends_at: datetime
    until: date
    ended_because: str | None
    proof_kind: ProofKind | None
    proof_by: str | None
    proof_reference: str
    holder_name_sealed: bytes = field(repr=False)
    delegate_name_sealed: bytes = field(repr=False)
    asked_at: datetime
    begun_at: datetime | None
    ended_at: datetime | None

    def effective(self, at: datetime) -> State:
        """The state at an instant, what has ended by itself being over."""
        return effective_state(self.state, self.ends_at, at)

    def holder_name(self, keyring: Keyring) -> str:
        """The represented person's name in full; the caller masks it where it is not the delegate who reads."""
        return keyring.unseal(bytes(self.holder_name_sealed), about=self.holder_id, field=HOLDER_NAME)

    def delegate_name(self, keyring: Keyring) -> str:
        """The delegate's name in full, likewise."""
        return keyring.unseal(bytes(self.delegate_name_sealed), about=self.holder_id, field=DELEGATE_NAME)

    @property
    def waits_for(self) -> UUID:
        """Who has to answer the question."""
        return self.delegate_id if self.asked_by == "holder" else self.holder_id


@dataclass(frozen=True, slots=True)
class Act:
    """Something a delegate did for somebody; `use_id` is the use that came of a code that was shown."""

    act_id: UUID
    holder_id: UUID
    delegation_id: UUID
    delegate_id: UUID
    kind: ActKind
    happened_at: datetime
    scene: str | None
    use_id: UUID | None


@dataclass(frozen=True, slots=True)
class DelegationEvent:
    """Something that happened to a delegation."""

    delegation_id: UUID
    event_id: UUID
    event: str
    happened_at: datetime
    actor: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DelegationEntry:
    """An event of a delegation or an act under it, with the delegation as it is now.

    `actor` is `resident` (one of the two), `delegate`, `system`, or the id of the member of staff who saw the proof.
    """

    entry_id: UUID
    what: str
    happened_at: datetime
    actor: str
    facts: Mapping[str, Any]
    delegation: Delegation


@dataclass(frozen=True, slots=True)
class Unused:
    """A shown code of which no use is known yet."""

    holder_id: UUID
    act_id: UUID
    delegation_id: UUID
    delegate_id: UUID
    nonce: int
    expires_at: datetime
