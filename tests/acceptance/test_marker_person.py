"""A person with an unmistakable name is planted, everything is used, and then everything that was written is searched.

Name, number, phone and passwords may stand nowhere in the clear: not in the database (its whole dump), not in the
program's or PostgreSQL's logs, not in metrics, addresses, codes, or any file of the home. The holder's id may stand in
the database, and nowhere outside it.
"""

import base64
import json
import re
import subprocess
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import httpx
import pytest
import structlog
from psycopg.errors import UniqueViolation
from tests.acceptance.cast import STAFF_PASSWORD
from tests.factories import LANGZHONG, make_resident, number_of

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.openid.tests.relying import Service, agree, enlist, follow, sign_in, went_back
from onecard.doors.security.pin_blocks import Typed, seal_typed
from onecard.kernel.logs import set_up_logs
from onecard.kernel.postgres.cluster import SUPERUSER
from onecard.kernel.postgres.programs import find_programs
from onecard.verifier import verify
from onecard.verifier.sam import Sam

NAME, PHONE, PASSWORD, PIN = "龘麤·貔貅彧", "13900017355", "908172", "730916"
NUMBER = number_of(born=date(1943, 3, 9), sequence=371)
GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "A107"}


@dataclass
class Trail:
    """Everything the doors said in addresses, and the codes they showed."""

    addresses: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def note(self, answer: httpx.Response) -> None:
        """Remember the address asked, where it leads, and every address in a page."""
        self.addresses += [str(answer.request.url), answer.headers.get("location", "")]
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.addresses += re.findall(r'(?:href|src|action|data-[a-z-]+)="([^"]*)"', answer.text)


@pytest.fixture
def logs(capsys):
    """The program's own logs, as they are written when it serves."""
    set_up_logs("debug")
    yield lambda: "".join(capsys.readouterr())
    structlog.reset_defaults()


@pytest.fixture
def marker(house, cast):
    """The holder's id and the card of the planted person."""
    with house.app.writing() as tx:
        holder = make_resident(tx, keyring=house.keyring, at=house.clock(), number=NUMBER, name=NAME, phone=PHONE)
        card = cards.issue_cards(tx, [cards.NewCard(holder, LANGZHONG)], at=house.clock(), actor="test")[0]
        ecards.issue_ecards(tx, [ecards.NewEcard(holder, LANGZHONG)], at=house.clock())
        ecards.set_password(tx, holder_id=holder, password=PASSWORD, keyring=house.keyring)
    return card


@pytest.fixture
def trail(logs, marker, visit, staff, partner, cast, house, address) -> Trail:
    """Use everything as this person and about this person."""
    trail, me = Trail(), visit()
    for client in (me, partner):
        client.event_hooks["response"] = [lambda answer: (answer.read(), trail.note(answer))]
    sign_in_well_and_badly(me, marker)
    use_the_card(me, visit(), cast, trail)
    sign_in_elsewhere(enlist(house, address, "portal", scopes=("profile", "number", "phone")), visit(), marker, trail)
    read_every_page(me)
    clerk = staff("card_operator")
    type_a_pin(me, visit(), clerk, marker, cast)
    about_her(clerk, staff("hotline_operator"), partner, trail)
    me.post("/v1/me/card/loss", json={"kind": "temporary"})
    me.post("/v1/sign-out")
    return trail


def sign_in_well_and_badly(me: httpx.Client, card) -> None:
    for password in ("555777", PASSWORD):
        answer = me.post("/v1/sign-in/resident", json={"card_number": card.card_number, "password": password})
    me.headers["x-csrf-token"] = answer.json()["csrf_token"]
    me.post("/v1/sign-in/resident", json={"card_number": NUMBER, "password": PASSWORD})
    me.post("/v1/sign-in/resident", content=json.dumps({"name": NAME, "number": NUMBER}).encode() + b"}")
    me.post("/v1/me/code", json={"scene": NAME})


def use_the_card(me: httpx.Client, gate: httpx.Client, cast, trail: Trail) -> None:
    for sequence in (1, 2):
        text = me.post("/v1/me/code", json={}).json()["text"]
        trail.codes.append(text)
        for happened, number in ((cast.clock(), sequence), (cast.clock(), sequence + 100)):
            body = {"sequence": number, "presentation": text, "happened_at": happened.isoformat()}
            content = json.dumps(body).encode()
            headers = cast.gate.headers("POST", "/v1/uses", content, at=cast.clock())
            answer = gate.post("/v1/uses", content=content, headers=headers)
            assert answer.status_code in (200, 409), answer.text


def sign_in_elsewhere(portal: Service, browser: httpx.Client, card, trail: Trail) -> None:
    browser.event_hooks["response"] = [lambda answer: (answer.read(), trail.note(answer))]
    page = follow(browser, portal.send(browser, scope="openid profile number phone"))
    answer = agree(browser, sign_in(browser, page, card.card_number, PASSWORD))
    _, brought = went_back(answer)
    token = portal.redeem(brought["code"]).json()["access_token"]
    told = portal.claims(token).json()
    assert (told["name"], told["social_security_number"], told["phone_number"]) == (NAME, NUMBER, PHONE)
    portal.post("/openid/introspect", {"token": token})


def read_every_page(me: httpx.Client) -> None:
    seen = me.post("/card/eye", data={"shown": "yes"}, headers={"accept": "text/html"})
    assert NAME in seen.text, "the eye must show the name, or this test proves nothing"
    for path in (
        "/",
        "/me",
        "/code",
        "/code/live",
        "/records?kind=look",
        "/records/export",
        "/records",
        "/loss",
        "/functions",
        "/passes",
        "/nowhere",
        "/openid/consents",
    ):
        me.get(path, headers={"accept": "text/html"})
    for path in ("/v1/me", "/v1/me/identity", "/v1/me/card", "/v1/me/uses", "/v1/me/looks", "/v1/me/record"):
        assert me.get(path).status_code == 200


def type_a_pin(me: httpx.Client, gate: httpx.Client, clerk: httpx.Client, card, cast) -> None:
    wanted = {"number": NUMBER, **GROUND, "half": "social"}
    initial = clerk.post("/v1/people/card-pin", json=wanted).json()["initial_pin"]
    wrong = me.post("/functions/pin", data={"old": PIN, "new": PIN[::-1], "again": PIN[::-1]})
    right = me.post("/functions/pin", data={"old": initial, "new": PIN, "again": PIN})
    assert (wrong.status_code, right.headers["location"]) == (422, "/functions?done=pin")
    told = sign(gate, cast, "GET", "/v1/terminal/pin-key").json()
    tap = Sam(cast.house.keyring.tap_keys()).tap(
        card.identifier, counter=1, at=cast.clock(), point_id=cast.gate.point_id, sequence=201
    )
    typed = Typed(cast.gate.point_id, "marker-pin-check-1", PIN)
    body = {"sequence": 201, "presentation": tap, "half": "social", "key_id": told["key_id"]}
    body["sealed"] = seal_typed(typed, told["public"])
    answer = sign(gate, cast, "POST", "/v1/terminal/pin-check", body, key="marker-pin-check-1")
    assert answer.json()["matches"] is True, answer.text


def sign(gate: httpx.Client, cast, method: str, path: str, body=None, key: str = "") -> httpx.Response:
    content = json.dumps(body).encode() if body else b""
    headers = cast.gate.headers(method, path, content, at=cast.clock()) | {"idempotency-key": key}
    return gate.request(method, path, content=content, headers=headers)


def about_her(clerk: httpx.Client, hotline: httpx.Client, partner: httpx.Client, trail: Trail) -> None:
    for client in (clerk, hotline):
        client.event_hooks["response"] = [lambda answer: (answer.read(), trail.note(answer))]
    assert clerk.post("/v1/people/reveal", json={"number": NUMBER, **GROUND}).json()["name"] == NAME
    assert clerk.post("/v1/people/find", json={"number": NUMBER, **GROUND}).status_code == 200
    assert clerk.post("/v1/people/find", json={"number": NUMBER[:-1] + "?", **GROUND}).status_code == 422
    wanted = {"number": NUMBER, "purpose": "loss_report", "legal_basis": "consent"}
    assert hotline.post("/v1/people/card-loss", json=wanted).status_code == 200
    asked = {"number": NUMBER, "claim": "aged_80", "legal_basis": "consent"}
    assert partner.post("/v1/claims", json=asked).json()["holds"] is True


SECRETS = (NAME, NUMBER, PHONE, PASSWORD, PIN, STAFF_PASSWORD)


def shapes(secret: str) -> set[str]:
    """A secret as text, as the hex of a dump, in base64, and percent-encoded."""
    raw = secret.encode()
    percent = "".join(f"%{byte:02X}" for byte in raw)
    found = {secret, raw.hex(), base64.b64encode(raw).decode().rstrip("=")[:-1], percent}
    return found | {json.dumps(secret).strip('"')} if len(raw) > 6 else {secret}


def found_in(text: str, *more: str) -> list[str]:
    wanted = {shape for secret in SECRETS for shape in shapes(secret)} | set(more)
    return sorted(shape for shape in wanted if shape in text)


def test_the_search_finds_what_is_there():
    assert found_in(f"x {NUMBER} y") == [NUMBER]
    assert found_in(f"\\x{NAME.encode().hex()}") == [NAME.encode().hex()]
    assert found_in("https://x/?q=" + str(httpx.QueryParams({"q": NAME}))) != []


def test_database_holds_the_person_only_sealed(trail, marker, server, fresh_database):
    dump = dump_of(server, fresh_database)
    assert str(marker.holder_id) in dump, "the person is there"
    assert "四川省社保卡中心" in dump, "texts are there"
    # Six digits stand in some number by chance; they are looked for where texts are.
    assert [one for one in found_in(dump) if one not in (PASSWORD, PIN)] == []
    assert not re.search(rf"(?<![0-9a-f])({PASSWORD}|{PIN})(?![0-9a-f])", dump)


def test_logs_name_nobody(trail, marker, logs, server):
    for name, text in (("program", logs()), ("postgres", server.log.read_text(errors="replace"))):
        assert name == "postgres" or '"event": "request"' in text, "requests were logged"
        assert found_in(text, str(marker.holder_id), marker.holder_id.hex, marker.card_number) == [], name


def test_a_failing_constraint_leaves_no_key_in_the_log_of_postgres(marker, database, owner_tx, server):
    before = server.log.stat().st_size
    with pytest.raises(UniqueViolation) as doubled:
        owner_tx.execute(
            "insert into residents.resident select * from residents.resident where holder_id = %s", (marker.holder_id,)
        )
    assert str(marker.holder_id) in str(doubled.value), "the client is told the key, or this test proves nothing"
    text = server.log.read_bytes()[before:].decode(errors="replace")
    assert "duplicate key value" in text, "the failure itself is logged"
    assert found_in(text, str(marker.holder_id), "DETAIL") == []


def test_metrics_count_routes_and_nobody(trail, marker, nobody):
    text = nobody.get("/metrics").text
    assert 'route="/v1/people/find"' in text
    assert found_in(text, str(marker.holder_id), marker.card_number) == []


def test_addresses_name_nobody(trail, marker):
    assert len(trail.addresses) > 100
    for address in trail.addresses:
        assert found_in(address, str(marker.holder_id), marker.card_number) == [], address


def test_codes_carry_nothing_of_the_person(trail, marker, house, cast):
    assert len(trail.codes) == 2
    pseudonyms = set()
    for text in trail.codes:
        raw = base64.b32decode(text.removeprefix("OC1") + "=" * (-len(text.removeprefix("OC1")) % 8))
        for secret in (NAME.encode(), NUMBER.encode(), marker.holder_id.bytes, marker.identifier.bytes):
            assert secret not in raw
        keys = house.keyring.code_keys()
        shown = verify(text, keys, at=cast.clock(), point_id=cast.gate.point_id, sequence=1, scene=1)
        pseudonyms.add(shown.key)
    assert pseudonyms.isdisjoint({int(NUMBER[:17]), marker.holder_id.int >> 64})


def test_no_file_of_the_home_names_anybody(trail, marker, house):
    files = [page for page in Path(house.settings.home).rglob("*") if page.is_file()]
    assert any(page.suffix == ".key" for page in files)
    for page in files:
        text = page.read_bytes().decode("utf-8", "replace")
        assert found_in(text, str(marker.holder_id), marker.card_number) == [], page


def dump_of(server, database: str) -> str:
    """The whole database as text, past every wall."""
    program = find_programs(server.home).folder / "pg_dump"
    command = [str(program), "--dbname", server.url(SUPERUSER, database)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
