"""`onecard audit`: what was done is listed and proved; a day closed and a key changed are among it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.country import found_country
from typer.testing import CliRunner, Result

from onecard.domains.clearing import api as clearing
from onecard.doors import worker
from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.kernel import audit
from onecard.kernel.clock import HeldClock, day_of
from onecard.kernel.postgres.transaction import Transaction

Onecard = Callable[..., Result]


@pytest.fixture
def onecard(house: House, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "240")
    return lambda *words: CliRunner().invoke(app, list(words))


def deeds(house: House) -> list[tuple[str, str, str]]:
    with house.app.reading() as tx:
        return [(one.actor, one.verb, one.about) for one in audit.last_entries(tx, count=1)]


def test_keys_are_on_record_from_the_first(house: House, onecard: Onecard) -> None:
    said = onecard("audit", "list").stdout
    assert said.count("key.created") == len(house.keyring.known_keys(house.clock()))
    assert onecard("keys", "rotate", "secret").exit_code == 0
    assert onecard("keys", "retire", "secret", "1", "--yes").exit_code == 0
    said = onecard("audit", "list", "--last", "2").stdout
    assert "key.rotated" in said and "key_id=2" in said
    assert "key.retired" in said and "key_id=1" in said
    assert "key.created" not in said


def test_a_key_that_cannot_be_retired_leaves_no_entry(house: House, onecard: Onecard) -> None:
    assert onecard("keys", "retire", "secret", "1", "--yes").exit_code != 0
    assert "key.retired" not in onecard("audit", "list").stdout


def test_a_closed_day_is_on_record_once(house: House, clock: HeldClock, owner_tx: Transaction) -> None:
    found_country(owner_tx, clock())
    day = day_of(clock())
    clock.move(days=1)
    for _ in range(2):
        with house.app.writing() as tx:
            clearing.close_day(tx, day=day, at=clock())
    assert deeds(house) == [("system", "clearing.day_closed", str(day))]
    assert worker.seal_audit(house) == len(house.keyring.known_keys(clock())) + 1


def test_verify_tells_of_a_changed_deed_and_exits_one(house: House, onecard: Onecard, owner_tx: Transaction) -> None:
    worker.seal_audit(house)
    good = onecard("audit", "verify")
    assert good.exit_code == 0, good.output
    assert "0 条待封印" in good.stdout
    owner_tx.execute("update kernel.audit set happened_at = %s", (house.clock() - timedelta(days=1),))
    bad = onecard("audit", "verify")
    assert bad.exit_code == 1
    assert "was changed after it was sealed" in bad.stdout
