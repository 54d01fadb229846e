"""A whole payment as an operator types it, against a simulated bank that looks into a folder."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories import number_of
from typer.testing import CliRunner, Result

from onecard.doors.bank.scenario import Scenario
from onecard.doors.bank.simulator import Simulator
from onecard.doors.bootstrap import House
from onecard.doors.cli import app

Onecard = Callable[..., Result]
FUND = "10511"


@pytest.fixture
def onecard(house: House, standing_country, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard …` in the home and over the database of the test's house."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Three people to pay."""
    path = tmp_path / "list.csv"
    people = [("何秀英", 11, "9990001234567890", "1,090.00元"), ("李四", 13, "9990001234567891", "90"), ("王五", 14, "9990001234567892", "0.5")]  # fmt: skip  # noqa: E501
    told = [f'{name},{number_of(sequence=n)},{account},"{yuan}"' for name, n, account, yuan in people]
    path.write_bytes("\n".join(["姓名,身份证号,社保卡账号,金额（元）", *told]).encode("gb18030"))
    return path


@pytest.fixture
def bank(onecard: Onecard, tmp_path: Path):
    done = onecard(
        "pay", "bank", "sample", "--province", 51, "--account", "9990000000000001", "--debtor", "财政厅", "--name",
        "示例银行", "--english", "Sample Bank", "--folder", tmp_path / "bank",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return tmp_path / "bank"


@pytest.fixture
def hand_in(onecard: Onecard, bank: Path) -> Callable[[Path], Result]:
    def hand_in(path: Path, fund: str = FUND) -> Result:
        return onecard(
            "pay", "batch", path, "--agency", "finance 51", "--bank", "sample", "--fund", fund, "--programme",
            "disabled_living", "--period", "2026-11", "--purpose", "困难残疾人生活补贴",
        )  # fmt: skip

    return hand_in


def test_a_list_is_handed_in_sent_read_and_shown(onecard: Onecard, bank: Path, rows: Path, hand_in, clock):
    first = hand_in(rows)
    number = re.search(r"batch (\S+)", first.output)[1]
    assert "¥1,180.50" in first.output
    assert number in hand_in(rows).output
    assert "3 笔 · lines, 1 个文件" in onecard("pay", "send").output
    assert "0 笔 · lines, 0 个文件" in onecard("pay", "send").output
    simulator = Simulator(bank, Scenario(outcomes={"rejected": 1}, reasons={"DORMANT": 1}), clock)
    simulator.take_folder()
    simulator.tick()
    simulator.tick()
    assert onecard("pay", "read").output.count("更新 changed 3") == 2
    assert "没有新回执" in onecard("pay", "read").output
    again = onecard("pay", "read", "--bank", "sample", "--file", bank / "out" / "read" / "R00000002.xml")
    assert "已读过" in again.output
    shown = onecard("pay", "show", "--agency", "finance 51", "--batch", number)
    assert "退回 back ¥1,180.50" in shown.output and "长期不动" in shown.output and "dormant" in shown.output
    done = onecard(
        "pay", "reissue", number, 2, "--agency", "finance 51", "--account", "9990001111111111", "--name", "李四"
    )
    assert "第 4 笔" in done.output
    told = onecard("pay", "show", "--agency", "finance 51", "--batch", number, "--line", 2).output
    assert "已由新的一笔重发" in told and "银行称未能入账" in told
    assert onecard("pay", "reissue", number, 2, "--agency", "finance 51").exit_code != 0
    assert onecard("ledger", "check").exit_code == 0
    simulator.close()


def test_a_row_that_cannot_be_paid_is_named_as_the_spreadsheet_counts(rows: Path, hand_in):
    rows.write_bytes(rows.read_bytes().replace(b"0.5", b"0.505"))
    refused = hand_in(rows)
    assert refused.exit_code != 0
    assert refused.exception.facts["row"] == 4


def test_another_agencys_fund_is_refused(rows: Path, hand_in):
    assert hand_in(rows, fund="10501").exception.code == "disbursement.fund_not_yours"


def test_no_file_of_instructions_stays_behind(onecard: Onecard, bank: Path, rows: Path, hand_in, house: House):
    hand_in(rows)
    onecard("pay", "send")
    assert [one for one in (house.settings.home / "banks").rglob("*") if one.is_file()] == []
    (sent,) = (bank / "in").iterdir()
    assert "困难残疾人生活补贴" in sent.read_text("utf-8")
