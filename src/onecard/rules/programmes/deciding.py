"""The decision in numbers: who gets it and how much, one person or a nation, programme after programme."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import RECEIVES, Facts
from onecard.rules.programmes.judging import all_of, judge, verdict
from onecard.rules.programmes.working import work_out
from onecard.rules.split import split


class Outcome(NamedTuple):
    """Where the benefit is due, where it is surely not, and the amount (0 where it is not due).

    Neither due nor refused means that a fact is missing: nobody is refused for what we do not know.
    """

    entitled: Any
    refused: Any
    amount_fen: Any


def decide(here: Bound, facts: Facts) -> Outcome:
    """One programme. An amount of nothing is a refusal."""
    money = work_out(here.rule.amount, here, facts)
    verdicts = [judge(condition, here, facts) for condition in here.rule.conditions]
    due, refused = all_of([*verdicts, verdict(money.value > 0, money.known)])
    return Outcome(due, refused, money.value * due)


def decide_in_turn(programmes: Iterable[Bound], facts: Facts) -> dict[str, Outcome]:
    """Several programmes at one place, given in an order in which each comes after those it leans on.

    What one gives way to is decided before it, so that nobody gets both. What is told of a person ("receives …") wins.
    """
    outcomes: dict[str, Outcome] = {}
    for here in programmes:
        for other in here.rule.leans_on:
            facts = with_outcome(facts, other, outcomes.get(other))
        outcomes[here.programme.id] = decide(here, facts)
    return outcomes


def shares(here: Bound, amount_fen: Any) -> dict[str, Any]:
    """What each fund bears of an amount (or of a column of them); they add up to it to the fen."""
    funds = here.funds
    return dict(zip(funds, split(amount_fen, list(funds.values())), strict=True))


def with_outcome(facts: Facts, programme: str, outcome: Outcome | None) -> Facts:
    """The facts, and whether that other programme is received, as far as the decision about it says.

    None: it is not in force here, nobody gets it. Where somebody was told to receive it, or not to, that stays.
    """
    name = RECEIVES + programme
    told = facts.get(name)
    if told.known is True:
        return facts
    entitled, decided = (0, True) if outcome is None else (outcome.entitled * 1, outcome.entitled | outcome.refused)
    if told.known is False:
        return facts.told(name, entitled, decided)
    value = told.value * told.known + entitled * (told.known ^ True)
    return facts.told(name, value, told.known | decided)
