"""Pension answers in words: each reason as a sentence with its document, in 中文 and English."""

from collections.abc import Iterable
from dataclasses import dataclass

from onecard.kernel.words import Language, load_words
from onecard.rules.reasons import Reason

_WORDS = load_words("onecard.rules.pensions")


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in words; `source` is empty where it rests on what the person said, or is `illustrative`."""

    words: str
    source: str
    illustrative: bool


def say(reason: Reason, language: Language) -> str:
    """One reason as a sentence."""
    return _WORDS.say(reason.code, reason.facts, language)


def said(reasons: Iterable[Reason], language: Language) -> list[Said]:
    """Reasons as a page lists them."""
    return [Said(say(one, language), one.source, one.illustrative) for one in reasons]
