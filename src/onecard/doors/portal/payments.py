"""A resident's payments as pages show them: programme, period, amount, state in words, twelve months drawn. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from onecard.domains.disbursement import api as disbursement
from onecard.doors.look import writing
from onecard.doors.look.manner import Manner
from onecard.kernel.clock import day_of
from onecard.rulebook import Catalogue

Say = Callable[..., str]
MONTHS = 12
_MARKS = {
    "came": ("circle-check", "green", "good"),
    "coming": ("clock", "", ""),
    "back": ("circle-alert", "red", "bad"),
    "again": ("rotate-cw", "violet", ""),
}


@dataclass(frozen=True, slots=True)
class ShownPayment:
    """One payment in this visitor's words. `sentence` says all that matters at once, as elders read it."""

    line_id: UUID
    stands: str
    mark: str
    colour: str
    tag: str
    programme: str
    period: str
    purpose: str
    amount_fen: int
    state: str
    reason: str
    next: str
    sentence: str
    account_end: str
    bank: str
    batch_day: date
    happened_at: datetime
    replaces: UUID | None
    reissued_as: UUID | None


def shown_payment(
    one: disbursement.Payment, programmes: Catalogue, t: Say, manner: Manner, *, today: date
) -> ShownPayment:
    """In the words of the programme's page where the code is a programme of the rulebook, else of the statement."""
    mark, colour, tag = _MARKS[one.stands]
    told = {name: manner.pick(*said) for name, said in disbursement.tell_payee(one.line).items()}
    known = programmes.programmes.get(one.programme)
    programme = manner.pick(known.name_zh, known.name_en) if known else one.purpose
    sentence = t(
        f"payments.say_{one.stands}", month=_month_said(one.period, today, manner), programme=programme,
        amount=writing.yuan(one.line.amount_fen).removeprefix("¥"), state=told["said"],
    )  # fmt: skip
    return ShownPayment(
        one.line.line_id, one.stands, mark, colour, tag, programme, period_words(one.period, manner), one.purpose,
        one.line.amount_fen, told["said"], told.get("reason", ""), told["next"], sentence, one.account_end,
        manner.pick(one.bank_zh, one.bank_en), day_of(one.batch_at), one.happened_at, one.line.replaces,
        one.line.reissued_as,
    )  # fmt: skip


def period_words(period: str, manner: Manner) -> str:
    """2026-11 is a month; what the paying department calls its period otherwise is left as it is."""
    first = _first_of(period)
    return writing.month(first, manner.language) if first else period


def twelve_months(arrived: Mapping[date, int], *, today: date) -> list[tuple[date, int]]:
    """The first day of each of the last twelve months with the fen that arrived in it, oldest first."""
    return [(first, arrived.get(first, 0)) for first in months_until(today)]


def months_until(today: date) -> list[date]:
    """The first days of the last twelve months, this one the last."""
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1)]


def in_groups(shown: Sequence[ShownPayment]) -> list[tuple[str, list[ShownPayment]]]:
    """What failed first, because somebody must do something; then what is coming, then what came."""
    groups = ((stands, [one for one in shown if one.stands == stands]) for stands in ("back", "coming", "came"))
    return [(stands, found) for stands, found in groups if found]


def _month_said(period: str, today: date, manner: Manner) -> str:
    """8月 · August's: the year only where it is another one."""
    first = _first_of(period)
    if first is None:
        return period
    if first.year == today.year and manner.language == "zh":
        return f"{first.month}月"
    return writing.month(first, manner.language)


def _first_of(period: str) -> date | None:
    try:
        return date.fromisoformat(f"{period}-01") if len(period) == 7 else None
    except ValueError:
        return None
