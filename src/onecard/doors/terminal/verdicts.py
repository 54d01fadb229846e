"""What the terminal's screen says to an outcome: yes with the amount and why, or no with the reason and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from onecard.domains.usage import api as usage
from onecard.doors.look.manner import Manner
from onecard.doors.look.scenes import SceneLooks
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Problem
from onecard.kernel.money import yuan

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One screen: the sign and word, the amount, the reason, further lines, what to do, and small print."""

    kind: Literal["yes", "no", "wait"]
    head: str
    amount: str = ""
    why: str = ""
    lines: tuple[str, ...] = ()
    next_step: str = ""
    small: str = ""


def waiting(t: Say) -> Verdict:
    """Before anything was shown."""
    return Verdict("wait", t("verdict.wait"), lines=(t("verdict.wait_words"),))


def offline(t: Say) -> Verdict:
    """The page cannot reach us: what still works, and what to do. Handed out beforehand, to be there when needed."""
    lines = (t("verdict.offline_works"),)
    return Verdict(
        "no", t("error.offline"), why=t("verdict.offline_why"), lines=lines, next_step=t("verdict.offline_next")
    )


def unanswered(t: Say) -> Verdict:
    """We were reached and gave no verdict: too many at once, or something broke."""
    return Verdict("no", t("verdict.failed"), why=t("verdict.failed_why"), next_step=t("verdict.failed_next"))


def nothing_read(t: Say) -> Verdict:
    """The scanner sent an empty line."""
    return Verdict("no", t("verdict.no"), why=t("verdict.empty"), next_step=t("verdict.empty_next"))


def verdict_of(outcome: usage.Outcome, looks: SceneLooks, t: Say, manner: Manner) -> Verdict:
    """The screen for an outcome. No name and no number: whoever stands in the queue reads it too."""
    if isinstance(outcome, usage.Refused):
        return refusal(outcome.problem, t, manner)
    reasons = looks.why(outcome.scene, outcome.reasons, manner)
    why = [one.words + (t("verdict.illustrative") if one.illustrative else "") for one in reasons]
    borne = outcome.price_fen - outcome.paid_fen
    if borne > 0:
        why.append(t("verdict.price", price=yuan(outcome.price_fen), borne=yuan(borne)))
    free = outcome.paid_fen == 0
    return Verdict(
        "yes",
        t("verdict.yes"),
        amount=t("verdict.free") if free else t("verdict.paid", amount=yuan(outcome.paid_fen)),
        why=why[0] if why else "",
        lines=tuple(why[1:]),
        small=t(
            "verdict.at", at=f"{outcome.happened_at.astimezone(SHANGHAI):%H:%M:%S}", number=outcome.use_id.hex[-8:]
        ),
    )


def refusal(problem: Problem, t: Say, manner: Manner) -> Verdict:
    """The screen for a refusal: its own words, its own next step."""
    said = problem.words()
    return Verdict(
        "no",
        t("verdict.no"),
        why=manner.pick(said["title_zh"], said["title"]),
        next_step=manner.pick(said["next_step_zh"], said["next_step"]),
        small=problem.code,
    )
