"""In which manner a page speaks: language and mode, from two cookies that say nothing of the person.

A first visit speaks Chinese unless the browser prefers English; the standard mode unless 长辈版 was chosen.
"""

from dataclasses import dataclass
from typing import Any, Literal

from litestar import Request

from onecard.kernel.errors import Problem
from onecard.kernel.words import Language

Mode = Literal["standard", "care"]
LANGUAGE_COOKIE, MODE_COOKIE = "onecard_language", "onecard_mode"


@dataclass(frozen=True, slots=True)
class Manner:
    """Language and mode of one answer."""

    language: Language = "zh"
    mode: Mode = "standard"

    @property
    def tag(self) -> str:
        """The BCP 47 tag for `lang` attributes."""
        return "zh-CN" if self.language == "zh" else "en"

    def pick(self, zh: str, en: str) -> str:
        """Of two wordings the one to show."""
        return zh if self.language == "zh" else en

    def told(self, problem: Problem) -> str:
        """A problem in one line: what happened, and what to do."""
        said = problem.words()
        return self.pick(f"{said['title_zh']}。{said['next_step_zh']}", f"{said['title']}. {said['next_step']}")

    @classmethod
    def of(cls, request: Request[Any, Any, Any]) -> "Manner":
        """What the cookies ask for, else what the browser prefers."""
        language = request.cookies.get(LANGUAGE_COOKIE)
        if language not in ("zh", "en"):
            language = _preferred(request.headers.get("accept-language", ""))
        mode = "care" if request.cookies.get(MODE_COOKIE) == "care" else "standard"
        return cls(language, mode)  # type: ignore[arg-type]  # both were narrowed above


def _preferred(accepted: str) -> str:
    """The first of zh and en that the browser names; its order is taken as its weight."""
    tags = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((tag for tag in tags if tag in ("zh", "en")), "zh")


def place_within(path: str) -> str:
    """A path of our own to return to; anything that could lead elsewhere becomes the home page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe and "\\" not in path else "/"
