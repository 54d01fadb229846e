"""Services that sign people in, registered as an operator types it; and the keys of log-ins."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OKPKey
from typer.testing import CliRunner, Result

from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.doors.openid.clients import find_client
from onecard.doors.openid.errors import ClientMalformed, ClientOfAnother
from onecard.doors.openid.keys import key_set
from onecard.kernel import audit

Onecard = Callable[..., Result]
BACK = "https://portal.example/back"


@pytest.fixture
def onecard(house: House, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard …` in the home and over the database of the test's house."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.fixture
def office(onecard: Onecard) -> str:
    """An agency's name."""
    onecard("agency", "add", "政务局", "--english", "Office", "--kind", "ministry", "--division", "510000")
    return "政务局"


@pytest.fixture
def add(onecard: Onecard, office: str, tmp_path: Path) -> Callable[..., Result]:
    """`onecard client add portal` with what it needs; more words go to the end."""
    page = tmp_path / "portal.jwk"
    page.write_text(json.dumps(ECKey.generate_key("P-256").as_dict(private=False)))

    def register(*more: str, named: str = office, back: str = BACK, jwk: Path = page) -> Result:
        words = ("--agency", named, "--name", "政务网", "--jwk", str(jwk), "--redirect", back)
        return onecard("client", "add", "portal", *words, *more)

    return register


def test_a_service_is_let_in_listed_and_put_out_again(add, onecard: Onecard, house: House) -> None:
    done = add("--english", "Portal", "--scope", "profile", "--backchannel", "https://portal.example/logout")
    assert "/.well-known/openid-configuration" in done.stdout
    with house.app.reading() as tx:
        known = find_client(tx, "portal")
    assert known is not None
    assert (known.name_zh, known.name_en, known.scopes, known.sector) == (
        "政务网", "Portal", ("openid", "profile"), "portal.example",
    )  # fmt: skip
    listed = onecard("client", "list").stdout
    assert "政务网 · Portal" in listed and "openid profile" in listed
    assert [onecard("client", "revoke", "portal").exit_code for _ in range(2)] == [0, 1]
    with house.app.reading() as tx:
        assert find_client(tx, "portal") is None
        verbs = [entry.verb for entry in audit.last_entries(tx) if entry.about == "portal"]
    assert verbs == ["client.revoked", "client.registered"]


def test_registering_again_changes_it_and_lets_it_in_again(add, onecard: Onecard, house: House) -> None:
    add()
    onecard("client", "revoke", "portal")
    add("--scope", "region", back="https://other.example/back", named="政务局")
    with house.app.reading() as tx:
        known = find_client(tx, "portal")
    assert known is not None
    assert (known.redirect_uris, known.scopes) == (("https://other.example/back",), ("openid", "region"))


def test_another_agency_cannot_take_a_services_id(add, onecard: Onecard) -> None:
    onecard("agency", "add", "别局", "--english", "Other", "--kind", "ministry", "--division", "500000")
    add()
    assert isinstance(add(named="别局").exception, ClientOfAnother)


@pytest.mark.parametrize(
    "back",
    [
        "http://portal.example/back", "https://portal.example/back#there", "https://user@portal.example/back",
        "javascript:alert(1)", "/back", "https:///back", "https://portal.example/a b", "https://门户.example/back",
    ],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused(add, back: str) -> None:
    assert isinstance(add(back=back).exception, ClientMalformed)


def test_a_service_on_this_very_machine_may_do_without_tls(add) -> None:
    assert add(back="http://127.0.0.1:9000/back").exit_code == 0


def test_an_unknown_scope_and_a_private_key_are_refused(add, tmp_path: Path) -> None:
    assert isinstance(add("--scope", "everything").exception, ClientMalformed)
    secret = tmp_path / "private.jwk"
    secret.write_text(json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True)))
    assert isinstance(add(jwk=secret).exception, ClientMalformed)


def test_a_new_key_of_log_ins_waits_an_hour_and_the_old_one_leaves_by_itself(onecard: Onecard, house: House) -> None:
    said = onecard("keys", "rotate", "openid").stdout
    assert "第 2 号密钥" in said and "公布一天" in said
    assert len(key_set(house.keyring, house.clock())["keys"]) == 2
    assert "openid" in onecard("keys", "list").stdout
    assert onecard("keys", "rotate", "seal", "--in", "5").exit_code == 2
