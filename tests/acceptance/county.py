"""A county of Sichuan: a township, a department and finance, each with people who sign in, and two who are listed."""

from datetime import timedelta

import pytest
from tests.acceptance.cast import FINANCE
from tests.country import SICHUAN, agency
from tests.factories import number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents

PROJECTS, ROSTERS = "/v1/rosters/projects", "/v1/rosters"
TOWNSHIP, DEPARTMENT = agency("township"), agency("department")
PLACE, YES = 511381, {"confirm": True}


@pytest.fixture
def county(house, cast):
    """A bank, a township and a department in a county of Sichuan."""
    bank = pay.Bank("sample", SICHUAN, "示例银行", "Sample Bank", "folder", "/nowhere", "iso20022", "财政厅", "9990001")
    with house.app.writing() as tx:
        pay.keep_bank(tx, bank, at=house.clock())
        made = [
            agencies.Agency(TOWNSHIP, "township", PLACE, "城关镇(示例)", "Township (sample)"),
            agencies.Agency(DEPARTMENT, "department", PLACE, "民政局(示例)", "Civil affairs (sample)"),
        ]
        agencies.register_agencies(tx, made, at=house.clock())


@pytest.fixture
def people(house, county):
    """Two people with cards; the second one's bank half waits for the bank."""
    numbers = [number_of(sequence=n) for n in (301, 302)]
    with house.app.writing() as tx:
        for number, half in zip(numbers, ("active", "inactive"), strict=True):
            parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
            new = residents.NewResident(parsed, "何秀英", PLACE)
            holder = residents.register_residents(tx, [new], keyring=house.keyring, at=house.clock())[0]
            cards.issue_cards(
                tx, [cards.NewCard(holder, PLACE, bank_state=half)], at=house.clock(), actor="x"
            )  # fmt: skip
    return numbers


@pytest.fixture
def hands(staff, county):
    """A clerk and a head of the township, an officer of the department, one of finance: each signed in."""
    works = {
        "village_clerk": TOWNSHIP, "township_officer": TOWNSHIP, "programme_officer": DEPARTMENT,
        "finance_officer": FINANCE,
    }  # fmt: skip
    return {role: staff(role, agency_id=at) for role, at in works.items()}


@pytest.fixture
def a_week_later(staff, hands, cast):
    """Days go by; everybody signs in again."""

    def wait():
        cast.clock.move(days=8)
        hands.update({role: staff(role) for role in hands})

    return wait


def project_of(hands, house, **changes):
    today = house.clock().date()
    sent = {
        "programme": "disabled_living_allowance", "place": PLACE, "period": "2026-11", "finance": str(FINANCE),
        "fund": ledger.concessions(SICHUAN), "bank": "sample", "purpose": "困难残疾人生活补贴",
        "opens_on": str(today), "closes_on": str(today + timedelta(days=30)), "quota_fen": 100_000,
        "quota_entries": 10,
    }  # fmt: skip
    return hands["programme_officer"].post(PROJECTS, json={**sent, **changes})


def row_of(number, **changes):
    return {"name": "何秀英", "number": number, "account": "9990001234567890", "amount": "80.00", **changes}
