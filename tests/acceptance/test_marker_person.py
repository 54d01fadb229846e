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
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
import structlog
from psycopg.errors import UniqueViolation
from tests.acceptance.cast import STAFF_PASSWORD
from tests.acceptance.counter import do, find
from tests.acceptance.sample_wallet import SampleWallet
from tests.acceptance.test_family import TERMS
from tests.factories import LANGZHONG, make_cardholder, make_resident, number_of

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.lists import decide_lists
from onecard.doors.openid.tests.relying import Service, agree, enlist, follow, sign_in, went_back
from onecard.doors.security.pin_blocks import Typed, seal_typed
from onecard.kernel.logs import set_up_logs
from onecard.kernel.postgres.cluster import SUPERUSER
from onecard.kernel.postgres.programs import find_programs
from onecard.verifier import verify
from onecard.verifier.sam import Sam
from onecard.verifier.tests.carried import Phone

NAME, PHONE, PASSWORD, PIN = "龘麤·貔貅彧", "13900017355", "908172", "730916"
NUMBER = number_of(born=date(1943, 3, 9), sequence=371)
GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "A107"}


@dataclass
class Trail:
    """Everything the doors said in addresses, and the codes they showed, each with its moment."""

    addresses: list[str] = field(default_factory=list)
    codes: list[tuple[str, datetime]] = field(default_factory=list)

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
        watch(client, trail)
    sign_in_well_and_badly(me, marker)
    use_the_card(me, visit(), cast, trail)
    sign_in_elsewhere(enlist(house, address, "portal", scopes=("profile", "number", "phone")), visit(), marker, trail)
    act_through_a_daughter(me, watch(visit(), trail), house, trail)
    carry_and_prove(me, SampleWallet(watch(visit(), trail), cast.clock), partner)
    read_every_page(me)
    clerk = watch(staff("card_operator"), trail)
    serve_at_a_counter(clerk)
    send_her_in_a_list(watch(staff("list_clerk"), trail), house)
    take_everything_along(me)
    type_a_pin(me, visit(), clerk, marker, cast)
    about_her(clerk, staff("hotline_operator"), partner, trail)
    me.post("/v1/me/card/loss", json={"kind": "temporary"})
    me.post("/v1/sign-out")
    return trail


def watch(client: httpx.Client, trail: Trail) -> httpx.Client:
    """Every answer to this client is noted."""
    client.event_hooks["response"] = [lambda answer: (answer.read(), trail.note(answer))]
    return client


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
        trail.codes.append((text, cast.clock()))
        for happened, number in ((cast.clock(), sequence), (cast.clock(), sequence + 100)):
            body = {"sequence": number, "presentation": text, "happened_at": happened.isoformat()}
            content = json.dumps(body).encode()
            headers = cast.gate.headers("POST", "/v1/uses", content, at=cast.clock())
            answer = gate.post("/v1/uses", content=content, headers=headers)
            assert answer.status_code in (200, 409), answer.text


def sign_in_elsewhere(portal: Service, browser: httpx.Client, card, trail: Trail) -> None:
    watch(browser, trail)
    page = follow(browser, portal.send(browser, scope="openid profile number phone"))
    answer = agree(browser, sign_in(browser, page, card.card_number, PASSWORD))
    _, brought = went_back(answer)
    token = portal.redeem(brought["code"]).json()["access_token"]
    told = portal.claims(token).json()
    assert (told["name"], told["social_security_number"], told["phone_number"]) == (NAME, NUMBER, PHONE)
    portal.post("/openid/introspect", {"token": token})


def act_through_a_daughter(me: httpx.Client, daughter: httpx.Client, house, trail: Trail) -> None:
    """She types the whole name and number, is agreed to, shows a code, reads; and asks once for a wrong name."""
    facts = {"keyring": house.keyring, "at": house.clock(), "born": date(1975, 3, 1), "password": PASSWORD}
    with house.app.writing() as tx:
        person = make_cardholder(tx, name="李女儿", **facts)
    card = {"card_number": person.card.card_number, "password": PASSWORD}
    daughter.headers["x-csrf-token"] = daughter.post("/v1/sign-in/resident", json=card).json()["csrf_token"]
    ask = {"name": NAME, "number": NUMBER, "relation": "daughter", "terms": TERMS}
    one = daughter.post("/v1/me/family/asks", json=ask).json()["delegation_id"]
    assert daughter.post("/v1/me/family/asks", json=ask | {"number": NUMBER[:-1] + "?"}).status_code == 422
    assert me.post(f"/v1/me/family/{one}/acceptance", json={"password": PASSWORD}).json()["state"] == "active"
    code = daughter.post(f"/v1/me/family/{one}/code", json={"scene": "transit"}).json()
    trail.codes.append((code["text"], house.clock()))
    for path in ("record", "uses"):
        assert daughter.get(f"/v1/me/family/{one}/{path}").status_code == 200
        assert daughter.get(f"/family/{one}/{path}", headers={"accept": "text/html"}).status_code == 200
    assert daughter.get("/v1/me/record", params={"kind": "family"}).json()
    assert me.get(f"/family/{one}", headers={"accept": "text/html"}).status_code == 200


def carry_and_prove(me: httpx.Client, wallet: SampleWallet, partner: httpx.Client) -> None:
    """A phone, a print, a wallet with a proof that holds, and what a wallet deletes."""
    assert enrol_with_password(me).status_code == 200
    assert me.post("/v1/me/carriers/prints", json={"password": PASSWORD}).status_code == 200
    offer = me.post("/v1/me/credentials/offers", json={"password": PASSWORD}).json()
    wallet.receive(offer["link"], offer["digits"])
    wanted = {"wanted": [{"claim": "age_over_65", "value": True}]}
    asked = partner.post("/v1/proofs", json=wanted).json()
    question = wallet.question(asked["link"])
    assert wallet.send(question, wallet.present(question)).status_code == 200
    assert partner.get(f"/v1/proofs/{asked['proof_id']}").json()["state"] == "proven"
    assert NAME not in wallet.held[0][0] and NUMBER not in wallet.held[0][0]


def enrol_with_password(me: httpx.Client) -> httpx.Response:
    key = base64.urlsafe_b64encode(Phone().public).decode().rstrip("=")
    return me.post("/v1/me/carriers/phones", json={"public_key": key, "password": PASSWORD})


def serve_at_a_counter(clerk: httpx.Client) -> None:
    """The console finds her by number, shows her in full, stops her card and lets it work again."""
    visit = find(clerk, NUMBER)
    assert visit.status_code == 200, visit.text
    assert NAME in clerk.post(f"{visit.url}/reveal", data={}, headers={"accept": "text/html"}).text
    assert find(clerk, NUMBER[:-1] + "?").status_code == 422
    done = do(clerk, visit, "report-temporary-loss")
    assert done.status_code == 200, done.text
    assert do(clerk, find(clerk, NUMBER), "cancel-loss", identity_seen="yes", card_seen="yes").status_code == 200


def send_her_in_a_list(clerk: httpx.Client, house) -> None:
    """A school names her, rightly and wrongly: the answers are by row and say nothing of her."""
    rows = [{"name": NAME, "number": NUMBER, "phone": PHONE}, {"name": NAME, "number": NUMBER[:-1] + "?"}]
    sent = {"issuer": LANGZHONG, "applicant": "school", "rows": rows}
    told = clerk.post("/v1/card-lists", json=sent)
    assert told.status_code == 200, told.text
    decide_lists(house)
    answers = clerk.get(f"/v1/card-lists/{told.json()['list_id']}/answers").text
    assert "cards.valid_card_exists" in answers, answers


def take_everything_along(me: httpx.Client) -> None:
    """The record as a file in both forms, whole; the consent that stood is taken back."""
    for form in ("json", "csv"):
        said = {"csrf": me.headers["x-csrf-token"], "form": form, "password": PASSWORD}
        answer = me.post("/records/export", data=said, headers={"accept": "text/html"})
        assert answer.status_code == 200 and "content-disposition" in answer.headers
    assert NAME in me.post("/v1/me/record/export", json={"password": PASSWORD}).text
    assert [one["service"] for one in me.get("/v1/me/consents").json()] == ["portal"]
    assert me.post("/v1/me/consents/withdrawal", json={"service": "portal"}).status_code == 200


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
        "/carriers",
        "/carriers/print",
        "/credentials",
        "/family",
        "/family/acts",
        "/ecard",
        "/licence",
        "/records?kind=family",
        "/records?kind=service",
    ):
        me.get(path, headers={"accept": "text/html"})
    told = ("", "/identity", "/card", "/cards", "/uses", "/looks", "/record", "/family", "/credentials", "/carriers")
    for path in (f"/v1/me{one}" for one in told):
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
        watch(client, trail)
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
    assert len(trail.codes) == 3
    pseudonyms = set()
    for text, shown_at in trail.codes:
        raw = base64.b32decode(text.removeprefix("OC1") + "=" * (-len(text.removeprefix("OC1")) % 8))
        for secret in (NAME.encode(), NUMBER.encode(), marker.holder_id.bytes, marker.identifier.bytes):
            assert secret not in raw
        keys = house.keyring.code_keys()
        shown = verify(text, keys, at=shown_at, point_id=cast.gate.point_id, sequence=1, scene=1)
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
