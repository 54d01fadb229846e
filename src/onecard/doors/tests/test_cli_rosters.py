"""From a department's quota to a batch of payment, typed as people type it; and lists as they really come."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.country import SICHUAN, agency, standing_country
from tests.factories import number_of
from typer.testing import CliRunner, Result

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as pay
from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.doors.bootstrap import House
from onecard.doors.cli import app

__all__ = ["standing_country"]
Onecard = Callable[..., Result]
PLACE, FINANCE = 511381, agency("finance 51")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
HEADER = "姓名,社会保障号码,账号,金额"


@pytest.fixture
def onecard(house: House, standing_country: Any, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard …` over the database of the test's house, in a county with everybody who is needed."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "300")
    with house.app.writing() as tx:
        made = {
            kind: agencies.Agency(agency(kind), kind, PLACE, name, name)
            for kind, name in (("township", "城关镇"), ("department", "民政局"))
        }
        agencies.register_agencies(tx, list(made.values()), at=house.clock())
        bank = pay.Bank("sample", SICHUAN, "示例银行", "Bank", "folder", "/nowhere", "iso20022", "财政局", "9990001")
        pay.keep_bank(tx, bank, at=house.clock())
        staff = {
            "clerk": ("village_clerk", agency("township")), "head": ("township_officer", agency("township")),
            "officer": ("programme_officer", agency("department")), "treasurer": ("finance_officer", FINANCE),
        }  # fmt: skip
        for name, (role, works_at) in staff.items():
            agencies.create_staff(
                tx, agency_id=works_at, sign_in_name=name, name_zh=name, roles=[role],
                password="four lotus ponds at noon", keyring=house.keyring, at=house.clock(),
            )  # fmt: skip
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def person(house: House) -> Callable[..., str]:
    """Registers somebody with a card that can be paid to; her number."""

    def register(sequence: int, name: str = "何秀英") -> str:
        number = number_of(sequence=sequence)
        with house.app.writing() as tx:
            parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
            holders = residents.register_residents(
                tx, [residents.NewResident(parsed, name, PLACE)], keyring=house.keyring, at=house.clock()
            )
            cards.issue_cards(tx, [cards.NewCard(holders[0], PLACE)], at=house.clock(), actor="x")
        return number

    return register


def begun(onecard: Onecard) -> str:
    """A roster of a project of November 2026; its id."""
    made = onecard(
        "project", "add", "disabled_living_allowance", "--at", str(PLACE), "--period", "2026-11", "--by", "officer",
        "--finance", "finance 51", "--fund", "10511", "--bank", "sample", "--purpose", "困难残疾人生活补贴",
        "--quota", "80,000", "--entries", "1000", "--opens", "2026-01-01", "--closes", "2099-12-31",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    roster = onecard("roster", "begin", _ID.findall(made.output)[0], "东街村", "--by", "clerk")
    assert roster.exit_code == 0, roster.output
    return str(_ID.findall(roster.output)[0])


def answers_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_from_a_quota_to_a_batch_of_payment(onecard: Onecard, person, house: House, owner_tx, tmp_path: Path) -> None:
    roster_id, file = begun(onecard), tmp_path / "rows.csv"
    file.write_text(f"{HEADER}\n何秀英,{person(401)},9990001234567890,80.00\n", encoding="utf-8")
    added = onecard("roster", "add", roster_id, str(file), "--by", "clerk")
    assert added.exit_code == 0, added.output
    assert "通过 passed 1" in added.output and "¥80.00" in added.output
    again = onecard("roster", "add", roster_id, str(file), "--by", "clerk")
    assert "handed in before" in again.output and "1 行 rows" in again.output
    board = tmp_path / "board.csv"
    posted = onecard("roster", "post", roster_id, "--by", "clerk", "--notice", str(board))
    assert posted.exit_code == 0, posted.output
    assert "何*英" in board.read_text("utf-8") and "何秀英" not in board.read_text("utf-8")
    early = onecard("roster", "approve", roster_id, "--level", "township", "--by", "head")
    assert isinstance(early.exception, rosters.NoticeRuns)
    owner_tx.execute(
        "update rosters.notice set from_at = now() - '9 days'::interval, until_at = now() - '1 day'::interval"
    )
    for level, who in (("township", "head"), ("department", "officer"), ("finance", "treasurer")):
        done = onecard("roster", "approve", roster_id, "--level", level, "--by", who)
        assert done.exit_code == 0, done.output
    handed = onecard("roster", "hand-over", roster_id, "--by", "treasurer")
    assert handed.exit_code == 0, handed.output
    with house.app.reading() as tx:
        (batch,) = pay.batches_of(tx, agency_id=FINANCE)
    assert (str(batch.batch_id) in handed.output, batch.amount_fen) == (True, 8_000)
    shown = onecard("roster", "show", "--agency", "民政局", "--roster", roster_id)
    assert "approve_finance" in shown.output and "已转发放" in shown.output
    checked = onecard("ledger", "check")
    assert checked.exit_code == 0, checked.output


def test_each_word_is_for_those_whose_role_allows_it(onecard: Onecard, person, tmp_path: Path) -> None:
    from onecard.doors.cli_errors import StaffUnknown
    from onecard.doors.security.errors_visitors import NotForYou

    roster_id = begun(onecard)
    for words in (
        ("roster", "approve", roster_id, "--level", "township", "--by", "clerk"),
        ("roster", "hand-over", roster_id, "--by", "officer"),
        ("roster", "post", roster_id, "--by", "head"),
        ("roster", "settle", roster_id, "1", "--outcome", "upheld", "--by", "head"),
    ):
        assert isinstance(onecard(*words).exception, NotForYou), words
    assert isinstance(onecard("roster", "withdraw", roster_id, "--by", "nobody").exception, StaffUnknown)
    assert onecard("roster", "approve", roster_id, "--level", "village", "--by", "head").exit_code == 2
    assert onecard("roster", "withdraw", roster_id, "--by", "clerk").exit_code == 0


def test_refused_rows_are_mended_in_the_file_that_comes_back_and_handed_in_again(
    onecard: Onecard, person, tmp_path: Path
) -> None:
    roster_id, file, back = begun(onecard), tmp_path / "rows.csv", tmp_path / "refused.csv"
    numbers = [person(n) for n in (411, 412, 413)]
    lines = [f"何秀英,{numbers[0]},9990001234567890,80.00", f"何秀英,{numbers[1]},9990001234567890,8.00",
             f"何秀兰,{numbers[2]},9990001234567890,80.00"]  # fmt: skip
    file.write_bytes("\r\n".join(["东街村困难残疾人生活补贴花名册", HEADER, *lines]).encode("gb18030"))
    onecard("roster", "add", roster_id, str(file), "--by", "clerk", "--answers", str(back))
    refused = answers_in(back)
    assert [(one["行号 Row"], "¥80.00" in one["说明 Why"]) for one in refused] == [("4", True), ("5", False)]
    assert all(one["建议 What to do"] for one in refused)
    mended = [{**refused[0], "金额": "80.00"}, {**refused[1], "姓名": "何秀英"}]
    with back.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(mended[0]))
        writer.writeheader()
        writer.writerows(mended)
    again = onecard("roster", "add", roster_id, str(back), "--by", "clerk")
    assert again.exit_code == 0, again.output
    assert "5 行 rows = 通过 passed 3 + 未通过 refused 2" in again.output


def test_a_workbook_as_spreadsheets_leave_it_is_read_as_far_as_it_is_true(
    onecard: Onecard, person, tmp_path: Path
) -> None:
    roster_id, file, back = begun(onecard), tmp_path / "rows.xlsx", tmp_path / "refused.csv"
    numbers = [person(421), person(422, "买买提·阿不都"), person(423)]
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:E1", "补贴花名册（2026年11月）")
        sheet.write_row("A2", ["序号", "姓名", "公民身份号码", "社保卡银行账号", "发放金额（元）"])
        sheet.write_row("A3", [1, "何 秀英", numbers[0], "999 0001 2345 67890", 80])
        wide = numbers[1].translate({ord(str(n)): ord("０") + n for n in range(10)})
        sheet.write_row("A4", [2, "买买提・阿不都", wide, "9990001234567890", "80.0"])
        sheet.write_row("A5", [3, "何秀英", 5.11381195005010e17, "9990001234567890", 80])  # what is left of a number
        sheet.write_row("A6", [4, "何秀英", numbers[2], 9990001234567890123, 80])
    done = onecard("roster", "add", roster_id, str(file), "--by", "clerk", "--answers", str(back))
    assert done.exit_code == 0, done.output
    assert [(one["行号 Row"], one["姓名"]) for one in answers_in(back)] == [("5", "何秀英"), ("6", "何秀英")]
    assert all("文本" in one["说明 Why"] for one in answers_in(back))


def test_one_bad_row_among_many_holds_up_none_of_them(onecard: Onecard, person, tmp_path: Path) -> None:
    roster_id, file = begun(onecard), tmp_path / "rows.csv"
    good, other = person(431), person(432)
    rows = [
        f"何秀英,{good},9990001234567890,80.00",
        "何秀英,,9990001234567890,80.00",
        f"何秀英,{other},9990001234567890,80",
    ]
    file.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    done = onecard("roster", "add", roster_id, str(file), "--by", "clerk")
    assert "3 行 rows = 通过 passed 2 + 未通过 refused 1" in done.output
