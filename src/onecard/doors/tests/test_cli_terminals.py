"""Terminals and colleagues come and go by the command line: at once, on record, and with a way out of every mistake."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typer.testing import CliRunner, Result

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.doors.cli_errors import AgencyUnknown, KeyUnreadable, PointRevoked, PointUnknown, StaffUnknown
from onecard.doors.security.sessions import find_session, open_session
from onecard.kernel import audit

Onecard = Callable[..., Result]
OLD, NEW = (Ed25519PrivateKey.from_private_bytes(letter * 32).public_key() for letter in (b"o", b"n"))


@pytest.fixture
def onecard(house: House, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard …` in the home and over the database of the test's house."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    return lambda *words, answer="": CliRunner().invoke(app, list(words), input=answer)


@pytest.fixture
def gate(house: House) -> UUID:
    """A bus company's only gate."""
    buses = agencies.Agency(uuid4(), "operator", 500000, "渝中公交", "Yuzhong buses")
    point = agencies.NewPoint(
        uuid4(), buses.agency_id, "gate", "transit", 500103, "111 路", "Line 111", 20001, OLD.public_bytes_raw(), {}
    )
    with house.app.writing() as tx:
        agencies.register_agencies(tx, [buses], at=house.clock())
        agencies.register_points(tx, [point], at=house.clock())
    return point.point_id


def pem(folder: Path) -> str:
    page = folder / "new.pem"
    page.write_bytes(NEW.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return str(page)


def stands(house: House, gate: UUID) -> agencies.Point:
    with house.app.reading() as tx:
        return agencies.find_points(tx, [gate])[gate]


def deeds(house: House) -> list[tuple[str, str]]:
    with house.app.reading() as tx:
        told = [(one.actor, one.verb) for one in audit.last_entries(tx, count=20)]
    return [verb for actor, verb in reversed(told) if actor == audit.COMMAND_LINE]


def test_a_gate_is_closed_and_opened_again_and_each_is_on_record_once(
    onecard: Onecard, house: House, gate: UUID
) -> None:
    for word, state in (("close", "closed"), ("close", "closed"), ("open", "open"), ("open", "open")):
        done = onecard("point", word, str(gate))
        assert done.exit_code == 0, done.output
        assert (state in done.stdout, stands(house, gate).state) == (True, state)
    assert deeds(house) == ["point.state_changed", "point.state_changed"]


def test_a_stolen_terminal_is_revoked_for_ever_after_asking(
    onecard: Onecard, house: House, gate: UUID, tmp_path: Path
) -> None:
    assert onecard("point", "revoke", str(gate), answer="n\n").exit_code == 1
    assert stands(house, gate).state == "open"
    assert onecard("point", "revoke", str(gate), "--yes").exit_code == 0
    for words in (("open", str(gate)), ("close", str(gate)), ("rekey", str(gate), "--key", pem(tmp_path))):
        assert isinstance(onecard("point", *words).exception, PointRevoked)
    assert stands(house, gate).state == "revoked"
    assert deeds(house) == ["point.state_changed"]


def test_a_new_terminal_brings_a_new_key(onecard: Onecard, house: House, gate: UUID, tmp_path: Path) -> None:
    for _ in range(2):
        assert onecard("point", "rekey", str(gate), "--key", pem(tmp_path)).exit_code == 0
    assert stands(house, gate).terminal_key == NEW.public_bytes_raw()
    assert deeds(house) == ["point.key_changed"]
    assert isinstance(onecard("point", "rekey", str(gate), "--key", "nowhere.pem").exception, KeyUnreadable)


@pytest.mark.parametrize("typed", [str(UUID(int=9)), "111 路"])
def test_a_point_nobody_knows_is_told_with_where_to_look(onecard: Onecard, gate: UUID, typed: str) -> None:
    told = onecard("point", "close", typed).exception
    assert isinstance(told, PointUnknown)
    assert "onecard point list" in told.words()["next_step"]


def test_points_are_listed_with_their_state(onecard: Onecard, gate: UUID) -> None:
    onecard("point", "close", str(gate))
    said = onecard("point", "list", "--agency", "渝中公交").stdout
    assert all(word in said for word in (str(gate), "500103", "transit", "已关闭 closed", "111 路 · Line 111"))
    assert isinstance(onecard("point", "list", "--agency", "nobody").exception, AgencyUnknown)


def test_who_left_is_signed_out_everywhere_and_cannot_come_back(onecard: Onecard, house: House, gate: UUID) -> None:
    onecard("staff", "add", "wang.li", "--agency", "渝中公交", "--role", "point_attendant", "--called", "王丽")
    assert re.search(r"wang\.li +point_attendant +王丽", onecard("staff", "list", "--agency", "渝中公交").stdout)
    with house.app.writing() as tx:
        she = agencies.find_staff_by_name(tx, sign_in_name="wang.li")
        token = open_session(tx, kind="staff", subject_id=she.staff_id, at=house.clock())
        assert find_session(tx, token, at=house.clock())
    done = onecard("staff", "leave", "Wang.Li")
    assert (done.exit_code, "1 处" in done.stdout) == (0, True), done.output
    with house.app.reading() as tx:
        assert find_session(tx, token, at=house.clock()) is None
        assert agencies.find_staff(tx, staff_id=she.staff_id) is None
    assert deeds(house) == ["staff.enrolled", "staff.left"]
    assert "还没有工作人员" in onecard("staff", "list", "--agency", "渝中公交").stdout
    assert isinstance(onecard("staff", "leave", "wang.li").exception, StaffUnknown)
