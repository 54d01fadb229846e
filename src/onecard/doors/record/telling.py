"""An entry in words: what happened, who did it, why and by what right, with the document where there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.delegations import api as delegations
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.family.telling import delegate_words, onlookers
from onecard.doors.look import writing
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import province_words
from onecard.doors.look.scenes import SceneLooks
from onecard.doors.record.entries import Entry
from onecard.doors.record.sources import SOURCES
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.words import load_words
from onecard.rules.places import Places

WORDS = load_words("onecard.doors.record")
_LOOK_WORDS = load_words("onecard.domains.sharing")
NOBODY = str(UUID(int=0))
#: What says nothing to a person: the id of the card that took the place of this one.
_UNTOLD = frozenset({("card", "by")})
Agencies = Mapping[UUID, agencies.Agency]
#: Of entries in which a relative acted: who it was, in 中文 and English, by entry.
Relatives = Mapping[UUID, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One more fact: what it is, and its words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in one language. `to` is the page with more, or empty; `paid_fen` and `shown_by` are for uses only."""

    kind: str
    entry_id: UUID
    happened_at: datetime
    title: str
    by: str
    lines: tuple[Line, ...]
    mark: str
    colour: str
    to: str = ""
    paid_fen: int | None = None
    shown_by: str = ""


class Teller:
    """Tells entries in one manner, knowing places, scenes and the agencies and relatives that the entries name."""

    def __init__(
        self, places: Places, looks: SceneLooks, known: Agencies, manner: Manner, relatives: Relatives
    ) -> None:
        self._places, self._looks, self._known, self._manner = places, looks, known, manner
        self._relatives = relatives

    def say(self, code: str, **facts: Any) -> str:
        """The words of a code; what other parts add without words yet is told by its kind alone."""
        found = code if code in WORDS.codes() else f"{code.split('.', 1)[0]}.other"
        return WORDS.say(found, facts, self._manner.language)

    def tell(self, entry: Entry) -> Told:
        """One entry in words."""
        source = SOURCES[entry.kind]
        if entry.kind == "use":
            return self._tell_use(entry)
        lines = self._of_look(entry.row) if entry.kind == "look" else self._of_event(entry)
        to = f"/records/looks/{entry.entry_id}" if entry.kind == "look" else ""
        what = _LOOK_WORDS.say(f"subject.{entry.row.subject}", {}, self._manner.language) if entry.row else ""
        title = self.say(entry.code, what=what)
        names = (entry.kind, entry.entry_id, entry.happened_at, title, self._by(entry), tuple(lines))
        return Told(*names, source.mark, source.colour, to)

    def _tell_use(self, entry: Entry) -> Told:
        row, pick = entry.row, self._manner.pick
        look = self._looks.of(row.scene)
        lines = [
            Line(self.say("label.scene"), pick(look.name_zh, look.name_en)),
            Line(self.say("label.where"), province_words(self._places, row.division, self._manner)),
        ]
        shown_by = self._relative(entry)
        lines += [Line(self.say("label.shown_by"), shown_by)] if shown_by else []
        reasons = self._looks.why(row.scene, usage.receipt_of(row).reasons, self._manner)
        lines += [Line(self.say("label.why"), " · ".join(filter(None, (why.words, why.source)))) for why in reasons]
        names = (entry.kind, entry.entry_id, entry.happened_at, pick(row.point_zh, row.point_en), self._by(entry))
        return Told(*names, tuple(lines), look.mark, look.colour, f"/records/{row.use_id}", row.paid_fen, shown_by)

    def _of_look(self, look: sharing.Look) -> Iterable[Line]:
        yield Line(self.say("label.purpose"), _LOOK_WORDS.say(f"purpose.{look.purpose}", {}, self._manner.language))
        basis = _LOOK_WORDS.say(f"legal_basis.{look.legal_basis}", {}, self._manner.language)
        yield Line(self.say("label.basis"), basis)
        if look.reference:
            yield Line(self.say("label.reference"), look.reference)

    def _of_event(self, entry: Entry) -> Iterable[Line]:
        for name, value in entry.facts.items():
            label = f"label.{name}"
            if label in WORDS.codes() and (entry.kind, name) not in _UNTOLD:
                yield Line(self.say(label), self._fact(entry, name, value))

    def _fact(self, entry: Entry, name: str, value: Any) -> str:
        if name == "until":
            return writing.moment(datetime.fromisoformat(value), self._manner.language)
        if name == "channel":
            return self._channel(entry)
        coded = f"{name}.{value}"
        return self.say(coded) if coded in WORDS.codes() else str(value)

    def _channel(self, entry: Entry) -> str:
        """A channel is called by the agency whose program it is, and by the program's own name."""
        agency = self._known.get(UUID(entry.facts.get("channel_agency", NOBODY)))
        name = self._manner.pick(agency.name_zh, agency.name_en) if agency else ""
        return f"{name} ({entry.facts['channel']})" if name else str(entry.facts["channel"])

    def _by(self, entry: Entry) -> str:
        agency = self._known.get(entry.agency_id) if entry.agency_id else None
        if agency is not None:
            return self._manner.pick(agency.name_zh, agency.name_en)
        relative = self._relative(entry) if entry.kind == "look" else ""
        return relative or self.say(f"by.{entry.by}")

    def _relative(self, entry: Entry) -> str:
        return self._manner.pick(*self._relatives.get(entry.entry_id, ("", "")))


def agencies_named(tx: Transaction, entries: Iterable[Entry]) -> Agencies:
    """The agencies that these entries name, in one question."""
    ids: set[UUID] = set()
    for entry in entries:
        ids |= {entry.agency_id} if entry.agency_id else set()
        ids |= {UUID(entry.facts["channel_agency"])} if "channel_agency" in entry.facts else set()
    return agencies.find_agencies(tx, ids)


def relatives_named(tx: Transaction, holder_id: UUID, entries: Iterable[Entry], keyring: Keyring) -> Relatives:
    """Who looked, or showed the code, where it was somebody who acts for this person; names masked."""
    of_kind: dict[str, list[Entry]] = {"look": [], "use": []}
    for entry in entries:
        of_kind.get(entry.kind, []).append(entry)
    uses = [entry.entry_id for entry in of_kind["use"]]
    shown = delegations.delegates_of_uses(tx, holder_id=holder_id, uses=uses)
    looked = onlookers(tx, holder_id, [entry.row for entry in of_kind["look"]], keyring)
    return {**looked, **{use: delegate_words(one, keyring) for use, one in shown.items()}}


def day_words(day: date, manner: Manner) -> str:
    """A day in words."""
    return writing.day(day, manner.language)
