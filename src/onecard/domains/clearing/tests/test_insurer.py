"""An insurer clears like anybody else. All of it is invented: somebody insured in Sichuan is treated in Chongqing."""

from uuid import UUID

import pytest
from tests.country import Country, agency

from onecard.domains.agencies import api as agencies
from onecard.domains.clearing import api as clearing
from onecard.domains.clearing.api import Net, Position
from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

INSURER, OTHER, HOSPITAL = agency("insurer 5113"), agency("insurer 5107"), agency("hospital 50")


@pytest.fixture
def treated(tx: Transaction, country: Country, clock: HeldClock, rider: UUID) -> dict[str, int]:
    """Ten thousand fen: three of them the patient's, seven the insurer's; one of the seven comes back as corrected."""
    at = clock()
    agencies.register_agencies(
        tx,
        [
            agencies.Agency(INSURER, "insurer", 511300, "示例医保甲", "Insurer one"),
            agencies.Agency(OTHER, "insurer", 510700, "示例医保乙", "Insurer two"),
            agencies.Agency(HOSPITAL, "venue", 500000, "示例医院", "Hospital"),
        ],
        at=at,
    )
    fund, other = (
        ledger.ensure_fund(tx, agency_id=one, name_zh="基金", name_en="fund", at=at) for one in (INSURER, OTHER)
    )
    earns = ledger.open_revenue_account(tx, agency_id=HOSPITAL, name_zh="收入", name_en="revenue", at=at)
    medical = ledger.purse(51, ledger.MEDICAL)
    ledger.top_up(tx, holder_id=rider, purse=medical, amount_fen=3000, happened_at=at, at=at, request_key="medical")
    treatment, correction = new_id(), new_id()
    lines = [(medical, earns, 3000, treatment), (fund, earns, 7000, treatment), (earns, fund, 1000, correction)]
    moved = [ledger.Movement(rider, debit, credit, fen, "care", use, at) for debit, credit, fen, use in lines]
    assert ledger.post(tx, moved, at=at) == set()
    return {"fund": fund, "other": other, "earns": earns}


def test_an_insurer_owes_and_is_owed_and_the_day_is_the_plain_sum_of_its_transfers(
    tx: Transaction, clock: HeldClock, country: Country, treated: dict[str, int]
) -> None:
    closed = clearing.close_day(tx, day=day_of(clock()), at=clock())
    assert {Position(INSURER, HOSPITAL, 7000, 1), Position(HOSPITAL, INSURER, 1000, 1)} <= set(closed.positions)
    assert {Net(INSURER, 7000, 1000), Net(HOSPITAL, 1000, 10_000)} <= set(closed.nets)
    assert sum(p.amount_fen for p in closed.payments if p.payer == INSURER) == 6000
    assert sum(p.amount_fen for p in closed.payments if p.payee == HOSPITAL) == 9000
    assert closed.net_fen < closed.gross_fen
    assert clearing.prove_day(tx, day=closed.day, at=clock()).agrees
    assert [found for found in (*ledger.check(tx), *clearing.check(tx)) if not found.clean] == []


def test_an_insurer_reads_its_own_statement_line_by_line(
    tx: Transaction, clock: HeldClock, treated: dict[str, int]
) -> None:
    clearing.close_day(tx, day=day_of(clock()), at=clock())
    paper = clearing.statement(tx, day=day_of(clock()), agency_id=INSURER)
    assert sorted((line.debit, line.credit, line.change_fen) for line in paper.lines) == sorted(
        [(treated["fund"], treated["earns"], -7000), (treated["earns"], treated["fund"], 1000)]
    )
    assert paper.net.net_fen == sum(line.change_fen for line in paper.lines) == -6000


def test_every_insurer_of_a_province_has_a_fund_of_its_own_and_only_one(
    tx: Transaction, clock: HeldClock, treated: dict[str, int]
) -> None:
    assert treated["fund"] != treated["other"]
    again = ledger.ensure_fund(tx, agency_id=INSURER, name_zh="基金", name_en="fund", at=clock())
    assert again == treated["fund"]
    assert ledger.institution_balance(tx, account=treated["fund"]) == -6000
