"""What goes along the use path: a use as the terminal tells it, the context it is decided in, the decision.

Frozen structs of msgspec and not dataclasses: a use makes a dozen of them, and C makes each in a seventh of the time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from msgspec import Struct

from onecard.kernel.clock import age_on
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book
from onecard.rules.reasons import Reason

#: Kinds of purse: an account number below 10000 is province * 100 + kind.
TRANSPORT, BANK, MEDICAL = 1, 2, 3


class Use(Struct, frozen=True):
    """What a terminal says happened. `presentation` is the text of a code or of a card tap (OC1… to OC4…).

    `sequence` counts up by one for each use at a terminal, for ever; `details` are the scene's own (direction,
    station). `happened_at` is the terminal's clock; `offline` marks an upload of what happened without a network.
    """

    point_id: UUID
    sequence: int
    presentation: str
    happened_at: datetime
    details: Mapping[str, Any] = {}
    offline: bool = False

    def judged_at(self, now: datetime) -> datetime:
        """The moment that code and card must be in order: when it happened, or where somebody stands at the gate, now.

        A terminal's clock may be behind; a card reported lost a minute ago is lost there too.
        """
        return self.happened_at if self.offline else max(self.happened_at, now)


class Person(Struct, frozen=True):
    """What a scene may know of a person: no name, no number."""

    holder_id: UUID
    born: date
    sex: str
    division: int
    statuses: frozenset[str]

    def age_on(self, day: date) -> int:
        """Age in whole years on that day."""
        return age_on(self.born, day)


class Card(Struct, frozen=True):
    """The card as presented: `medium` is "c" (physical) or "e" (e-card); `issuer` a division code."""

    card_id: UUID
    issuer: int
    medium: Literal["c", "e"]


class Point(Struct, frozen=True):
    """Where: an acceptance point with its scene's settings and the account that earns."""

    point_id: UUID
    agency_id: UUID
    scene: str
    division: int
    account: int
    settings: Mapping[str, Any]
    name_zh: str
    name_en: str


class Context(Struct, frozen=True):
    """All a scene may look at. `purses` maps kind to (account, balance in fen); `memory` is the scene's own state."""

    use: Use
    use_id: UUID
    person: Person
    card: Card
    point: Point
    purses: Mapping[int, tuple[int, int]]
    book: Book
    day: date
    memory: Any = None


class Line(Struct, frozen=True):
    """Who pays whom, and for what: account numbers of the ledger, whole fen above zero."""

    debit: int
    credit: int
    amount_fen: int
    purpose: str


class Decision(Struct, frozen=True):
    """Yes: the priced lines, the reasons, what the resident paid and what the scene wants remembered.

    `facts` go into the use's row and its receipt; `keep` goes to the scene's own `save`.
    """

    price_fen: int
    paid_fen: int
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]
    facts: Mapping[str, Any] = {}
    keep: Any = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a scene is used, as its `scene.toml` says.

    `wire` is the scene's byte in the e-card's code (0 there means: any scene); `mediums` are "c" (physical card) and
    "e" (code); `offline` lets a terminal accept without a network and upload later; `half` is the half of the card
    (social, bank, transport) that must be in order. `modes` are "phone" (without network) and "paper" (printed), where
    the scene takes them: places where little is lost. Their gates trust a revocation list of up to `list_hours`, and
    with an older one `when_stale` says whether they refuse those two modes or accept them.
    """

    id: str
    wire: int
    mediums: frozenset[str]
    offline: bool
    half: Literal["social", "bank", "transport"]
    modes: frozenset[str] = frozenset()
    list_hours: int = 24
    when_stale: Literal["refuse", "accept"] = "refuse"

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> "Manner":
        """Read the manifest of a scene; KeyError where it leaves something out."""
        return cls(
            manifest["id"],
            manifest["wire"],
            frozenset(manifest["mediums"]),
            manifest["offline"],
            manifest["half"],
            frozenset(manifest.get("modes", ())),
            manifest.get("list_hours", 24),
            manifest.get("when_stale", "refuse"),
        )


class Scene(Protocol):
    """A plug-in of the use path. `decide` is pure: no clock, no I/O. It raises a Refusal to say no.

    `manner` is what its manifest says. `load` returns each holder's memory (missing means None) and `save` stores what
    the decisions keep, both set-based in the use's transaction.
    """

    manner: Manner

    def decide(self, context: Context) -> Decision: ...

    def load(self, tx: Transaction, uses: Sequence[tuple[UUID, Use, Point]]) -> Mapping[UUID, Any]: ...

    def save(self, tx: Transaction, kept: Sequence[tuple[Context, Decision]]) -> None: ...


class Accepted(Struct, frozen=True):
    """The receipt: what was used where, what it cost, who bore it, and why."""

    use_id: UUID
    holder_id: UUID
    scene: str
    happened_at: datetime
    price_fen: int
    paid_fen: int
    reasons: tuple[Reason, ...]
    facts: Mapping[str, Any]
    repeated: bool = False


class Refused(Struct, frozen=True):
    """No, with the problem that says why and what to do next; `repeated` when it is the first answer again."""

    use_id: UUID
    problem: Problem
    repeated: bool = False


Outcome = Accepted | Refused
