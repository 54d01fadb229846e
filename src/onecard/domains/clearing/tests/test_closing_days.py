"""A day is closed once: netted, listed, equal to the naive sum; what comes late falls in the next."""

from datetime import timedelta

import pytest

from onecard.domains.clearing import api as clearing
from onecard.domains.clearing.api import Net, Payment, Position
from onecard.domains.ledger import api as ledger
from onecard.kernel.clock import day_of


@pytest.fixture
def busy_day(country, flow):
    """Four rides of a Sichuan resident in Chongqing, one back home, and the concession on one of them."""
    flow(country.sichuan_purse, country.chongqing_bus, 200, 200, 150, 150)
    flow(country.sichuan_purse, country.sichuan_bus, 300)
    flow(ledger.concessions(51), country.chongqing_bus, 50)


def test_a_closed_day_says_who_owes_whom_and_how_it_is_settled(tx, country, clock, busy_day):
    closed = clearing.close_day(tx, day=day_of(clock()), at=clock())
    keeper, finance = country.agencies["purse_keeper 51"], country.agencies["finance 51"]
    bank = country.agencies["bank 51"]
    home, away = country.agencies["operator 51"], country.agencies["operator 50"]
    assert set(closed.positions) == {
        Position(bank, keeper, 1_000_000, 1), Position(keeper, away, 700, 4), Position(keeper, home, 300, 1),
        Position(finance, away, 50, 1),
    }  # fmt: skip
    assert set(closed.nets) == {
        Net(bank, 1_000_000, 0), Net(keeper, 1000, 1_000_000), Net(finance, 50, 0), Net(home, 0, 300),
        Net(away, 0, 750),
    }  # fmt: skip
    assert closed.payments == (
        Payment(bank, keeper, 999_000), Payment(bank, away, 750), Payment(bank, home, 250), Payment(finance, home, 50),
    )  # fmt: skip
    assert (closed.transfers, closed.gross_fen, closed.net_fen) == (7, 1_001_050, 1_000_050)


def test_closing_again_changes_nothing_and_returns_the_same(tx, clock, busy_day):
    first = clearing.close_day(tx, day=day_of(clock()), at=clock())
    day = day_of(clock())
    clock.move(hours=20)
    assert clearing.close_day(tx, day=day, at=clock()) == first
    assert [line.closed_at for line in clearing.days(tx)] == [first.closed_at]


def test_a_late_use_falls_in_the_next_day(tx, country, clock, busy_day, flow):
    day = day_of(clock())
    first = clearing.close_day(tx, day=day, at=clock())
    flow(country.sichuan_purse, country.chongqing_bus, 900)
    assert clearing.read_day(tx, day=day) == first
    clock.move(days=1)
    second = clearing.close_day(tx, day=day + timedelta(days=1), at=clock())
    assert [(p.amount_fen, p.transfers) for p in second.positions] == [(900, 1)]


def test_a_days_clearing_is_proved_equal_to_the_plain_sum_over_its_transfers(tx, clock, busy_day):
    day = day_of(clock())
    closed = clearing.close_day(tx, day=day, at=clock())
    proof = clearing.prove_day(tx, day=day, at=clock())
    assert (proof.differences, proof.transfers, proof.gross_fen) == (0, 7, closed.gross_fen)
    assert clearing.days(tx)[0].proved_at == clock()


def test_a_proof_finds_a_transfer_that_was_slipped_in(tx, country, clock, busy_day):
    day = day_of(clock())
    clearing.close_day(tx, day=day, at=clock())
    tx.execute("update ledger.transfer set amount_fen = amount_fen + 1 where credit = %s", (country.sichuan_bus,))
    assert clearing.prove_day(tx, day=day, at=clock()).differences == 1
    assert clearing.days(tx)[0].proved_at is None
    wrong = {finding.check: finding.broken for finding in clearing.check(tx)}
    assert wrong == {"days_agree": 1, "nets_are_zero": 0, "payments_settle": 0}


def test_a_proof_counts_what_does_not_clear_too(tx, country, clock, busy_day, flow):
    day = day_of(clock())
    flow(country.sichuan_purse, ledger.purse(51, ledger.PASS_ESCROW), 5000)
    closed = clearing.close_day(tx, day=day, at=clock())
    assert (closed.transfers, sum(p.transfers for p in closed.positions)) == (8, 7)
    tx.execute("delete from ledger.transfer where amount_fen = 5000")
    assert clearing.prove_day(tx, day=day, at=clock()).differences == 1


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        ("update clearing.payment set amount_fen = amount_fen + 1 where number = 1", {"payments_settle"}),
        (
            "update clearing.position set amount_fen = amount_fen + 1 where transfers = 4",
            {"days_agree", "nets_are_zero"},
        ),
        ("delete from clearing.net where pays_fen = 50", {"nets_are_zero", "payments_settle"}),
    ],
)
def test_each_check_catches_what_it_is_there_for(tx, clock, busy_day, table, broken):
    clearing.close_day(tx, day=day_of(clock()), at=clock())
    assert [finding.checked for finding in clearing.check(tx) if finding.clean] == [1, 1, 1]
    tx.execute(table)
    assert {finding.check for finding in clearing.check(tx) if not finding.clean} == broken


def test_a_day_that_has_not_begun_is_not_closed(tx, clock, country):
    with pytest.raises(clearing.DayNotBegun):
        clearing.close_day(tx, day=day_of(clock()) + timedelta(days=1), at=clock())


def test_days_are_closed_in_order(tx, country, clock, busy_day, flow):
    first = day_of(clock())
    clock.move(days=1)
    flow(country.sichuan_purse, country.chongqing_bus, 10)
    with pytest.raises(clearing.EarlierDayOpen), tx.transaction():
        clearing.close_day(tx, day=day_of(clock()), at=clock())
    assert ledger.open_day(tx) < first
    closed = clearing.close_through(tx, day=day_of(clock()), at=clock())
    assert [each.day for each in closed] == [first, day_of(clock())]
    assert clearing.close_through(tx, day=day_of(clock()), at=clock()) == closed[1:]


def test_a_quiet_day_closes_with_nothing_to_pay(tx, country, clock):
    closed = clearing.close_day(tx, day=day_of(clock()), at=clock())
    assert (closed.positions, closed.nets, closed.payments, closed.gross_fen) == ((), (), (), 0)


def test_an_open_day_has_no_statement(tx, country, clock):
    with pytest.raises(clearing.DayNotClosed):
        clearing.statement(tx, day=day_of(clock()), agency_id=country.agencies["bank 51"])


def test_a_statements_lines_add_up_to_its_net_and_its_payments_settle_it(tx, country, clock, busy_day):
    closed = clearing.close_day(tx, day=day_of(clock()), at=clock())
    for each in closed.nets:
        paper = clearing.statement(tx, day=closed.day, agency_id=each.agency_id)
        assert sum(line.change_fen for line in paper.lines) == each.net_fen == paper.net.net_fen
        settled = sum(p.amount_fen * (1 if p.payee == each.agency_id else -1) for p in paper.payments)
        assert settled == each.net_fen
    away = clearing.statement(tx, day=closed.day, agency_id=country.agencies["operator 50"])
    assert [(line.debit, line.change_fen, line.transfers) for line in away.lines if line.change_fen == 700] == [
        (country.sichuan_purse, 700, 4)
    ]


def test_an_agency_without_business_gets_an_empty_statement(tx, country, clock, busy_day):
    clearing.close_day(tx, day=day_of(clock()), at=clock())
    paper = clearing.statement(tx, day=day_of(clock()), agency_id=country.agencies["pass_issuer 50"])
    assert (paper.lines, paper.payments, paper.net.net_fen) == ((), (), 0)


def test_the_board_sees_what_flowed_between_provinces(tx, clock, busy_day):
    clearing.close_day(tx, day=day_of(clock()), at=clock())
    flows = clearing.between_provinces(tx, day=day_of(clock()))
    assert [(f.payer_province, f.payee_province, f.amount_fen, f.transfers) for f in flows] == [
        (51, 50, 750, 5), (51, 51, 1_000_300, 2),
    ]  # fmt: skip
    nets = tx.execute("select province, net_fen from clearing.province_net order by province").fetchall()
    assert [tuple(row) for row in nets] == [(50, 750), (51, -750)]
