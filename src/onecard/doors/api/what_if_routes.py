"""A programme tried with other values on everybody an agency reaches, before it is published. Nothing is written."""

from collections.abc import Mapping

from litestar.params import FromPath, JSONBody

from onecard.doors.api.given import TheHouse, TheLimits, TheStaff, TheTrials
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_what_if import (
    TrialBasis,
    TrialFigures,
    TrialFund,
    TrialRow,
    TrialTold,
    TrialWanted,
)
from onecard.doors.bootstrap import House
from onecard.doors.nation import read_scale
from onecard.doors.security.visitors import scope_of
from onecard.doors.what_if.errors import PlaceUnknown, TrialsWaiting
from onecard.doors.what_if.reaching import place_for
from onecard.doors.what_if.telling import Line, by_age, by_region, everybody
from onecard.doors.what_if.trials import Progress
from onecard.doors.what_if.trying import Answer, Question
from onecard.kernel.clock import day_of
from onecard.rulebook.what_if_errors import FactsMissing, NothingChanged, NotTriable, ValueUnknown, ValueWrong
from onecard.rules.programmes.errors import ProgrammeNotInForce, ProgrammeUnknown

#: So long an answer waits for the figures; what takes longer is asked for again.
PATIENCE_SECONDS = 8.0
_FUNDS = [TrialFund("central", 905_738, 1_215_868)]
_ROW = TrialRow(510000, "Sichuan", "四川省", 81_740, False, 731, 0, 1_562, 0, 0, 905_738, 1_215_868, _FUNDS)
_FIGURES = TrialFigures(
    "month", 2.4,
    TrialBasis(["registered_division"], ["household_income_per_head_fen"], True, [], [], 10, 10_000),
    _ROW, [TrialRow(510100, "Chengdu", "成都市", 20_300, True)], [_ROW],
)  # fmt: skip


@operation(
    "POST", "/programmes/{programme:str}/what-if", id="tryProgramme",
    summary="政策试算 · Try other values of a programme", tag="programmes",
    problems=(
        ProgrammeUnknown, ProgrammeNotInForce, NotTriable, NothingChanged, ValueUnknown, ValueWrong, FactsMissing,
        PlaceUnknown, TrialsWaiting,
    ),
    sent=TrialWanted({"line": 70_000}, 510000), said=TrialTold("finished", 81_740, 183, 183, _FIGURES),
)  # fmt: skip
def try_programme(  # noqa: PLR0917 - what a handler is given
    house: TheHouse,
    staff: TheStaff,
    limits: TheLimits,
    trials: TheTrials,
    programme: FromPath[str],
    data: JSONBody[TrialWanted],
) -> TrialTold:
    """Cost by fund and region, and how many win, lose, come and go, by region and age; no group of a few people."""
    limits.take("trial", str(staff.staff_id))
    on = data.on or day_of(house.clock())
    asked = Question(programme, data.values, place_for(staff, data.place), on)
    found = trials.ask(asked, scope_of(staff))
    found.over.wait(PATIENCE_SECONDS)
    return _told(house, found)


def _told(house: House, found: Progress) -> TrialTold:
    figures = _figures(house, found.answer) if found.answer else None
    return TrialTold(found.state, found.people, found.done, found.of, figures)


def _figures(house: House, answer: Answer) -> TrialFigures:
    trial, places = answer.trial, house.book.places
    basis = TrialBasis(
        list(trial.held), list(trial.assumed), trial.once_a_household, [str(one) for one in trial.proposal.kept],
        list(trial.others), answer.figures.least, read_scale(house.settings),
    )  # fmt: skip
    return TrialFigures(
        trial.proposal.rule.per,
        answer.seconds,
        basis,
        _row(everybody(answer, places)),
        [_row(one) for one in by_region(answer, places)],
        [_row(one) for one in by_age(answer)],
    )


def _row(line: Line) -> TrialRow:
    row = line.row
    if row is None:
        return TrialRow(line.code, line.name_en, line.name_zh, line.people, True)
    return TrialRow(
        line.code, line.name_en, line.name_zh, line.people, False,
        row.new, row.gone, row.more, row.less, row.same, row.before_fen, row.after_fen, _borne(line.funds),
    )  # fmt: skip


def _borne(funds: Mapping[str, tuple[int, int]]) -> list[TrialFund]:
    return [TrialFund(fund, before, after) for fund, (before, after) in sorted(funds.items())]


WHAT_IF_ROUTES = [try_programme]
