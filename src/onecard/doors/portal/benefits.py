"""What the pages of benefits show, put into words: programmes of a place, and what one person may get. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onecard.doors.look.manner import Manner
from onecard.rulebook import Catalogue
from onecard.rulebook.describing import Described, describe, note_in
from onecard.rulebook.programmes import Case
from onecard.rulebook.saying import say_change, say_reason, say_value
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.change import Change
from onecard.rules.programmes.explaining import Decision, Step

#: The nation itself, as a choice beside the provinces.
NATION_CODE = 0
_TYPED_MAX = 60


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One condition of a decision."""

    state: str
    words: str
    source: str
    illustrative: bool
    changes: tuple[str, ...]
    parts: tuple["ShownPart", ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of an amount that a formula works out; no source where it rests on what is known of the person."""

    words: str
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One programme for one person: `needs` are the facts that are missing, `coming` what time will bring."""

    programme: Described
    state: str
    amount_fen: int
    steps: tuple[ShownStep, ...]
    needs: tuple[str, ...]
    changes: tuple[str, ...]
    coming: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One value of a programme with its document; `said` is empty for tables, which the page tells elsewhere."""

    name: str
    said: str
    since: date
    place: str
    source: str
    illustrative: bool
    note: str


def place_typed(text: str, catalogue: Catalogue) -> int:
    """A province's code as it was chosen, or the nation where it is none that is in the platform."""
    code = int(text) if text.isascii() and text.isdigit() and len(text) == 6 else NATION_CODE
    division = catalogue.book.places.divisions.get(code)
    return code if division is not None and division.level == "province" and division.included else NATION_CODE


def provinces(catalogue: Catalogue, manner: Manner) -> list[tuple[int, str]]:
    """The choices: the nation, then every province that is in the platform."""
    found = [one for one in catalogue.book.places.divisions.values() if one.level == "province" and one.included]
    return [
        (NATION_CODE, manner.pick("全国", "The nation")),
        *((p.code, manner.pick(p.name_zh, p.name_en)) for p in found),
    ]


def programmes_at(
    catalogue: Catalogue, manner: Manner, *, place: int, on: date, search: str = ""
) -> list[tuple[str, list[Described]]]:
    """The programmes in force, by department; with a search only those that hold every word of it somewhere."""
    wanted = search[:_TYPED_MAX].casefold().split()
    grouped: dict[str, list[Described]] = {}
    for here in catalogue.offered(place=place, on=on):
        told = describe(here, catalogue, manner.language)
        if all(word in _text(here, told) for word in wanted):
            grouped.setdefault(told.department, []).append(told)
    order = [manner.pick(one.name_zh, one.name_en) for one in catalogue.departments.values()]
    return sorted(grouped.items(), key=lambda group: order.index(group[0]))


def _text(here: Bound, told: Described) -> str:
    """All that a search looks through: names in both languages, department, basis, conditions."""
    programme = here.programme
    names = (programme.name_zh, programme.name_en, programme.basis.name_zh, programme.basis.name_en)
    return " ".join((*names, told.department, *told.asks)).casefold()


def values_of(here: Bound, catalogue: Catalogue, manner: Manner) -> list[ShownValue]:
    """Every value the programme decides by, with the document and whose it is."""
    divisions, shown = catalogue.book.places.divisions, []
    for value in here.dated.values():
        defined = catalogue.book.definitions[value.name]
        division = divisions.get(value.place) if isinstance(value.place, int) else None
        said_by = (division.name_zh, division.name_en) if division else ("全国", "the nation")
        shown.append(
            ShownValue(
                _heading(manner.pick(defined.name_zh, defined.name_en)),
                say_value(value, manner.language),
                value.since,
                manner.pick(*said_by),
                value.source,
                value.illustrative,
                note_in(value.note, manner.language) if value.note else "",
            )
        )
    return shown


def _heading(words: str) -> str:
    """Values are named inside sentences too; alone in a line they begin large."""
    return words[:1].upper() + words[1:]


def cases_of(name: str, catalogue: Catalogue, place: int) -> list[Case]:
    """The worked cases of a place, or all of them where it has none."""
    cases = catalogue.cases.get(name, ())
    own = [case for case in cases if place and case.at // 10000 == place // 10000]
    return own or list(cases)


def shown_decisions(
    decisions: Iterable[Decision], catalogue: Catalogue, manner: Manner, *, place: int, on: date
) -> list[ShownDecision]:
    """Decisions for one person; what is paid to employers is left out."""
    return [
        _shown(one, catalogue, manner, catalogue.bound(one.programme, place=place, on=on))
        for one in decisions
        if catalogue.programmes[one.programme].paid_to != "employer"
    ]


def in_state(shown: Iterable[ShownDecision], state: str) -> list[ShownDecision]:
    """Those of one state, the ones of which least is missing first."""
    return sorted((one for one in shown if one.state == state), key=lambda one: len(one.needs))


def _shown(one: Decision, catalogue: Catalogue, manner: Manner, here: Bound) -> ShownDecision:
    facts, failed = catalogue.facts, one.failed
    needs = [manner.pick(facts[name].name_zh, facts[name].name_en) for name in one.needs]
    return ShownDecision(
        describe(here, catalogue, manner.language),
        one.state,
        one.amount_fen,
        tuple(_step(step, catalogue, manner) for step in one.steps),
        tuple(needs),
        # One change alone helps only where one condition alone fails.
        _changes(failed[0].changes, catalogue, manner) if len(failed) == 1 else (),
        _changes(one.coming, catalogue, manner),
    )


def _step(step: Step, catalogue: Catalogue, manner: Manner) -> ShownStep:
    reason, language = step.reason, manner.language
    colon, between = manner.pick("：", ": "), manner.pick("；", "; ")
    inner = (colon + between.join(say_reason(one.reason, language) for one in step.options)) if step.options else ""
    words = say_reason(reason, language) + inner
    parts = tuple(ShownPart(say_reason(one, language), one.source, one.illustrative) for one in step.parts)
    changed = _changes(step.changes, catalogue, manner)
    return ShownStep(step.state, words, reason.source, reason.illustrative, changed, parts)


def _changes(found: Iterable[Change], catalogue: Catalogue, manner: Manner) -> tuple[str, ...]:
    return tuple(say_change(change, catalogue, manner.language) for change in found)
