"""Texts reach the gateway once, masked, for the owner only; an exported record is proven on the command line."""

import json
from pathlib import Path

import pytest
from tests.factories import LANGZHONG, make_resident
from typer.testing import CliRunner

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.doors.messages import FileGateway, send_waiting
from onecard.doors.record.errors import RecordFileBroken
from onecard.doors.record.sealing import seal_record


class Broken:
    """A gateway that takes nothing over."""

    def send(self, message: ecards.Message) -> None:
        raise OSError


@pytest.fixture
def asked(house: House) -> None:
    """Somebody forgot her password."""
    with house.app.writing() as tx:
        holder = make_resident(tx, keyring=house.keyring, at=house.clock(), phone="10000000001")
        cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=house.clock(), actor="test")
        ecards.issue_ecards(tx, [ecards.NewEcard(holder, LANGZHONG)], at=house.clock())
        ecards.ask_reset(tx, holder_id=holder, keyring=house.keyring, at=house.clock())


def test_a_text_waits_until_a_gateway_takes_it_and_goes_once(house: House, asked: None, tmp_path: Path) -> None:
    gateway = FileGateway(tmp_path)
    with pytest.raises(OSError):
        send_waiting(house, Broken())
    assert (send_waiting(house, gateway), send_waiting(house, gateway)) == (1, 0)
    [line] = gateway.read_lines()
    assert json.loads(line)["to"] == "100****0001" and "验证码" in line
    assert gateway.page.stat().st_mode & 0o077 == 0


def test_the_demo_shows_texts_and_says_when_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONECARD_HOME", str(tmp_path))
    assert "还没有短信" in CliRunner().invoke(app, ["messages"]).output
    FileGateway(tmp_path).send(ecards.Message("10000000001", "一条短信"))
    assert "100****0001  一条短信" in CliRunner().invoke(app, ["messages"]).output


def test_an_exported_record_is_proven_and_a_changed_one_is_not(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    record = {"exported_at": "2026-11-23", "entries": [{"what": "登录"}]}
    page = tmp_path / "record.json"
    page.write_text(json.dumps(seal_record(record, keyring=house.keyring, at=house.clock())), encoding="utf-8")
    told = CliRunner().invoke(app, ["record", "verify", str(page)])
    assert told.exit_code == 0 and "已验证 1 条" in told.output
    page.write_text(page.read_text("utf-8").replace("2026-11-23", "2026-11-24"), encoding="utf-8")
    assert isinstance(CliRunner().invoke(app, ["record", "verify", str(page)]).exception, RecordFileBroken)
