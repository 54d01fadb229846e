"""Lists of applications in words: how far each is, what is wrong with its file, and what each row was answered."""

from collections.abc import Callable, Iterable
from typing import Any

from onecard.domains.cards import api as cards
from onecard.doors.console.desk import Console
from onecard.doors.console.listing import Answered, Flaws
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.look.writing import reference_of

Say = Callable[..., str]


def told_list(console: Console, one: cards.ListProgress, t: Say, manner: Manner) -> dict[str, Any]:
    """One list: of whom, for where, when, and how many rows are answered."""
    state = "held" if one.held else "finished" if one.finished else "waiting"
    return {
        "id": one.list_id,
        "number": reference_of(one.list_id),
        "applicant": t(f"who.{one.applicant}"),
        "issuer": place_words(console.house.book.places, one.issuer, manner),
        "bank": one.bank or "",
        "at": one.taken_at,
        "rows": one.rows,
        "accepted": one.accepted,
        "refused": one.refused,
        "answered": one.accepted + one.refused,
        "held": one.held,
        "waits": state == "waiting",
        "state": t(f"lists.state.{state}"),
        "kind": {"finished": "good", "waiting": "warn"}.get(state, ""),
    }


def told_flaws(found: Flaws, manner: Manner) -> list[dict[str, Any]]:
    """The first rows that are wrong by themselves, and what to do about each."""
    return [{"row": row, **_told(problem.words(), manner)} for row, problem in found.first]


def told_answers(found: Iterable[Answered], manner: Manner) -> list[dict[str, Any]]:
    """Rows with their answers."""
    nothing = {"why": "", "next_step": ""}
    return [
        {"row": one.row, "accepted": one.problem is None, **(_told(one.problem, manner) if one.problem else nothing)}
        for one in found
    ]


def _told(said: dict[str, str], manner: Manner) -> dict[str, str]:
    return {
        "why": manner.pick(said["title_zh"], said["title"]),
        "next_step": manner.pick(said["next_step_zh"], said["next_step"]),
    }
