"""The decision for one person with all she may ask: each condition, her value, the document, what would change it.

The condition and amount code is the one that decides for a nation; here it runs for one and is told in reasons whose
words stand in both languages beside the rulebook (`rulebook/words`).
"""

from datetime import date
from typing import Any, Literal

from msgspec import Struct

from onecard.rules.programmes.amounts import Formula
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.change import Change
from onecard.rules.programmes.changing import amount_changes, changes, coming
from onecard.rules.programmes.conditions import AnyOf, Condition
from onecard.rules.programmes.deciding import decide, shares
from onecard.rules.programmes.facts import Facts
from onecard.rules.programmes.judging import Verdict, judge, verdict
from onecard.rules.programmes.programme import Period
from onecard.rules.programmes.telling import amount_reason, reason_of
from onecard.rules.programmes.uses import facts_of
from onecard.rules.programmes.working import work_out
from onecard.rules.reasons import Reason

State = Literal["yes", "no", "unknown"]


class Step(Struct, frozen=True):
    """One condition: whether it holds, why, the facts it looked at, what would make it hold.

    `options` are the steps of an "any of"; `parts` say what an amount worked out by a formula is made of.
    """

    state: State
    reason: Reason
    facts: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    options: tuple["Step", ...] = ()
    parts: tuple[Reason, ...] = ()


class Decision(Struct, frozen=True):
    """One programme for one person on one day. `amount_fen` is 0 unless entitled; `shares` says which fund bears it."""

    programme: str
    place: int
    on: date
    state: State
    amount_fen: int
    per: Period
    paid: Period
    shares: dict[str, int]
    steps: tuple[Step, ...]
    coming: tuple[Change, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that must be told before anybody can say yes or no; none where it is said already."""
        if self.state != "unknown":
            return ()
        return tuple(dict.fromkeys(fact for step in self.steps if step.state == "unknown" for fact in step.facts))

    @property
    def failed(self) -> tuple[Step, ...]:
        """The conditions that do not hold."""
        return tuple(step for step in self.steps if step.state == "no")


def explain(here: Bound, facts: Facts) -> Decision:
    """Decide for one person and say why."""
    outcome = decide(here, facts)
    steps = [_step(condition, here, facts) for condition in here.rule.conditions]
    if not any(step.state == "no" for step in steps):
        steps.append(_money_step(here, facts))
    fen = int(outcome.amount_fen) if outcome.entitled else 0
    return Decision(
        programme=here.programme.id,
        place=here.place,
        on=here.on,
        state=_state(Verdict(outcome.entitled, outcome.refused)),
        amount_fen=fen,
        per=here.rule.per,
        paid=here.rule.paid,
        shares={fund: int(part) for fund, part in shares(here, fen).items()},
        steps=tuple(steps),
        coming=tuple(coming(here, facts)) if outcome.entitled else (),
    )


def _step(condition: Condition, here: Bound, facts: Facts) -> Step:
    state = _state(judge(condition, here, facts))
    return Step(
        state,
        reason_of(condition, here, facts),
        _missing(condition, here, facts) if state == "unknown" else facts_of(condition),
        tuple(changes(condition, here, facts)) if state == "no" else (),
        tuple(_step(one, here, facts) for one in condition.of) if isinstance(condition, AnyOf) else (),
    )


def _money_step(here: Bound, facts: Facts) -> Step:
    """The amount comes to something; or it does not; or it cannot be worked out yet."""
    money = work_out(here.rule.amount, here, facts)
    state = _state(verdict(money.value > 0, money.known))
    asked = _missing(here.rule.amount, here, facts) if state == "unknown" else facts_of(here.rule.amount)
    found = tuple(amount_changes(here, facts)) if state == "no" else ()
    fen = int(money.value) if money.known else 0
    return Step(state, amount_reason(here, fen), asked, found, parts=_parts(here, facts) if state == "yes" else ())


def _parts(here: Bound, facts: Facts) -> tuple[Reason, ...]:
    amount = here.rule.amount
    return here.functions.amounts[amount.name].why(here, facts) if isinstance(amount, Formula) else ()


def _missing(node: Any, here: Bound, facts: Facts) -> tuple[str, ...]:
    """Of the facts a node looks at, those nobody has told."""
    asks = here.functions.amounts[node.name].asks if isinstance(node, Formula) else None
    return tuple(name for name in (asks(facts) if asks else facts_of(node)) if not facts.get(name).known)


def _state(said: Verdict) -> State:
    return "yes" if said.yes else "no" if said.no else "unknown"
