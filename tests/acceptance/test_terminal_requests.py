"""Terminals over real HTTP: a signature opens the hot door and the terminal's own operations, and nothing else does."""

import asyncio
import json
import time
from datetime import datetime
from uuid import UUID

import httpx
import pytest
from tests.acceptance.cast import PASSWORD

from onecard.doors.api.hot import HotDoor
from onecard.doors.security.signatures import TerminalSignatures
from onecard.doors.security.signing import TerminalSigner
from onecard.verifier import KeySet, verify


def send(client: httpx.Client, cast, signer: TerminalSigner, path: str, body: object = None, method: str = "POST"):
    content = json.dumps(body).encode() if body is not None else b""
    headers = signer.headers(method, path, content, at=cast.clock())
    return client.request(method, path, content=content, headers=headers)


def use(cast, resident: httpx.Client, sequence: int = 1) -> dict[str, object]:
    code = resident.post("/v1/me/code", json={"scene": "transit"}).json()
    return {"sequence": sequence, "presentation": code["text"], "happened_at": cast.clock().isoformat()}


def test_gate_takes_a_code_and_the_resident_finds_the_receipt(nobody, resident, cast):
    answer = send(nobody, cast, cast.gate, "/v1/uses", use(cast, resident))
    assert (answer.status_code, answer.json()["outcome"]) == (200, "accepted"), answer.text
    [told] = resident.get("/v1/me/uses").json()
    assert told["receipt"]["use_id"] == answer.json()["use_id"]
    assert resident.get(f"/v1/me/uses/{answer.json()['use_id']}").json() == told


def test_code_serves_once_and_the_same_sequence_is_answered_again(nobody, resident, cast):
    body = use(cast, resident)
    first, again = (send(nobody, cast, cast.gate, "/v1/uses", body).json() for _ in range(2))
    happened = {datetime.fromisoformat(answer.pop("happened_at")) for answer in (first, again)}
    assert happened == {cast.clock()}
    assert again == {**first, "repeated": True}
    second = send(nobody, cast, cast.gate, "/v1/uses", {**body, "sequence": 2})
    assert (second.status_code, second.headers["content-type"]) == (409, "application/problem+json")


def test_lost_card_is_refused_at_once(nobody, resident, cast):
    body = use(cast, resident)
    assert resident.post("/v1/me/card/loss", json={"kind": "temporary"}).json()["state"] == "temporarily_lost"
    assert send(nobody, cast, cast.gate, "/v1/uses", body).status_code == 409
    assert resident.post("/v1/me/code", json={}).json()["code"] == "ecards.physical_card_stops"
    assert resident.post("/v1/me/card/loss/cancellation", json={"password": PASSWORD}).json()["state"] == "active"
    assert resident.post("/v1/me/code", json={}).status_code == 200


def test_upload_is_the_same_path(nobody, resident, cast):
    answer = send(nobody, cast, cast.gate, "/v1/uploads", {"uses": [use(cast, resident, 7)]})
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1), answer.text


@pytest.mark.parametrize("path", ["/v1/uses", "/v1/uploads"])
def test_unsigned_or_strange_or_revoked_terminals_stay_outside(nobody, cast, owner_tx, path):
    assert nobody.post(path, json={}).json()["code"] == "terminal.signature_missing"
    stranger = TerminalSigner(UUID(int=5), b"x" * 32)
    assert send(nobody, cast, stranger, path, {}).json()["code"] == "terminal.unknown"
    thief = TerminalSigner(cast.gate.point_id, b"x" * 32)
    assert send(nobody, cast, thief, path, {}).json()["code"] == "terminal.signature_invalid"
    owner_tx.execute("update agencies.point set state = 'revoked'")
    time.sleep(1.05)  # keys are remembered for at most a second
    assert send(nobody, cast, cast.gate, path, {}).json()["code"] == "terminal.revoked"


def test_signature_over_another_path_opens_nothing(nobody, cast):
    headers = cast.gate.headers("POST", "/v1/uses", b"{}", at=cast.clock())
    answer = nobody.post("/v1/uploads", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "terminal.signature_invalid")


def test_terminal_learns_who_it_is_and_which_keys_verify_codes(nobody, resident, cast):
    assert send(nobody, cast, cast.gate, "/v1/terminal", method="GET").json()["name_zh"] == "111 路(示例)"
    keys = KeySet.from_json(send(nobody, cast, cast.gate, "/v1/terminal/code-keys", method="GET").text)
    presented = verify(
        resident.post("/v1/me/code", json={}).json()["text"],
        keys,
        at=cast.clock(),
        point_id=cast.gate.point_id,
        sequence=1,
        scene=1,
    )
    assert presented.medium == "e"


def test_query_that_no_signature_covers_is_refused(nobody, cast):
    headers = cast.gate.headers("GET", "/v1/terminal", b"", at=cast.clock())
    answer = nobody.get("/v1/terminal?x=1", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "terminal.query_not_signed")


def test_terminal_cannot_act_as_a_resident_or_staff(nobody, cast):
    for path in ("/v1/me", "/v1/points"):
        assert send(nobody, cast, cast.gate, path, method="GET").json()["code"] == "door.not_for_you"


def test_when_the_register_cannot_be_read_the_hot_door_says_503_and_its_loop_goes_on(house, cast):
    def load(ids):
        time.sleep(0.3)
        raise OSError("the database is gone")

    async def knock() -> tuple[int, bytes, int]:
        door, loop = HotDoor(house, TerminalSignatures(load)), asyncio.get_running_loop()
        told: asyncio.Future[tuple[int, bytes]] = loop.create_future()
        signed = cast.gate.headers("POST", "/v1/uses", b"{}", at=cast.clock())
        headers = {name.encode(): value.encode() for name, value in signed.items()}
        door.submit("/v1/uses", headers, b"{}", lambda *said: told.set_result(said))
        turns = 0
        while not told.done():
            await asyncio.sleep(0.01)
            turns += 1
        return *told.result(), turns

    status, body, turns = asyncio.run(knock())
    assert (status, json.loads(body)["code"]) == (503, "terminal.register_unavailable")
    assert turns > 5, "the loop stood still while the register was read"
