"""Decisions about benefits as sentences, in either language; the words stand in `words/` beside the rulebook."""

from onecard.kernel.words import Language, load_words
from onecard.rulebook.catalogue import Catalogue
from onecard.rules.book import Dated
from onecard.rules.pensions.written import as_percent
from onecard.rules.programmes.change import Change
from onecard.rules.programmes.facts import Known, shown
from onecard.rules.reasons import Reason

WORDS = load_words("onecard.rulebook")
#: Of the parts of a pension, whose reasons begin with this topic.
_PENSIONS, _TOPIC = load_words("onecard.rules.pensions"), "pensions."
#: Parts of a whole are read as percent.
_UNITS = {"ten-thousandths": "percent", "parts in a hundred": "percent"}


def say_reason(reason: Reason, language: Language) -> str:
    """One condition, the amount or a part of it: what is asked and what is known."""
    words = _PENSIONS if reason.code.startswith(_TOPIC) else WORDS
    return words.say(reason.code, reason.facts, language)


def say_change(change: Change, catalogue: Catalogue, language: Language) -> str:
    """What would change a decision, or from which day on it changes by itself."""
    fact = catalogue.facts[change.fact]
    zh, en = _target(change, catalogue)
    facts: dict[str, str | int] = {"fact_zh": fact.name_zh, "fact_en": fact.name_en, "to_zh": zh, "to_en": en}
    facts |= {"on": change.on.isoformat() if change.on else "", "age": change.age or 0}
    return WORDS.say(f"change.{change.kind}", {**facts, "amount_fen": change.amount_fen or 0}, language)


def say_value(value: Dated, language: Language) -> str:
    """A value that is one number, with its unit; empty for tables and lists, which conditions and amounts spell out."""
    number, unit = value.value, _UNITS.get(value.unit, value.unit)
    if type(number) is not int or f"value.{unit}" not in WORDS.codes():
        return ""
    said = as_percent(number) if value.unit == "ten-thousandths" else number
    return WORDS.say(f"value.{unit}", {"value": said, "value_fen": number}, language)


def _target(change: Change, catalogue: Catalogue) -> tuple[str, str]:
    if change.to is None or change.kind == "child":
        return "", ""
    division = catalogue.book.places.divisions.get(change.to) if change.kind == "place" else None
    if division is not None:
        return division.name_zh, division.name_en
    return shown(catalogue.facts[change.fact], Known(change.to))
