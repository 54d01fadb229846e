"""A trial's figures as rows that every door shows: what may not be shown is left out here, once for all of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TextIO

from onecard.doors.what_if.trying import Answer
from onecard.rules.places import Places
from onecard.rules.programmes.comparing import GROUPS, Row

Kind = Literal["all", "region", "age"]
#: How often in a year an amount comes; what comes once or by event has no year.
TIMES_A_YEAR = {"month": 12, "quarter": 4, "term": 2, "year": 1}
#: The sheet's columns, as the CSV names them.
COLUMNS = ("kind", "code", "名称", "name", "withheld", "people", *GROUPS, "before_fen", "after_fen", "change_fen")


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `row` is None where it is withheld: then nothing of it but how many people live there may be told."""

    kind: Kind
    code: int
    name_zh: str
    name_en: str
    people: int
    row: Row | None
    funds: dict[str, tuple[int, int]]


def everybody(answer: Answer, places: Places) -> Line:
    """The whole of the place."""
    figures, place = answer.figures, answer.trial.proposal.place
    zh, en = _named(places, place)
    row = None if figures.too_few else figures.whole
    return Line("all", place, zh, en, figures.whole.people, row, dict(figures.funds) if row else {})


def by_region(answer: Answer, places: Places) -> list[Line]:
    """Provinces of the nation, cities of a province, counties of a city."""
    figures = answer.figures
    found = []
    for code, row in figures.regions.items():
        zh, en = _named(places, code)
        shown = not figures.too_few and code not in figures.hidden_regions
        funds = {fund: both for (fund, at), both in figures.funds_by_region.items() if at == code} if shown else {}
        found.append(Line("region", code, zh, en, row.people, row if shown else None, funds))
    return found


def by_age(answer: Answer) -> list[Line]:
    """Age bands, the youngest first."""
    figures, found = answer.figures, []
    starts = list(figures.bands)
    for start, upto in zip_longest(starts, starts[1:]):
        shown = not figures.too_few and start not in figures.hidden_bands
        zh = f"{start}–{upto - 1} 岁" if upto else f"{start} 岁以上"
        en = f"{start}–{upto - 1}" if upto else f"{start} and over"
        row = figures.bands[start]
        found.append(Line("age", start, zh, en, row.people, row if shown else None, {}))
    return found


def write_csv(file: TextIO, answer: Answer, places: Places) -> None:
    """All rows, with a mark for spreadsheets and what each fund bears; withheld cells are empty."""
    funds = sorted(answer.figures.funds)
    file.write("\ufeff")
    out = csv.writer(file)
    out.writerow([*COLUMNS, *(f"{fund}_{when}_fen" for fund in funds for when in ("before", "after"))])
    for line in (everybody(answer, places), *by_region(answer, places), *by_age(answer)):
        out.writerow([*_cells(line), *_borne(line, funds)])


def _cells(line: Line) -> Iterator[str | int]:
    yield from (line.kind, line.code, line.name_zh, line.name_en, int(line.row is None), line.people)
    row = line.row
    yield from (*row.groups, row.before_fen, row.after_fen, row.change_fen) if row else [""] * (len(GROUPS) + 3)


def _borne(line: Line, funds: list[str]) -> Iterator[str | int]:
    for fund in funds:
        yield from line.funds.get(fund, (0, 0)) if line.row and line.kind != "age" else ("", "")


def _named(places: Places, code: int) -> tuple[str, str]:
    division = places.divisions.get(code)
    return (
        (division.name_zh, division.name_en) if division else ("全国", "The nation") if code == 0 else (str(code),) * 2
    )
