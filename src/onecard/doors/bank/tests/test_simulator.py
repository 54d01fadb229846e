"""The simulated bank: it pays once whatever it is sent, behaves as its page says, and goes on after being killed."""

from pathlib import Path

import pytest

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement.tests.conftest import a_bank
from onecard.domains.disbursement.tests.test_files import an_instruction
from onecard.doors.bank.orders import OrderRefused
from onecard.doors.bank.scenario import Scenario, ScenarioWrong, read_scenario
from onecard.doors.bank.simulator import Simulator
from onecard.kernel.ids import new_id


@pytest.fixture
def order(tmp_path: Path) -> Path:
    lines = [pay.PayLine(n, new_id(), pay.Payee("何秀英", "9990001234567890"), 100 * n) for n in range(1, 201)]
    path = tmp_path / "order.xml"
    pay.write_file(path, an_instruction("iso20022", lines), a_bank(), iter(lines))
    return path


def a_simulator(tmp_path: Path, clock, **rules: object) -> Simulator:
    return Simulator(tmp_path / "bank", Scenario(**rules), clock)


def told(simulator: Simulator) -> list[pay.Answer]:
    files = sorted(one for one in simulator.outgoing.iterdir() if one.suffix != ".part")
    return [answer for path in files for answer in pay.open_answers(path)[1]]


def test_an_order_that_comes_twice_is_paid_once(tmp_path: Path, order: Path, clock):
    bank = a_simulator(tmp_path, clock)
    assert bank.take(order) and not bank.take(order)
    bank.tick()
    bank.tick()
    assert sorted(one.said for one in told(bank)) == ["accepted"] * 200 + ["paid"] * 200
    assert bank.waiting() == 0


def test_what_it_does_follows_from_the_seed(tmp_path: Path, order: Path, clock):
    rules = read_scenario("rough")
    outcomes = [{rules.outcome(f"{n:032x}") for n in range(300)} for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    assert {outcome for outcome, _ in outcomes[0]} == {"paid", "rejected", "returned", "unknown", "silent"}


def test_a_bank_that_was_killed_goes_on_with_its_books(tmp_path: Path, order: Path, clock):
    bank = a_simulator(tmp_path, clock)
    bank.take(order)
    bank.tick()
    bank.close()
    again = a_simulator(tmp_path, clock)
    assert not again.take(order)
    again.tick()
    assert sorted(one.said for one in told(again)) == ["accepted"] * 200 + ["paid"] * 200


def test_what_is_no_order_is_refused(tmp_path: Path, clock):
    bank = a_simulator(tmp_path, clock)
    for text in ("", "<x/>", "HXXX", "nonsense"):
        (bank.incoming / "a.txt").write_text(text)
        with pytest.raises(OrderRefused):
            bank.take(bank.incoming / "a.txt")
    bank.take_folder()
    assert [one.name for one in bank.incoming.iterdir()] == ["a.txt.refused"]


@pytest.mark.parametrize(
    "page",
    ["[", "- 1", "outcomes: {gone: 1}", "outcomes: {paid: 0}", "seed: x", "late: -1", "colour: 1", "lines_a_file: 0"],
)
def test_a_page_that_says_something_else_is_told_by_name(tmp_path: Path, page: str):
    (tmp_path / "page.yaml").write_text(page)
    with pytest.raises(ScenarioWrong):
        read_scenario(str(tmp_path / "page.yaml"))
    with pytest.raises(ScenarioWrong):
        read_scenario(str(tmp_path / "none.yaml"))
