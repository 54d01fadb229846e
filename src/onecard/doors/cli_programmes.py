"""`onecard programme …`: what the rulebook says of benefits, and what it decides for one person, with reasons.

Nothing is stored and no database is asked. Facts are typed without a name or a number: a birth date and a place are
enough for most.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from onecard.doors.cli_errors import DivisionUnknown
from onecard.doors.cli_say import console
from onecard.kernel.clock import day_of, now
from onecard.kernel.money import yuan

if TYPE_CHECKING:
    from onecard.rulebook import Catalogue
    from onecard.rules.programmes.explaining import Decision, Step

programme = typer.Typer(help="补贴待遇项目 · benefit programmes", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="PROGRAMME", help="项目编号 · its id, see `onecard programme list`")]
Place = Annotated[int, typer.Option("--at", metavar="DIVISION", help="六位区划代码 · six-digit division code")]
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY", help="按哪天的规定 · by the rules of which day (today)")]  # fmt: skip  # noqa: E501
Told = Annotated[list[str], typer.Option("--fact", metavar="NAME=VALUE", help="本人情况 · what is known of the person")]
_MARKS = {"yes": "✓", "no": "✗", "unknown": "?"}


@programme.command("list")
def list_all(at: Place, on: Day = None) -> None:
    """列出一地一日有效的项目 · The programmes in force at a place on a day, with their amounts."""
    from onecard.rulebook.describing import describe

    catalogue = _catalogue(at)
    for here in catalogue.offered(place=at, on=_day(on)):
        zh, en = describe(here, catalogue, "zh"), describe(here, catalogue, "en")
        _line(f"{zh.id:<30} {zh.name} · {en.name}{_mark(zh.illustrative)}")
        _line(f"    {zh.per} {zh.amount} · {en.amount} {en.per}")


@programme.command("show")
def show(name: Name, at: Place, on: Day = None) -> None:
    """一个项目在一地一日怎样规定 · Who gets it, how much, who bears it and by which document."""
    from onecard.rulebook.describing import describe

    catalogue = _catalogue(at)
    here = catalogue.bound(name, place=at, on=_day(on))
    for language in ("zh", "en"):
        told = describe(here, catalogue, language)
        _line(f"{told.name} · {told.department} · {told.paid_to}")
        for asked in told.asks:
            _line(f"  · {asked}")
        _line(f"  = {told.amount} ({told.per})")
        _line(f"  ← {', '.join(f'{fund} {weight}' for fund, weight in told.funds)}")
        _line(f"  § {told.basis}")
    for key, value in here.dated.items():
        source = f"{value.source or '示例 illustrative'}"
        _line(f"  {key}: {value.value} ({value.unit}, {value.since}, {value.place}) {source}")


@programme.command("explain")
def explain(name: Name, at: Place, fact: Told, on: Day = None) -> None:
    """对一个人逐条说明 · Decide for one person: each condition, each document, and what would change it."""
    catalogue = _catalogue(at)
    person = catalogue.person(dict(_pair(one) for one in fact), on=_day(on))
    _tell(catalogue.decide(name, person, place=at), catalogue)


@programme.command("facts")
def facts() -> None:
    """列出可以陈述的情况 · Everything that may be said of a person with --fact, and in which unit."""
    from onecard import rulebook

    for one in rulebook.programmes().facts.values():
        _line(f"{one.name:<44} {one.unit:<24} {one.name_zh} · {one.name_en}")


def _tell(decision: "Decision", catalogue: "Catalogue") -> None:
    from onecard.rulebook.saying import WORDS, say_change

    state, per = (WORDS.say(f"state.{decision.state}", {}, one) for one in ("zh", "en")), f"per.{decision.per}"
    amount = f" {yuan(decision.amount_fen)} {WORDS.say(per, {}, 'zh')} · {WORDS.say(per, {}, 'en')}"
    _line(f"{_MARKS[decision.state]} {' · '.join(state)}{amount if decision.state == 'yes' else ''}")
    for step in decision.steps:
        _tell_step(step, catalogue, "  ")
    for fund, part in decision.shares.items():
        if part:
            named = catalogue.funds[fund]
            _line(f"  ← {named.name_zh} · {named.name_en} {yuan(part)}")
    for change in decision.coming:
        _line(f"  → {say_change(change, catalogue, 'zh')} · {say_change(change, catalogue, 'en')}")


def _tell_step(step: "Step", catalogue: "Catalogue", margin: str) -> None:
    from onecard.rulebook.saying import say_change, say_reason

    reason = step.reason
    _line(f"{margin}{_MARKS[step.state]} {say_reason(reason, 'zh')} · {say_reason(reason, 'en')}")
    _line(f"{margin}  § {reason.source or '示例 illustrative'} ({reason.facts.get('since', '')})")
    for part in step.parts:
        basis = part.source or ("示例 illustrative" if part.illustrative else "")
        _line(f"{margin}  = {say_reason(part, 'zh')} · {say_reason(part, 'en')}{f' § {basis}' if basis else ''}")
    for option in step.options:
        _tell_step(option, catalogue, margin + "  ")
    for change in step.changes if not step.options else ():
        _line(f"{margin}  → {say_change(change, catalogue, 'zh')} · {say_change(change, catalogue, 'en')}")
    if step.state == "unknown" and not step.options:
        named = [catalogue.facts[one] for one in step.facts]
        _line(f"{margin}  ? {'、'.join(one.name_zh for one in named)} · --fact {', '.join(one.name for one in named)}")


def _catalogue(at: int) -> "Catalogue":
    from onecard import rulebook

    catalogue = rulebook.programmes()
    if at not in catalogue.book.places.divisions:
        raise DivisionUnknown(division=at)
    return catalogue


def _day(on: datetime | None) -> date:
    return on.date() if on else day_of(now())


def _pair(typed: str) -> tuple[str, str]:
    name, mark, value = typed.partition("=")
    if not mark:
        raise typer.BadParameter("应为 NAME=VALUE · NAME=VALUE is meant, such as born=1945-03-05")
    return name.strip(), value.strip()


def _mark(illustrative: bool) -> str:
    return " （示例 illustrative）" if illustrative else ""


def _line(words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)
