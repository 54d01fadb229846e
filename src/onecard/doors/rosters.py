"""Rosters at every door: the rulebook's word on their programmes, rows checked beside the web, answers to take home."""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO
from uuid import UUID

from onecard import rulebook
from onecard.domains.disbursement import api as disbursement
from onecard.domains.rosters import api as rosters
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.kernel.clock import day_of
from onecard.kernel.money import yuan
from onecard.kernel.postgres.transaction import SYSTEM, Scope
from onecard.kernel.sheets import Answer, Row, lines_of, write_answers
from onecard.rules.programmes.programme import Programme

#: A roster's rows hold people's numbers: a month after it is through they are forgotten.
KEPT = timedelta(days=30)
_SAID = {True: "已通过 passed", False: "未通过 refused"}
_Told = tuple[int, Row, Mapping[str, str] | None]


def terms_of(project: rosters.Project) -> rosters.ProgrammeTerms:
    """A project's programme by the rules of its day; ProgrammeNotInForce where a value of it is not known."""
    return terms_at(project.programme, place=project.place, on=project.rules_on)


def terms_at(programme: str, *, place: int, on: date) -> rosters.ProgrammeTerms:
    """A programme at a place on a day, with those that it, or that themselves, give way."""
    catalogue = rulebook.programmes()
    bound = catalogue.bound(programme, place=place, on=on)
    named = {one.id: one for one in catalogue.programmes.values()}
    apart = {*bound.rule.gives_way_to, *(one.id for one in named.values() if programme in _gives_way(one, on))}
    return rosters.ProgrammeTerms(bound, {one: (named[one].name_zh, named[one].name_en) for one in sorted(apart)})


def decided_on(programme: str, period: str, *, place: int, today: date) -> date:
    """By the rules of which day a period is decided, unless told: its last day, or today while it is not over."""
    rule = rulebook.programmes().bound(programme, place=place, on=today).rule
    return min(rosters.days_of(rule.paid, period)[1], today)


def notice_days(house: House, *, place: int) -> int:
    """How long a notice stands at a place."""
    return int(house.book.value("rosters.notice_days", place=place, on=day_of(house.clock())).value)


def check_rosters(house: House) -> int:
    """The worker's chore: check every part that waits; returns how many rows."""
    rows = 0
    while (done := check_parts(house)) is not None:
        rows += done.passed + done.refused
    return rows


def check_parts(house: House, roster_id: UUID | None = None) -> rosters.PartsChecked | None:
    """Some parts, one transaction. What a refusal tells the maker of somebody is in that person's record."""
    at = house.clock()
    with house.app.writing() as tx:
        done = rosters.check_parts(
            tx, terms_of, keyring=house.keyring, divisions=house.book.places.divisions, at=at, roster_id=roster_id
        )
        if done is None:
            return None
        reference = f"roster {str(done.roster_id)[-12:]}"  # the end of it: a whole one may hold fifteen digits in a row
        for holder_id in done.told_about:
            sharing.record_look(
                tx,
                holder_id=holder_id,
                onlooker=sharing.Onlooker("staff", done.staff.removeprefix("staff "), done.township),
                subject="entitlement",
                ground=sharing.Ground("benefit_check", "statutory_duty", reference),
                found=True,
                at=at,
                keyring=house.keyring,
            )
    return done


def follow_checks(house: House, roster_id: UUID, agency_id: UUID, report: Callable[[str, int, int], None]) -> None:
    """Check what waits of one roster, whether or not a worker helps, until each row has its answer."""
    while True:
        done = check_parts(house, roster_id)
        with house.app.reading() as tx:
            now = rosters.roster_progress(tx, roster_id=roster_id, agency_id=agency_id)
        report("", now.passed + now.refused, now.roster.rows)
        if done is None:
            return


def forget_rows(house: House) -> int:
    """Forget rows as they came, a month after their roster was handed over or withdrawn."""
    with house.app.writing() as tx:
        return rosters.forget_rows(tx, before=house.clock() - KEPT)


def answers_of(house: House, scope: Scope, roster_id: UUID) -> Iterator[_Told]:
    """Every row that has its answer, a part in memory at a time."""
    part = 0
    while True:
        with house.app.reading(scope) as tx:
            some = rosters.part_answers(tx, roster_id=roster_id, part=part, keyring=house.keyring)
        if some is None:
            return
        yield from some
        part += 1


def answer_lines(house: House, project: rosters.Project, roster_id: UUID, scope: Scope) -> Iterator[str]:
    """The refused rows line by line as CSV, to be mended and handed in again: memory stays flat."""
    return lines_of(titles_of(project), _answers(answers_of(house, scope, roster_id), refused=True))


def write_answer_file(
    file: TextIO, house: House, project: rosters.Project, roster_id: UUID, scope: Scope = SYSTEM, *, refused: bool
) -> int:
    """The rows with their answers as CSV, all of them or only the refused; returns how many."""
    told = _answers(answers_of(house, scope, roster_id), refused=refused)
    return write_answers(file, titles_of(project), told)


def titles_of(project: rosters.Project) -> list[tuple[str, str]]:
    """The columns of a project's list: name and the title a template shows."""
    return [(column.name, column.titles[0]) for column in rosters.columns_of(terms_of(project).bound)]


def write_notice(file: TextIO, house: House, roster_id: UUID, scope: Scope = SYSTEM) -> int:
    """What hangs on the village board, as CSV; returns how many lines."""
    writer = csv.writer(file)
    file.write("\ufeff")  # Excel reads UTF-8 only behind it
    writer.writerow(("序号 No.", "姓名 Name", "金额 Amount"))
    many = 0
    with house.app.reading(scope) as tx:
        for one in rosters.notice_lines(tx, roster_id=roster_id, keyring=house.keyring):
            writer.writerow((one.number, one.name, yuan(one.amount_fen)))
            many += 1
    return many


def digest_of(path: Path) -> bytes:
    """What a file is known by."""
    return disbursement.digest_of(path)


def _answers(told: Iterator[_Told], *, refused: bool) -> Iterator[Answer]:
    for _, row, problem in told:
        if problem is not None:
            why = f"{problem['title_zh']} {problem['title']}"
            yield Answer(row, _SAID[False], why, f"{problem['next_step_zh']} {problem['next_step']}")
        elif not refused:
            yield Answer(row, _SAID[True])


def _gives_way(programme: Programme, on: date) -> tuple[str, ...]:
    rule = programme.rule_on(on)
    return rule.gives_way_to if rule is not None else ()
