"""A row by itself: is each cell true, the number a number, the amount an amount; nobody is looked up."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onecard.domains.disbursement import api as disbursement
from onecard.domains.residents import api as residents
from onecard.domains.rosters.columns import columns_of, facts_asked
from onecard.domains.rosters.errors_rows import AccountMalformed, AmountMalformed, RowFlawed, SourceMalformed
from onecard.kernel.errors import Problem
from onecard.kernel.money import fen_of
from onecard.kernel.sheets import FLAW_WORDS, Column, Row
from onecard.rules.programmes.bound import Bound
from onecard.rules.programmes.facts import Fact
from onecard.rules.programmes.typed import read_fact

#: What tells a person's one entry of a project from others, where nobody says otherwise.
ONLY = "1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row asks for. `facts` are those that it tells, as the rules read them; `owner` is the account's."""

    number: residents.SocialSecurityNumber
    name: str
    owner: str
    payee: disbursement.Payee
    amount_fen: int
    source: str
    facts: Mapping[str, Any]


class RowReader:
    """Reads rows of one programme."""

    def __init__(self, bound: Bound, *, divisions: Container[int], day: date) -> None:
        self.columns: Sequence[Column] = columns_of(bound)
        self._facts = facts_asked(bound)
        self._divisions, self._day, self._on = divisions, day, bound.on

    def read(self, rows: Iterable[Row]) -> Iterator[Asked | Problem]:
        """Each row in order: what it asks for, or the problem with it."""
        for row in rows:
            try:
                yield self._read(row)
            except Problem as problem:
                yield problem

    def _read(self, row: Row) -> Asked:
        if row.flaws:
            self._refuse_flaw(row)
        cells = row.cells
        number = residents.SocialSecurityNumber.parse(cells["number"], self._divisions)
        if number.birth_date > self._day:
            raise residents.NumberBirthDateImpossible
        name = residents.read_name(cells["name"])
        owner = residents.read_name(cells["owner"]) if cells.get("owner") else name
        payee = disbursement.Payee(name, cells["account"], cells.get("bank", ""))
        _check_account(payee, row.number)
        facts = {fact.name: _fact(fact, cells[fact.name], self._on) for fact in self._facts if cells.get(fact.name)}
        return Asked(number, name, owner, payee, _amount(cells["amount"]), _source(cells.get("source", "")), facts)

    def _refuse_flaw(self, row: Row) -> None:
        for column in self.columns:
            flaw = row.flaws.get(column.name)
            if flaw is not None:
                zh, en = FLAW_WORDS[flaw]
                raise RowFlawed(column_zh=column.titles[0], column_en=column.titles[-1], flaw_zh=zh, flaw_en=en)


def _amount(text: str) -> int:
    try:
        fen = fen_of(text.removesuffix(".0") if text.endswith(".0") else text)
    except ValueError:
        raise AmountMalformed from None
    if not fen:
        raise AmountMalformed
    return fen


def _source(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise SourceMalformed
    return text or ONLY


def _check_account(payee: disbursement.Payee, row: int) -> None:
    try:
        disbursement.check_payee(payee, row=row)
    except disbursement.LineMalformed as problem:
        raise AccountMalformed(what_zh=problem.facts["what_zh"], what_en=problem.facts["what_en"]) from None


def _fact(fact: Fact, text: str, on: date) -> Any:
    """A fact as people write it in a list: a word by its 中文 name too, a day without the time a workbook adds."""
    if fact.kind == "word":
        text = next((word for word in fact.words if text in (word, *fact.called(word))), text)
    elif fact.kind == "day":
        text = text.removesuffix(" 00:00:00").replace("/", "-")
    elif fact.kind == "dates":
        text = text.replace("、", ",").replace("，", ",").replace(" ", "")
    return read_fact(fact, text, on)
