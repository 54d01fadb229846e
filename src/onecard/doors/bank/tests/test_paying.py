"""Money from a fund to accounts through a bank that behaves as badly as it may."""

import os
import shutil
from pathlib import Path
from random import Random

import pytest
from tests.country import SICHUAN

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.doors import paying
from onecard.doors.bank.scenario import Scenario, read_scenario
from onecard.doors.bank.tests.conftest import FUND, Open, Payments
from onecard.doors.banks import way_to


def keep(payments: Payments, said: list[Path], where: Path) -> None:
    """Copy what waits at the bank, to send it again later."""
    found = (one for one in sorted(payments.simulator.outgoing.iterdir()) if one.is_file() and one.suffix != ".part")
    said.extend(Path(shutil.copyfile(one, where / one.name)) for one in found)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["iso20022", "text_gb18030"])
def test_ten_thousand_lines_through_a_rough_bank_end_balanced_to_the_fen(open_bank: Open, tmp_path: Path, form: str):
    payments = open_bank(read_scenario("rough"), form=form)
    chance = Random(5)
    fens = [chance.randint(1, 500_000) for _ in range(10_000)]
    batch_id = payments.take(fens)
    said, where = [], tmp_path / "again"
    where.mkdir()
    for _ in range(40):
        keep(payments, said, where)
        payments.work()
        payments.round()
        if payments.progress(batch_id).finished and not payments.simulator.waiting():
            break
    keep(payments, said, where)
    payments.work()

    now = payments.progress(batch_id)
    assert now.outstanding_fen == 0 and now.paid_fen + now.home_fen == now.amount_fen == sum(fens)
    assert payments.broken() == []
    with payments.house.app.reading() as tx:
        assert ledger.institution_balance(tx, account=FUND) == -now.paid_fen
        assert ledger.institution_balance(tx, account=ledger.payout_account(SICHUAN)) == 0
        assert ledger.institution_balance(tx, account=ledger.bank_float(SICHUAN)) == now.paid_fen
        files = pay.answers_of(tx, bank="sample", at_most=10_000)
    books = payments.simulator.books.execute("select line_id, outcome from line").fetchall()
    told = {"paid": "paid", "rejected": "rejected", "returned": "returned"}
    states = {one.line_id.hex: one.state for one in payments.lines(batch_id)}
    assert {line: told[outcome] for line, outcome in books} == states
    assert {"doubted", "repeated"} <= {
        name for file in files for name in ("doubted", "repeated") if getattr(file.heard, name)
    }
    assert now.disputed == now.doubted == 0
    if form == "iso20022":
        assert {file.kind for file in files} == {"pain.002.001.10", "camt.053.001.08", "camt.054.001.08"}

    # Every file the bank ever sent, once more: nothing changes.
    before = payments.lines(batch_id)
    for path in said:
        assert paying.read_file(payments.house, payments.bank, path).repeated
    assert payments.lines(batch_id) == before


def test_a_batch_is_paid_through_a_folder_in_gb18030(open_bank: Open):
    payments = open_bank(Scenario(outcomes={"paid": 1}), form="text_gb18030", reach="folder")
    batch_id = payments.take([100, 250], name="古丽·买买提𠮷")
    payments.settle(batch_id)
    assert payments.progress(batch_id).counts == {"paid": 2}
    assert payments.broken() == []


def test_an_upload_whose_reply_was_lost_is_sent_again_and_paid_once(open_bank: Open):
    payments = open_bank(Scenario(outcomes={"paid": 1}, lose_reply=100))
    batch_id = payments.take([100])
    payments.work()
    assert payments.progress(batch_id).counts == {"instructed": 1}  # the bank has it, and nobody here knows
    payments.round()
    payments.settle(batch_id)
    assert payments.progress(batch_id).paid_fen == 100
    assert payments.simulator.books.execute("select count(*) from line").fetchone() == (1,)
    assert payments.broken() == []


def test_a_silent_bank_is_asked_until_it_knows(open_bank: Open):
    payments = open_bank(Scenario(outcomes={"silent": 1}))
    batch_id = payments.take([100, 200, 300])
    payments.work()
    payments.round(hours=1)
    payments.work()
    assert payments.progress(batch_id).counts == {"sent": 3}
    payments.settle(batch_id)
    assert payments.progress(batch_id).finished
    assert payments.broken() == []


def test_a_bank_that_is_away_changes_nothing(open_bank: Open):
    payments = open_bank(Scenario())
    batch_id = payments.take([100])
    gone = pay.Bank(
        **{name: getattr(payments.bank, name) for name in pay.Bank.__slots__} | {"address": "http://127.0.0.1:1"}
    )
    with payments.house.app.writing() as tx:
        pay.keep_bank(tx, gone, at=payments.clock())
    payments.work()
    assert payments.progress(batch_id).counts == {"instructed": 1}
    with pytest.raises(pay.BankUnreachable), way_to(gone) as way:
        way.waiting()


def test_a_broken_file_is_kept_aside_and_the_others_are_read(open_bank: Open):
    payments = open_bank(Scenario(outcomes={"paid": 1}), reach="folder")
    batch_id = payments.take([100])
    (payments.simulator.outgoing / "A.xml").write_text("<Document/>")
    (payments.simulator.outgoing / "B.xml").write_text("H")
    payments.work()
    assert (payments.simulator.outgoing / "A.xml").exists()  # it may still be written to
    for name in ("A.xml", "B.xml"):
        os.utime(payments.simulator.outgoing / name, (0, 0))
    payments.settle(batch_id)
    refused = payments.house.settings.home / "banks" / "sample" / "refused"
    assert [one.name.split("-")[1] for one in sorted(refused.iterdir())] == ["A.xml", "B.xml"]


def test_a_reading_that_is_killed_half_way_goes_on(open_bank: Open, tmp_path: Path, monkeypatch):
    payments = open_bank(Scenario(outcomes={"paid": 1}, statuses=100), reach="folder")
    batch_id = payments.take([100] * 25)
    payments.work()
    payments.round()
    payments.work()
    payments.round()
    (path,) = [one for one in payments.simulator.outgoing.iterdir() if one.is_file()]
    monkeypatch.setattr(paying, "PIECE", 10)

    class Killed(Exception):
        pass

    def kill(_: str, done: int, __: int) -> None:
        if done >= 20:
            raise Killed

    with pytest.raises(Killed):
        paying.read_file(payments.house, payments.bank, path, kill)
    assert payments.progress(batch_id).counts == {"paid": 20, "accepted": 5}
    assert paying.read_file(payments.house, payments.bank, path).heard.answers == 5
    assert payments.progress(batch_id).counts == {"paid": 25}
    assert payments.broken() == []
