"""An entry in words: what happened, who did it, why and by what right, with the document where there is one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.delegations import api as delegations
from onecard.domains.disbursement import api as disbursement
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House
from onecard.doors.family.telling import delegate_words, onlookers
from onecard.doors.family.telling import say as family_words
from onecard.doors.look import writing
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import province_words
from onecard.doors.look.scenes import SceneLooks
from onecard.doors.record.citing import rules_named
from onecard.doors.record.entries import Entry
from onecard.doors.record.family import relative_words
from onecard.doors.record.sources import SOURCES
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.words import load_words
from onecard.rules.book import Dated

WORDS = load_words("onecard.doors.record")
_LOOK_WORDS = load_words("onecard.domains.sharing")
NOBODY = str(UUID(int=0))
#: What says nothing to a person: the id of the card that took the place of this one.
_UNTOLD = frozenset({("card", "by")})
#: Facts whose words stand with the delegations.
_FAMILY_FACTS = frozenset({"because", "kind", "proof"})
#: The page that says more of an entry of this kind; the braces stand for what its source read.
_PLACES = {"payment": "/payments/{0.line_id}"}
Agencies = Mapping[UUID, agencies.Agency]
#: Of entries in which a relative acted, or for whom: who it was, in 中文 and English, by entry.
Relatives = Mapping[UUID, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Named:
    """Whom and what the entries of a page name: agencies, relatives (names masked), and rules with their documents."""

    agencies: Agencies
    relatives: Relatives
    rules: Mapping[UUID, Dated]


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
    """Tells entries in one manner, knowing the rulebook, the scenes, and what the entries name."""

    def __init__(self, house: House, named: Named, manner: Manner, *, looks: SceneLooks | None = None) -> None:
        self._book, self._manner = house.book, manner
        self._looks = looks or SceneLooks(house.scenes)
        self._known, self._relatives, self._rules = named.agencies, named.relatives, named.rules

    def say(self, code: str, **facts: Any) -> str:
        """The words of a code; what other parts add without words yet is told by its kind alone."""
        found = code if code in WORDS.codes() else f"{code.split('.', 1)[0]}.other"
        return WORDS.say(found, facts, self._manner.language)

    def tell(self, entry: Entry) -> Told:
        """One entry in words."""
        source = SOURCES[entry.kind]
        if entry.kind == "use":
            return self._tell_use(entry)
        is_look = entry.kind == "look"
        lines = self._of_look(entry.row) if is_look else self._of_event(entry)
        to = f"/records/looks/{entry.entry_id}" if is_look else _PLACES.get(entry.kind, "")
        to = to.format(entry.row)
        what = _LOOK_WORDS.say(f"subject.{entry.row.subject}", {}, self._manner.language) if is_look else ""
        title = self.say(entry.code, what=what, **self._named_in_title(entry))
        names = (entry.kind, entry.entry_id, entry.happened_at, title, self._by(entry), tuple(lines))
        return Told(*names, source.mark, source.colour, to)

    def _tell_use(self, entry: Entry) -> Told:
        row, pick = entry.row, self._manner.pick
        look = self._looks.of(row.scene)
        lines = [
            Line(self.say("label.scene"), pick(look.name_zh, look.name_en)),
            Line(self.say("label.where"), province_words(self._book.places, row.division, self._manner)),
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
        if entry.kind == "family":
            yield Line(self.say(f"label.{entry.code.rpartition('.')[0]}"), self._relative(entry))
        for name, value in entry.facts.items():
            label = f"label.{name}"
            untold = (entry.kind, name) in _UNTOLD or (name in _FAMILY_FACTS and entry.kind != "family")
            if label in WORDS.codes() and not untold and value not in (None, []):
                yield Line(self.say(label), self._fact(entry, name, value))
        if rule := self._rules.get(entry.entry_id):
            yield Line(self.say("label.rule"), self._rule(rule))

    def _fact(self, entry: Entry, name: str, value: Any) -> str:
        if name == "until":
            return writing.moment(datetime.fromisoformat(value), self._manner.language)
        if name == "channel":
            return self._channel(entry)
        if name == "scene":
            return self._scene(value)
        if entry.kind == "family" and name in _FAMILY_FACTS:
            return family_words(f"{name}.{value}", self._manner.language)
        if entry.kind == "payment":
            value = self._manner.pick(*disbursement.tell_reason(value)) if name == "reason" else value
        if isinstance(value, list):
            return self.say("sign.comma").join(self._coded(name, one) for one in value)
        return self._coded(name, value)

    def _coded(self, name: str, value: Any) -> str:
        coded = f"{name}.{value}"
        return self.say(coded) if coded in WORDS.codes() else str(value)

    def _scene(self, scene: str) -> str:
        known = {one.id: one for one in self._looks}
        return self._manner.pick(known[scene].name_zh, known[scene].name_en) if scene in known else scene

    def _named_in_title(self, entry: Entry) -> dict[str, str]:
        """A service by the name it had then."""
        facts = entry.facts
        return {"service": self._manner.pick(facts["service_zh"], facts["service_en"])} if "service_zh" in facts else {}

    def _rule(self, rule: Dated) -> str:
        """临时挂失有效天数:10 · the document · since when."""
        defined, language = self._book.definitions[rule.name], self._manner.language
        source = rule.source or self.say("rule.illustrative")
        named = self._manner.pick(defined.name_zh, defined.name_en)
        since = self.say("rule.since", day=writing.day(rule.since, language))
        return f"{named}{self.say('sign.colon')}{rule.value} · {source} · {since}"

    def _channel(self, entry: Entry) -> str:
        """A channel is called by the agency whose program it is, and by the program's own name."""
        agency = self._known.get(UUID(entry.facts.get("channel_agency", NOBODY)))
        name = self._manner.pick(agency.name_zh, agency.name_en) if agency else ""
        return f"{name} ({entry.facts['channel']})" if name else str(entry.facts["channel"])

    def _by(self, entry: Entry) -> str:
        agency = self._known.get(entry.agency_id) if entry.agency_id else None
        if agency is not None:
            return self._manner.pick(agency.name_zh, agency.name_en)
        relative = self._relative(entry) if entry.kind == "look" or entry.by == "relative" else ""
        return relative or self.say(f"by.{entry.by}")

    def _relative(self, entry: Entry) -> str:
        return self._manner.pick(*self._relatives.get(entry.entry_id, ("", "")))


def names_in(house: House, tx: Transaction, holder_id: UUID, entries: Sequence[Entry]) -> Named:
    """Whom and what these entries of a person's record name, a few questions for the whole page."""
    relatives = relatives_named(tx, holder_id, entries, house.keyring)
    return Named(agencies_named(tx, entries), relatives, rules_named(house, tx, holder_id, entries))


def agencies_named(tx: Transaction, entries: Iterable[Entry]) -> Agencies:
    """The agencies that these entries name, in one question."""
    ids: set[UUID] = set()
    for entry in entries:
        ids |= {entry.agency_id} if entry.agency_id else set()
        ids |= {UUID(entry.facts["channel_agency"])} if "channel_agency" in entry.facts else set()
    return agencies.find_agencies(tx, ids)


def relatives_named(tx: Transaction, holder_id: UUID, entries: Sequence[Entry], keyring: Keyring) -> Relatives:
    """Who looked, or showed the code, where it was somebody who acts for this person, and who it is in the family's
    own entries; names masked."""
    of_kind: dict[str, list[Entry]] = {"look": [], "use": []}
    for entry in entries:
        of_kind.get(entry.kind, []).append(entry)
    uses = [entry.entry_id for entry in of_kind["use"]]
    shown = delegations.delegates_of_uses(tx, holder_id=holder_id, uses=uses)
    looked = onlookers(tx, holder_id, [entry.row for entry in of_kind["look"]], keyring)
    kin = {entry.entry_id: relative_words(entry.row, holder_id, keyring) for entry in entries if entry.kind == "family"}
    return {**looked, **{use: delegate_words(one, keyring) for use, one in shown.items()}, **kin}


def day_words(day: date, manner: Manner) -> str:
    """A day in words."""
    return writing.day(day, manner.language)
