"""A programme at a place and a day in words, without a person: who gets it, how much, who bears it, and why."""

from dataclasses import dataclass
from typing import Any

from onecard.kernel.words import Language
from onecard.rulebook.catalogue import Catalogue
from onecard.rulebook.saying import WORDS
from onecard.rules.book import Dated
from onecard.rules.programmes.amounts import (
    ByAge,
    ByBand,
    ByWord,
    Capped,
    Formula,
    PerChild,
    Raised,
    Share,
    Sum,
    Times,
    TopUp,
)
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.conditions import AnyOf, Condition
from onecard.rules.programmes.facts import Facts
from onecard.rules.programmes.telling import reason_of
from onecard.rules.programmes.uses import value_uses


@dataclass(frozen=True, slots=True)
class Described:
    """What a page or a terminal shows of a programme. `illustrative` where any value it pays by has no document."""

    id: str
    name: str
    department: str
    paid_to: str
    asks: tuple[str, ...]
    not_beside: tuple[str, ...]
    amount: str
    per: str
    paid: str
    funds: tuple[tuple[str, int], ...]
    basis: str
    sources: tuple[str, ...]
    since: str
    said_by: str
    illustrative: bool
    notes: tuple[str, ...]


def describe(here: Bound, catalogue: Catalogue, language: Language) -> Described:
    """Put one programme into words."""
    programme, rule, zh = here.programme, here.rule, language == "zh"
    paying = [here.dated[use.name] for use in value_uses(rule.amount)]
    department = catalogue.departments[programme.department]
    funds = tuple(
        (catalogue.funds[fund].name_zh if zh else catalogue.funds[fund].name_en, weight)
        for fund, weight in here.funds.items()
    )
    others = [catalogue.programmes[other] for other in rule.gives_way_to]
    return Described(
        id=programme.id,
        name=programme.name_zh if zh else programme.name_en,
        department=department.name_zh if zh else department.name_en,
        paid_to=WORDS.say(f"paid_to.{programme.paid_to}", {}, language),
        asks=tuple(_asks(condition, here, language) for condition in rule.who),
        not_beside=tuple(one.name_zh if zh else one.name_en for one in others),
        amount=_amount(rule.amount, here, language),
        per=WORDS.say(f"per.{rule.per}", {}, language),
        paid=WORDS.say(f"paid.{rule.paid}", {}, language),
        funds=funds,
        basis=programme.basis.name_zh if zh else programme.basis.name_en,
        sources=tuple(dict.fromkeys(one.source for one in paying if one.source)),
        since=max([rule.since, *(one.since for one in paying)]).isoformat(),
        said_by=_speaker(paying, here, language),
        illustrative=any(one.illustrative for one in paying) or not paying,
        notes=tuple(
            dict.fromkeys(note_in(note, language) for note in (rule.note, *_notes(rule.amount, paying)) if note)
        ),
    )


def _notes(amount: Any, paying: list[Dated]) -> list[str]:
    """Of the values an amount is made of; a formula has many, and each is told beside its own."""
    return [] if isinstance(amount, Formula) else [one.note for one in paying]


def _asks(condition: Condition, here: Bound, language: Language) -> str:
    if isinstance(condition, AnyOf):
        return WORDS.say("asks.or", {}, language).join(_asks(one, here, language) for one in condition.of)
    reason = reason_of(condition, here, Facts(here.on, {}))
    return WORDS.say(reason.code.replace("condition.", "asks."), reason.facts, language)


def _amount(node: Any, here: Bound, language: Language) -> str:
    """The amount as a formula in words."""
    zh = language == "zh"
    if isinstance(node, Sum):
        return " + ".join(_amount(one, here, language) for one in node.of)
    if isinstance(node, ByAge | ByBand | ByWord):
        return ("；" if zh else "; ").join(_lines(node, here, language))
    said: dict[str, str | int] = {}
    if hasattr(node, "of"):
        said["inner"] = _amount(node.of, here, language)
    if isinstance(node, Raised) and not here.value(node.percent):
        return str(said["inner"])
    if isinstance(node, Formula):
        return WORDS.say(f"formula.{node.name}", {}, language)
    match node:
        case Times(facts=facts):
            named = [here.facts[fact] for fact in facts]
            said["fact"] = " × ".join(fact.name_zh if zh else fact.name_en for fact in named)
        case PerChild(value, age):
            said |= {"value_fen": here.value(value), "age": here.value(age)}
        case TopUp(line=line):
            said["value_fen"] = here.value(line)
        case Share(percent=percent):
            said["percent"] = here.value(percent)
        case Raised(percent=percent, when=when):
            fact = here.facts[when]
            said |= {"percent": here.value(percent), "fact": fact.name_zh if zh else fact.name_en}
        case Capped(most=most):
            said["value_fen"] = here.value(most)
        case _:
            said["value_fen"] = here.value(node.value)
    return WORDS.say(f"amount.{_name(node)}", said, language)


def _lines(node: Any, here: Bound, language: Language) -> list[str]:
    """Each band or word with its amount."""
    if isinstance(node, ByWord):
        fact = here.facts[node.fact]
        table = here.value(node.table).items()
        rows: list[dict[str, Any]] = [
            {"word": fact.called(word)[language != "zh"], "value_fen": fen} for word, fen in table
        ]
    else:
        fact = here.facts[node.fact]
        name = fact.name_zh if language == "zh" else fact.name_en
        rows = [{"fact": name, "from": start, "value_fen": fen} for start, fen in here.value(node.bands)]
    return [WORDS.say(f"amount.{_name(node)}", row, language) for row in rows]


def _name(node: Any) -> str:
    name = type(node).__name__
    return "".join(f"_{one.lower()}" if one.isupper() and at else one.lower() for at, one in enumerate(name))


def _speaker(paying: list[Dated], here: Bound, language: Language) -> str:
    """Whose value the amount is: of the narrowest place that speaks."""
    spoken = [value.place for value in paying if isinstance(value.place, int)]
    if not spoken:
        return "全国" if language == "zh" else "the nation"
    division = here.places.divisions[max(spoken)]
    return division.name_zh if language == "zh" else division.name_en


def note_in(note: str, language: Language) -> str:
    """A note is written in Chinese and then in English; pages show the part of the visitor's language."""
    end = max((at + 1 for at, one in enumerate(note) if "\u3000" <= one <= "\u9fff"), default=0)
    return note[:end] if language == "zh" and end else note[end:].strip() or note
