"""How scenes appear on pages: name, icon and colour, and the words of their reasons, from each scene's own folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onecard.doors.look.manner import Manner
from onecard.kernel.plugins import discover
from onecard.kernel.words import Words, load_words
from onecard.rules.reasons import Reason

#: Icon and colour by scene; a scene that is not here still shows, with the plain ones.
_LOOKS = {"transit": ("bus", ""), "tourism": ("ticket", "red")}
_PLAIN = ("store", "violet")


@dataclass(frozen=True, slots=True)
class SceneLook:
    """A scene as pages show it."""

    id: str
    name_zh: str
    name_en: str
    mark: str
    colour: str
    words: Words


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words, with the document that says so."""

    words: str
    source: str
    illustrative: bool


class SceneLooks:
    """Every scene found, by id."""

    def __init__(self, scenes: Iterable[str]) -> None:
        wanted = set(scenes)
        self._looks = {
            one.id: SceneLook(
                one.id,
                one.manifest["name_zh"],
                one.manifest["name_en"],
                *_LOOKS.get(one.id, _PLAIN),
                load_words(one.package),
            )
            for one in discover("onecard.scenes")
            if one.id in wanted
        }

    def __iter__(self) -> Iterator[SceneLook]:
        return iter(self._looks.values())

    def of(self, scene: str) -> SceneLook:
        """One scene's look."""
        return self._looks[scene]

    def why(self, scene: str, reasons: Iterable[Reason], manner: Manner) -> list[Why]:
        """The reasons of a receipt as sentences."""
        words = self._looks[scene].words
        return [Why(words.say(r.code, r.facts, manner.language), r.source, r.illustrative) for r in reasons]
