"""A county of Sichuan with its township, department and finance, its people with cards, and a project for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from tests.country import SICHUAN, Country, agency, country, standing_country
from tests.factories import number_of

from onecard import rulebook
from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.sheets import Row

__all__ = ["country", "standing_country"]  # fixtures, for every test of this folder

PLACE, ELSEWHERE = 511381, 500103
FUND = ledger.concessions(SICHUAN)
TOWNSHIP, OTHER_TOWNSHIP, TOWNSHIP_ELSEWHERE, DEPARTMENT, FINANCE = (
    agency(name) for name in ("township", "other township", "township elsewhere", "department", "finance 51")
)
#: 80.00 yuan a month for who has a grade of disability and receives the living guarantee; illustrative.
PROGRAMME, DUE = "disabled_living_allowance", 8_000
CLERK, OTHER_CLERK = rosters.Hand("staff clerk", TOWNSHIP), rosters.Hand("staff other clerk", TOWNSHIP)
CLERK_ELSEWHERE = rosters.Hand("staff clerk elsewhere", TOWNSHIP_ELSEWHERE)
HEAD = rosters.Hand("staff township head", TOWNSHIP)
OFFICER, OTHER_OFFICER = rosters.Hand("staff officer", DEPARTMENT), rosters.Hand("staff other officer", DEPARTMENT)
TREASURER = rosters.Hand("staff treasurer", FINANCE)
APPROVERS = {"township": HEAD, "department": OFFICER, "finance": TREASURER}
_sequence = count()


def a_bank() -> pay.Bank:
    return pay.Bank(
        "sample",
        SICHUAN,
        "示例银行",
        "Sample Bank",
        "folder",
        "/nowhere",
        "iso20022",
        "财政局(示例)",
        "9990000000000000001",
    )


def terms_at(programme: str = PROGRAMME, place: int = PLACE, on: date = date(2026, 11, 30)) -> rosters.ProgrammeTerms:
    catalogue = rulebook.programmes()
    apart = ("extreme_hardship_support", "children_in_hardship") if programme == PROGRAMME else ()
    return rosters.ProgrammeTerms(catalogue.bound(programme, place=place, on=on), {one: (one, one) for one in apart})


def terms_of(project: rosters.Project) -> rosters.ProgrammeTerms:
    return terms_at(project.programme, project.place, project.rules_on)


@dataclass
class Desk:
    """Everything a test of rosters does, in the transaction it is given."""

    tx: Transaction
    clock: HeldClock
    keyring: Keyring
    divisions: Any
    usual: rosters.Project | None = None

    def person(self, name: str = "何秀英", *, card: bool = True, bank: str = "active", **facts: Any) -> str:
        """Somebody with a card whose bank half works, unless told otherwise; her number."""
        number = number_of(sequence=next(_sequence) % 500, **facts)
        self.register(number, name, card=card, bank=bank)
        return number

    def register(self, number: str, name: str = "何秀英", *, card: bool = True, bank: str = "active") -> UUID:
        parsed = residents.SocialSecurityNumber.parse(number, self.divisions)
        new = residents.NewResident(parsed, name, PLACE)
        holder = residents.register_residents(self.tx, [new], keyring=self.keyring, at=self.clock())[0]
        if card:
            cards.issue_cards(
                self.tx, [cards.NewCard(holder, PLACE, bank_state=bank)], at=self.clock(), actor="x"
            )  # fmt: skip
        return holder

    def holder(self, number: str) -> UUID:
        return self.keyring.holder_id(number)

    def project(self, **changes: Any) -> rosters.Project:
        """A project of November, with enough of everything unless told otherwise."""
        if not changes and self.usual is not None:
            return self.usual
        usual, programme = not changes, changes.pop("programme", PROGRAMME)
        facts: dict[str, Any] = {
            "project_id": new_id(), "place": PLACE, "period": "2026-11", "rules_on": date(2026, 11, 30),
            "department": DEPARTMENT, "finance": FINANCE, "fund": FUND, "bank": "sample",
            "purpose": "困难残疾人生活补贴", "opens_on": date(2026, 11, 1), "closes_on": date(2026, 12, 31),
            "notice_days": 7, "quota_fen": 100_000_000, "quota_entries": 10_000,
        }  # fmt: skip
        wanted = rosters.ProjectWanted(**{**facts, **changes})
        terms = terms_at(programme, wanted.place, wanted.rules_on)
        made = rosters.set_up_project(self.tx, wanted, terms, at=self.clock(), staff=OFFICER.staff)
        self.usual = made if usual else self.usual
        return made

    def begin(self, project: rosters.Project | None = None, hand: rosters.Hand = CLERK) -> UUID:
        project = project or self.project()
        wanted = rosters.RosterWanted(new_id(), project.project_id, "东街村(示例)")
        return rosters.begin_roster(self.tx, wanted, hand=hand, at=self.clock()).roster_id

    def add(self, roster_id: UUID, rows: Sequence[Row], hand: rosters.Hand = CLERK) -> rosters.FileTaken:
        """One file of these rows; never the same bytes as another."""
        digest = sha256(new_id().bytes).digest()
        return rosters.add_rows(
            self.tx, roster_id=roster_id, digest=digest, rows=rows, hand=hand, keyring=self.keyring, at=self.clock()
        )

    def check(self) -> None:
        while rosters.check_parts(
            self.tx, terms_of, keyring=self.keyring, divisions=self.divisions, at=self.clock()
        ):  # fmt: skip
            pass

    def answers(self, roster_id: UUID) -> dict[int, str | None]:
        """Code of each row's refusal by its number; None where it passed."""
        told: dict[int, str | None] = {}
        for part in rosters.parts_of(self.tx, roster_id=roster_id):
            some = rosters.part_answers(self.tx, roster_id=roster_id, part=part.part, keyring=self.keyring)
            told |= {number: problem and problem["code"] for number, _, problem in some or ()}
        return told

    def said(self, *rows: Row, project: rosters.Project | None = None) -> list[str | None]:
        """What a roster of these rows is told, row by row."""
        hand = CLERK_ELSEWHERE if project is not None and project.place == ELSEWHERE else CLERK
        roster_id = self.begin(project, hand)
        self.add(roster_id, rows, hand)
        self.check()
        return list(self.answers(roster_id).values())

    def checked(self, people: int = 2, project: rosters.Project | None = None) -> UUID:
        """A checked roster of so many people."""
        roster_id = self.begin(project)
        self.add(roster_id, [a_row(self.person(), n) for n in range(2, people + 2)])
        self.check()
        return roster_id

    def post(self, roster_id: UUID, hand: rosters.Hand = CLERK) -> rosters.Roster:
        return rosters.post_notice(self.tx, roster_id=roster_id, hand=hand, keyring=self.keyring, at=self.clock())

    def approve(self, roster_id: UUID, level: rosters.Level, hand: rosters.Hand | None = None) -> rosters.Roster:
        return rosters.approve_roster(
            self.tx, roster_id=roster_id, level=level, hand=hand or APPROVERS[level], keyring=self.keyring,
            at=self.clock(),
        )  # fmt: skip

    def noticed(self, people: int = 2, project: rosters.Project | None = None) -> UUID:
        """A roster whose notice is over."""
        roster_id = self.checked(people, project)
        self.post(roster_id)
        self.clock.move(days=8)
        return roster_id

    def approved(self, people: int = 2, project: rosters.Project | None = None) -> UUID:
        roster_id = self.noticed(people, project)
        for level in rosters.LEVELS:
            self.approve(roster_id, level)
        return roster_id

    def hand_over(self, roster_id: UUID, hand: rosters.Hand = TREASURER) -> rosters.Handover:
        return rosters.hand_over(
            self.tx, terms_of, roster_id=roster_id, hand=hand, keyring=self.keyring, at=self.clock()
        )

    def state(self, roster_id: UUID) -> str:
        return self.progress(roster_id).roster.state

    def progress(self, roster_id: UUID) -> rosters.RosterProgress:
        return rosters.roster_progress(self.tx, roster_id=roster_id, agency_id=FINANCE)

    def entries(self, roster_id: UUID) -> list[rosters.Entry]:
        return rosters.entries_of(self.tx, roster_id=roster_id, at_most=100_000)

    def now(self, project: rosters.Project) -> rosters.Project:
        return rosters.find_project(self.tx, project_id=project.project_id)

    def broken(self) -> list[str]:
        """Whatever invariant does not hold, of rosters and of payments."""
        return [one.check for one in (*rosters.check(self.tx), *pay.check(self.tx)) if not one.clean]


def a_row(number: str, at: int = 2, *, name: str = "何秀英", amount: str = "80.00", **cells: str) -> Row:
    """A row of a list, for a person as `Desk.person` makes her."""
    told = {"number": number, "name": name, "account": "9990001234567890", "amount": amount}
    return Row(at, {**told, **cells}, {})


def rows_of(numbers: Iterable[str]) -> list[Row]:
    return [a_row(number, n) for n, number in enumerate(numbers, 2)]


@pytest.fixture
def benefit_agencies(tx: Transaction, country: Country, clock: HeldClock) -> None:
    """Two townships and a department beside the country's finance department."""
    found_benefit_agencies(tx, clock)


def found_benefit_agencies(tx: Transaction, clock: HeldClock) -> None:
    made = [
        agencies.Agency(TOWNSHIP, "township", PLACE, "城关镇(示例)", "Township (sample)"),
        agencies.Agency(OTHER_TOWNSHIP, "township", PLACE, "河西镇(示例)", "Other township (sample)"),
        agencies.Agency(TOWNSHIP_ELSEWHERE, "township", ELSEWHERE, "渝中街道(示例)", "Township elsewhere (sample)"),
        agencies.Agency(DEPARTMENT, "department", PLACE, "民政局(示例)", "Civil affairs (sample)"),
    ]
    agencies.register_agencies(tx, made, at=clock())


@pytest.fixture
def desk(tx: Transaction, benefit_agencies: None, clock: HeldClock, keyring: Keyring, places: Any) -> Desk:
    pay.keep_bank(tx, a_bank(), at=clock())
    return Desk(tx, clock, keyring, places.divisions)
