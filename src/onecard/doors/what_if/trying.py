"""One trial from question to figures: the nation read in one moment, in pieces, within the reach of whoever asks."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from onecard import rulebook
from onecard.doors.bootstrap import House
from onecard.doors.what_if.rolls import read_rolls, span_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Scope
from onecard.rulebook.proposing import propose
from onecard.rulebook.trial import Figures, Trial

#: People done so far, and counties done of how many: a county is what the database sends at a time.
Report = Callable[[int, int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """Which programme with which values, published where (0: the nation) and from which day on."""

    programme: str
    values: Mapping[str, Any]
    place: int
    on: date


@dataclass(frozen=True)
class Answer:
    """The figures with what they rest on."""

    trial: Trial
    figures: Figures
    seconds: float


def prepare(house: House, question: Question) -> Trial:
    """Check the question before anybody is read; every problem of it is raised here."""
    catalogue = rulebook.programmes()
    proposal = propose(catalogue, question.programme, question.values, place=question.place, on=question.on)
    return Trial(proposal, rulebook.assumed(), asked_on=day_of(house.clock()))


def run(house: House, trial: Trial, scope: Scope, report: Report) -> Answer:
    """Try it on everybody of its place whom the scope reaches. Reads only."""
    began, place, people = time.perf_counter(), trial.proposal.place, 0
    first, last = span_of(place)
    divisions = house.book.places.divisions.values()
    codes = np.array(sorted({one.code for one in divisions if one.level == "county" and first <= one.code <= last}))
    report(0, 0, len(codes))
    with house.app.reading(scope) as tx:
        for roll in read_rolls(tx, place=place, day=trial.proposal.on):
            trial.add(roll)
            people += len(roll)
            report(people, int(np.searchsorted(codes, roll.division[-1])), len(codes))
    report(people, len(codes), len(codes))
    return Answer(trial, trial.figures(), time.perf_counter() - began)
