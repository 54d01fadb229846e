"""Words beside the code: `words/zh.toml` and `words/en.toml` of a package, one sentence a code, facts in braces.

A fact whose name ends in `_fen` is written as an amount (`¥2.00`), so no caller formats money.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal

from onecard.kernel.money import yuan

Language = Literal["zh", "en"]


class _Facts(dict[str, Any]):
    """Facts as they are read aloud."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return yuan(value) if name.endswith("_fen") else value


class Words:
    """The sentences of one package in both languages."""

    def __init__(self, zh: Mapping[str, str], en: Mapping[str, str]) -> None:
        self.by_language: dict[str, Mapping[str, str]] = {"zh": zh, "en": en}

    def codes(self) -> set[str]:
        """Every code that has words in both languages."""
        return set(self.by_language["zh"]) & set(self.by_language["en"])

    def say(self, code: str, facts: Mapping[str, Any], language: str) -> str:
        """The sentence for a code; KeyError where there is none, so that a missing word is seen in a test."""
        return self.by_language[language][code].format_map(_Facts(facts))


def load_words(package: str) -> Words:
    """The words of a package; tables join with dots (`[transit] elder_free = …` is `transit.elder_free`)."""
    return Words(*(_flat(package, language) for language in ("zh", "en")))


def _flat(package: str, language: str) -> dict[str, str]:
    page = files(package) / "words" / f"{language}.toml"
    return dict(_walk(tomllib.loads(page.read_text(encoding="utf-8")), "")) if page.is_file() else {}


def _walk(table: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        pairs += [(prefix + key, value)] if isinstance(value, str) else _walk(value, f"{prefix}{key}.")
    return pairs
