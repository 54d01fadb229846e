"""What an operation at the counter is: one small file in `operations/` with words, form fields, conditions and a verb.

Every operation goes the same way (see flow.py): form, check the answers, done with a number and a receipt. A file says
only what is its own. It is found by its folder, so nothing else is edited to add one.
"""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Literal, TypeAlias

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import FIND, Counter
from onecard.doors.console.tickets import Done
from onecard.doors.look import writing
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Dated

#: (中文, English).
Said: TypeAlias = tuple[str, str]
Answers: TypeAlias = Mapping[str, str]
#: A `secret` is typed by the person herself and shown to nobody.
Kind = Literal["text", "choice", "day", "tick", "place", "secret"]
#: What happens where the card is another province's: nothing, the same at once, or that province is asked.
Elsewhere = Literal["no", "at_once", "asked"]


@dataclass(frozen=True, slots=True)
class Line:
    """Something said under a label, with where it is from if it is a rule: an effect before, a fact afterwards."""

    label: Said
    value: Said
    source: str = ""
    illustrative: bool = False

    @classmethod
    def of(cls, label: Said, rule: Dated, value: Callable[[Any], Said]) -> "Line":
        """A value of the rulebook, in words."""
        return cls(label, value(rule.value), rule.source, rule.illustrative)

    @classmethod
    def instant(cls, label: Said, at: datetime | str) -> "Line":
        """An instant (or its ISO text, as a receipt keeps it), as each language writes it."""
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
        return cls(label, (writing.moment(moment, "zh"), writing.moment(moment, "en")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `wrong` says what is wrong with an answer that is not empty, or None."""

    name: str
    label: Said
    hint: Said = ("", "")
    kind: Kind = "text"
    options: tuple[tuple[str, Said], ...] = ()
    needed: bool = True
    most: int = 60
    wrong: Callable[[str], Said | None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper to take home: a code, what stands under it, and what holds for it."""

    code: str
    lines: tuple[Line, ...]
    rules: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ShownOnce:
    """What was done, with something that is told on this one page and kept nowhere: an initial password, a sheet."""

    done: Done
    lines: tuple[Line, ...] = ()
    sheet: Sheet | None = None


def fixed(*fields: Field) -> Callable[[Counter], Sequence[Field]]:
    """The same questions for everybody."""
    return lambda _: fields


def _by_deed(_counter: Counter, _tx: Transaction, _answers: Answers) -> Done:
    raise AssertionError("an operation has a deed, or a verb of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. `why_not` is asked when the visit is shown and again before anything is done.

    `decider` is the division that decides (by itself the home of the card), `touches` are further divisions that are
    changed. Where another province decides, `facts` of `deed` are sent there and nothing is performed here. `check`
    says what is wrong between answers that are right by themselves; `afterwards` is called when all is committed.
    """

    id: str
    permission: str
    order: int
    icon: str
    name: Said
    what: Said
    button: Said
    why_not: Callable[[Counter], Said | None]
    perform: Callable[[Counter, Transaction, Answers], Done | ShownOnce] = _by_deed
    fields: Callable[[Counter], Sequence[Field]] = lambda _: ()
    check: Callable[[Counter, Answers], dict[str, Said]] = lambda _counter, _answers: {}
    effects: Callable[[Counter, Answers], Sequence[Line]] = lambda _counter, _answers: ()
    told: Callable[[Counter, Done], Sequence[Line]] = lambda _counter, _done: ()
    next_steps: Sequence[Said] = ()
    grave: bool = False
    elsewhere: Elsewhere = "no"
    deed: cards.Operation | None = None
    facts: Callable[[Counter, Transaction, Answers], dict[str, Any]] = lambda _counter, _tx, _answers: {}
    decider: Callable[[Counter, Answers], int | None] = lambda counter, _answers: counter.visit.home
    touches: Callable[[Counter, Answers], Sequence[int]] = lambda _counter, _answers: ()
    afterwards: Callable[[Counter], None] = lambda _counter: None


@dataclass(frozen=True, slots=True)
class Offer:
    """An operation as a visit shows it: `why_not` is empty where it can be done now."""

    operation: Operation
    why_not: Said | None = field(default=None)


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the folder, in the order a counter wants them."""
    package = import_module("onecard.doors.console.operations")
    found = [import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)]
    told = [module.OPERATION for module in found if hasattr(module, "OPERATION")]
    assert len({one.id for one in told}) == len(told), "two operations have the same id"
    return tuple(sorted(told, key=lambda one: one.order))


def operation_of(operation_id: str) -> Operation | None:
    """One operation by its id."""
    return next((one for one in operations() if one.id == operation_id), None)


def offers(counter: Counter) -> list[Offer]:
    """What this operator may and may not do now, and why not; who only keeps a half is shown what there is for it."""
    may = counter.staff.permissions
    shown = [one for one in operations() if FIND in may or one.permission in may]
    return [Offer(one, reason_against(one, counter)) for one in shown]


def reason_against(operation: Operation, counter: Counter) -> Said | None:
    """Why this operator cannot do it now: the role first, then the state."""
    if operation.permission not in counter.staff.permissions:
        return ("您的岗位没有此项权限", "your role does not include it")
    if counter.visit.where == "away":
        return None if operation.elsewhere != "no" else ("须到发卡地办理", "only the issuing province does it")
    return operation.why_not(counter)
