"""The form of the pension page: what was typed, read into a question, or what is wrong at which field."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

from onecard.doors.pensions.asking import Question
from onecard.doors.pensions.typed import length_of, month_of
from onecard.kernel.money import fen_of
from onecard.rules.pensions.ages import CATEGORIES
from onecard.rules.pensions.written import parts_of

Say = Callable[..., str]
SCHEMES = ("employee", "resident")
FIELDS = ("place", "born", "category", "paid_months", "deemed_months", "index", "balance_fen", "goes_on")
#: What stands in an empty form: the first of each choice, and an index of one.
BLANK = {"scheme": "employee", "category": "", "index": "1", "goes_on": "yes", "deemed_months": "0"}
_ASKED_OF_EMPLOYEES = {"category", "deemed_months", "index"}


class Typed(NamedTuple):
    """A question when all could be read, else the words at each field."""

    question: Question | None
    wrong: dict[str, str]


def scheme_of(form: Mapping[str, str]) -> str:
    """The scheme asked about; the first where it is none we know."""
    scheme = form.get("scheme", "")
    return scheme if scheme in SCHEMES else SCHEMES[0]


def read_form(form: Mapping[str, str], t: Say) -> Typed:
    """Every field of the scheme, each told by itself."""
    scheme = scheme_of(form)
    facts: dict[str, Any] = {"index": parts_of(BLANK["index"]), "category": CATEGORIES[0], "deemed_months": 0}
    wrong = {}
    for name, read in _READERS.items():
        if scheme == "resident" and name in _ASKED_OF_EMPLOYEES:
            continue
        try:
            facts[name] = read(form.get(name, ""))
        except ValueError:
            wrong[name] = t(f"pension.wrong_{name}")
    if wrong:
        return Typed(None, wrong)
    facts["goes_on_paying"] = facts.pop("goes_on")
    return Typed(Question(scheme=cast(Any, scheme), **facts), {})


def division_of(text: str) -> int:
    """Six digits as they come from a list of places; ValueError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) == 6):
        raise ValueError("not a division")
    return int(text)


def _category(text: str) -> str:
    if text not in CATEGORIES:
        raise ValueError("not a category")
    return text


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("neither yes nor no")
    return text == "yes"


_READERS: dict[str, Callable[[str], Any]] = {
    "place": division_of,
    "born": month_of,
    "category": _category,
    "paid_months": length_of,
    "deemed_months": length_of,
    "index": parts_of,
    "balance_fen": fen_of,
    "goes_on": _yes,
}
