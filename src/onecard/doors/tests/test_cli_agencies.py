"""The verbs of a real installation, typed as an operator types them, and then used by those they are for."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey, OKPKey
from typer.testing import CliRunner, Result

from onecard.domains.agencies import api as agencies
from onecard.domains.ledger import api as ledger
from onecard.doors.bootstrap import House
from onecard.doors.cli import app
from onecard.doors.cli_errors import AgencyUnknown, DivisionUnknown, KeyUnreadable, SceneUnknown

Onecard = Callable[..., Result]
BUSES = ("agency", "add", "渝中公交", "--english", "Yuzhong buses", "--kind", "operator", "--division", "500000")


@pytest.fixture
def onecard(house: House, monkeypatch: pytest.MonkeyPatch) -> Onecard:
    """`onecard …` in the home and over the database of the test's house."""
    monkeypatch.setenv("ONECARD_HOME", str(house.settings.home))
    monkeypatch.setenv("ONECARD_DATABASE_URL", str(house.settings.database_url))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words, answer="": CliRunner().invoke(app, list(words), input=answer)


@pytest.fixture
def buses(onecard: Onecard) -> str:
    """A bus company's id, as the screen said it."""
    return id_in(onecard(*BUSES))


@pytest.fixture
def terminal(tmp_path: Path) -> Path:
    """A terminal's public key."""
    return pem(tmp_path, Ed25519PrivateKey.from_private_bytes(b"t" * 32))


def pem(folder: Path, private: Ed25519PrivateKey | X25519PrivateKey) -> Path:
    page = folder / "terminal.pem"
    page.write_bytes(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return page


def jwk(folder: Path, told: object) -> Path:
    page = folder / "partner.jwk"
    page.write_text(json.dumps(told))
    return page


def id_in(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", done.stdout)[0]


def add_point(onecard: Onecard, key: Path, **changed: str) -> Result:
    said = {"english": "Line 111", "agency": "渝中公交", "scene": "transit", "division": "500103", "key": str(key)}
    options = [word for name, value in (said | changed).items() for word in (f"--{name}", value)]
    return onecard("point", "add", "111 路", "--setting", "line=111", *options)


def test_an_empty_installation_says_what_to_do_first(onecard: Onecard) -> None:
    assert "onecard agency add" in onecard("agency", "list").stdout


def test_an_agency_is_added_and_listed(onecard: Onecard, buses: str) -> None:
    said = onecard("agency", "list").stdout
    assert all(word in said for word in (buses, "500000", "operator", "渝中公交 · Yuzhong buses"))


def test_an_agency_needs_a_kind_and_a_place_that_exist(onecard: Onecard) -> None:
    assert isinstance(onecard(*BUSES[:-1], "999999").exception, DivisionUnknown)
    assert onecard(*BUSES[:-3], "teahouse", *BUSES[-2:]).exit_code == 2
    assert "还没有单位" in onecard("agency", "list").stdout


def test_the_fourth_institution_opens_the_accounts_of_its_province(onecard: Onecard, house: House) -> None:
    said = [
        onecard("agency", "add", kind, "--english", kind, "--kind", kind, "--division", "510000").stdout
        for kind in ("purse_keeper", "finance", "bank", "pass_issuer", "bank")
    ]
    assert ["accounts of this province are open" in one for one in said] == [False, False, False, True, False]
    with house.app.reading() as tx:
        assert ledger.find_account(tx, ledger.purse(51)) is not None


def test_an_insurer_comes_with_the_account_of_its_fund(onecard: Onecard, house: House) -> None:
    done = onecard("agency", "add", "示例医保", "--english", "Insurer", "--kind", "insurer", "--division", "511300")
    number = int(re.search(r"fund is open: (\d+)", done.stdout)[1])
    with house.app.reading() as tx:
        fund = ledger.find_account(tx, number)
    assert (str(fund.agency_id), fund.kind) == (id_in(done), "concession")


def test_staff_sign_in_with_what_was_shown_once(onecard: Onecard, buses: str, house: House) -> None:
    done = onecard("staff", "add", "wang.li", "--agency", buses, "--role", "point_attendant", "--called", "王丽")
    password = re.search(r"password: (\S+)", done.stdout)[1]
    totp = pyotp.parse_uri(re.search(r"otpauth://\S+", done.stdout)[0])
    with house.app.writing() as tx:
        came = agencies.check_staff_sign_in(
            tx, sign_in_name="wang.li", password=password, totp=totp.at(house.clock()), keyring=house.keyring,
            at=house.clock(),
        )  # fmt: skip
    assert (came.name_zh, came.roles, str(came.agency_id)) == ("王丽", ("point_attendant",), buses)


@pytest.mark.parametrize("role", ["emperor", ""])
def test_staff_get_only_roles_of_the_table(onecard: Onecard, buses: str, role: str) -> None:
    done = onecard("staff", "add", "wang.li", "--agency", buses, "--role", role)
    assert isinstance(done.exception, agencies.RoleUnknown)
    assert "otpauth" not in done.output


def test_a_name_that_is_taken_is_refused(onecard: Onecard, buses: str) -> None:
    again = [onecard("staff", "add", "wang.li", "--agency", buses, "--role", "auditor") for _ in range(2)][1]
    assert isinstance(again.exception, agencies.SignInNameTaken)


def test_an_agency_nobody_knows_or_two_share_is_refused(onecard: Onecard, buses: str) -> None:
    onecard(*BUSES)
    for named in ("渝中公交", "nobody"):
        done = onecard("staff", "add", "wang.li", "--agency", named, "--role", "auditor")
        assert isinstance(done.exception, AgencyUnknown)


def test_a_point_stands_where_it_was_put_and_earns_for_its_agency(
    onecard: Onecard, buses: str, house: House, terminal: Path
) -> None:
    first, second = (UUID(id_in(add_point(onecard, terminal))) for _ in range(2))
    with house.app.reading() as tx:
        found = agencies.find_points(tx, [first, second])
        account = ledger.find_account(tx, found[first].account)
    assert found[first].terminal_key == Ed25519PrivateKey.from_private_bytes(b"t" * 32).public_key().public_bytes_raw()
    assert (found[first].division, found[first].settings, found[first].state) == (500103, {"line": "111"}, "open")
    assert str(account.agency_id) == buses
    assert found[second].account == found[first].account


def test_a_point_needs_a_scene_a_place_and_a_terminals_key(
    onecard: Onecard, buses: str, terminal: Path, tmp_path: Path
) -> None:
    assert isinstance(add_point(onecard, terminal, scene="teahouse").exception, SceneUnknown)
    assert isinstance(add_point(onecard, terminal, division="999999").exception, DivisionUnknown)
    assert isinstance(add_point(onecard, tmp_path / "missing.pem").exception, KeyUnreadable)
    other = tmp_path / "other"
    other.mkdir()
    assert isinstance(add_point(onecard, pem(other, X25519PrivateKey.generate())).exception, KeyUnreadable)
    assert add_point(onecard, terminal, setting="line").exit_code == 2


def test_a_partner_is_let_in_by_its_public_key_and_put_out_again(
    onecard: Onecard, buses: str, house: House, tmp_path: Path
) -> None:
    key = OKPKey.generate_key("Ed25519").as_dict(private=False)
    words = ("--agency", buses, "--scope", "cards.verify", "--jwk", str(jwk(tmp_path, key)))
    assert "/v1/oauth/token" in onecard("partner", "add", "hospital", *words).stdout
    with house.app.reading() as tx:
        known = agencies.find_partner(tx, client_id="hospital")
    assert (dict(known.public_jwk), known.scopes) == (key, ("cards.verify",))
    assert [onecard("partner", "revoke", "hospital").exit_code for _ in range(2)] == [0, 1]
    with house.app.reading() as tx:
        assert agencies.find_partner(tx, client_id="hospital") is None


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (OKPKey.generate_key("Ed25519").as_dict(private=True), agencies.PartnerKeyNotPublic),
        ({"kty": "oct", "k": "c2VjcmV0"}, agencies.PartnerKeyNotPublic),
        (OKPKey.generate_key("X25519").as_dict(private=False), KeyUnreadable),
        (ECKey.generate_key("P-384").as_dict(private=False), KeyUnreadable),
        ({"kty": "OKP"}, KeyUnreadable),
        (["not a key"], KeyUnreadable),
    ],
    ids=["private", "shared", "x25519", "p-384", "incomplete", "list"],
)
def test_only_a_public_key_that_can_sign_is_taken(
    onecard: Onecard, buses: str, tmp_path: Path, told: object, error: type[Exception]
) -> None:
    done = onecard(
        "partner", "add", "hospital", "--agency", buses, "--scope", "cards.verify", "--jwk", str(jwk(tmp_path, told))
    )
    assert isinstance(done.exception, error)
