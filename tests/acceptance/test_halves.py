"""The halves of a card over the API: each keeper its own half, the holder her own lock, a key pad yes or no."""

import json
from base64 import b64decode, b64encode
from uuid import UUID

import pyotp
import pytest
from nacl.public import PublicKey, SealedBox
from tests.acceptance.cast import PASSWORD, STAFF_PASSWORD

from onecard.domains.agencies import api as agencies
from onecard.doors.security.pin_blocks import Typed, seal_typed
from onecard.doors.security.signing import TerminalSigner
from onecard.kernel.ids import new_id
from onecard.verifier.sam import Sam

LOCK, UNLOCK, HALVES = "/v1/me/card/half/lock", "/v1/me/card/half/unlock", "/v1/me/card/halves"
KEY = {"idempotency-key": "a-half-of-a-card-1"}
OWN, NEW = "394857", "528491"


def code_of(answer):
    return answer.status_code, answer.json()["code"]


def states(resident):
    return {half["half"]: half["state"] for half in resident.get(HALVES).json()}


def wanted(cast, half, **more):
    person = {"number": cast.resident.number, "purpose": "service_desk", "legal_basis": "consent"}
    return {**person, "half": half, **more}


@pytest.fixture
def keeper(cast, house, visit):
    """A clerk of another kind of agency in Sichuan: `keeper("bank")`."""

    def sign_in(kind):
        agency = agencies.Agency(new_id(), kind, 510000, "某单位(示例)", "Some agency (sample)")
        with house.app.writing() as tx:
            agencies.register_agencies(tx, [agency], at=house.clock())
            made = agencies.create_staff(
                tx, agency_id=agency.agency_id, sign_in_name=f"clerk.{kind}", name_zh="某某", roles=["half_keeper"],
                password=STAFF_PASSWORD, keyring=house.keyring, at=house.clock(),
            )  # fmt: skip
        code = pyotp.TOTP(made.totp_secret).at(house.clock())
        client = visit()
        given = {"sign_in_name": f"clerk.{kind}", "password": STAFF_PASSWORD, "one_time_code": code}
        answer = client.post("/v1/sign-in/staff", json=given)
        client.headers["x-csrf-token"] = answer.json()["csrf_token"]
        return client

    return sign_in


class KeyPad:
    """The gate of the cast with its key pad: holds a card, seals what is typed, signs what it sends."""

    def __init__(self, client, cast, signer=None):
        self.client, self.cast, self.signer, self.sequence = client, cast, signer or cast.gate, 0
        told = self.send("/v1/terminal/pin-key", method="GET").json()
        self.key_id, self.public = told["key_id"], told["public"]

    def tap(self, who):
        self.sequence += 1
        sam = Sam(self.cast.house.keyring.tap_keys())
        return sam.tap(
            who.card.identifier, counter=self.sequence, at=self.cast.clock(), point_id=self.signer.point_id,
            sequence=self.sequence,
        )  # fmt: skip

    def body(self, pin, new=None, *, half="social", key=None, who=None):
        key = key or f"pad-request-{new_id()}"
        presentation = self.tap(who or self.cast.resident)
        sealed = seal_typed(Typed(self.signer.point_id, key, pin, new), self.public)
        asked = {"sequence": self.sequence, "presentation": presentation, "half": half, "key_id": self.key_id}
        return key, {**asked, "sealed": sealed}

    def check(self, pin, **more):
        key, body = self.body(pin, **more)
        return self.send("/v1/terminal/pin-check", body, key=key)

    def change(self, pin, new, **more):
        key, body = self.body(pin, new, **more)
        return self.send("/v1/terminal/pin-change", body, key=key)

    def send(self, path, body=None, *, key="", method="POST"):
        content = json.dumps(body).encode() if body is not None else b""
        headers = self.signer.headers(method, path, content, at=self.cast.clock()) | {"idempotency-key": key}
        return self.client.request(method, path, content=content, headers=headers)


@pytest.fixture
def pad(visit, cast):
    return KeyPad(visit(), cast)


@pytest.fixture
def counter(staff):
    return staff("card_operator")


@pytest.fixture
def initial(counter, cast):
    answer = counter.post("/v1/people/card-pin", json=wanted(cast, "social"))
    assert answer.status_code == 200, answer.text
    return answer.json()["initial_pin"]


@pytest.fixture
def own(resident, initial):
    """The resident's own password on the card, chosen in the portal's API."""
    answer = resident.post("/v1/me/card/pin", json={"half": "social", "old_pin": initial, "new_pin": OWN})
    assert answer.json() == {"half": "social", "pin": "set"}
    return OWN


def test_a_half_is_locked_with_a_session_and_unlocked_with_the_password(resident):
    told = resident.post(LOCK, json={"half": "social"}).json()
    assert (told["state"], told["locks"][0]["cause"]) == ("locked", "holder")
    assert states(resident) == {"social": "locked", "bank": "active", "transport": "active"}
    assert resident.post("/v1/me/code", json={}).json()["code"] == "ecards.physical_card_stops"
    assert code_of(resident.post(UNLOCK, json={"half": "social", "password": "314159"})) == (
        403,
        "ecards.password_wrong",
    )
    assert resident.post(UNLOCK, json={"half": "social", "password": PASSWORD}).json()["state"] == "active"
    assert resident.post("/v1/me/code", json={}).status_code == 200


def test_a_gate_refuses_the_half_from_the_next_use_on(resident, pad, cast):
    def ride():
        use = {"sequence": pad.sequence + 1, "happened_at": cast.clock().isoformat()}
        return pad.send("/v1/uses", use | {"presentation": pad.tap(cast.resident)})

    assert ride().json()["outcome"] == "accepted"
    resident.post(LOCK, json={"half": "transport"})
    assert code_of(ride()) == (409, "usage.half_locked")
    resident.post(UNLOCK, json={"half": "transport", "password": PASSWORD})
    assert ride().json()["outcome"] == "accepted"


def test_a_lock_sent_again_after_the_unlocking_locks_nothing(resident):
    first = resident.post(LOCK, json={"half": "bank"}, headers=KEY)
    resident.post(UNLOCK, json={"half": "bank", "password": PASSWORD})
    assert resident.post(LOCK, json={"half": "bank"}, headers=KEY).json() == first.json()
    assert states(resident)["bank"] == "active"


def test_each_keeper_moves_its_own_half_only(keeper, counter, cast, resident):
    clerks = {"social": counter, "bank": keeper("bank"), "transport": keeper("operator")}
    for half, clerk in clerks.items():
        for other in clerks:
            answer = clerk.post("/v1/people/card-half/lock", json=wanted(cast, other, reason="misuse"))
            assert code_of(answer) == (403, "cards.half_of_another") if other != half else answer.status_code == 200
    assert set(states(resident).values()) == {"locked"}
    refused = resident.post(UNLOCK, json={"half": "bank", "password": PASSWORD})
    assert code_of(refused) == (409, "cards.half_lock_stands")
    for half, clerk in clerks.items():
        told = clerk.post("/v1/people/card-half/unlock", json=wanted(cast, half, reason="settled")).json()
        assert told["state"] == "active"


def test_a_bank_activates_its_half_and_every_look_is_kept(keeper, cast, resident, owner_tx):
    owner_tx.execute("update cards.card set bank_state = 'inactive'")
    clerk = keeper("bank")
    found = clerk.post("/v1/people/card-halves", json={k: v for k, v in wanted(cast, "bank").items() if k != "half"})
    assert [half["state"] for half in found.json()] == ["active", "inactive", "active"]
    first = clerk.post("/v1/people/card-half/activate", json=wanted(cast, "bank"), headers=KEY)
    again = clerk.post("/v1/people/card-half/activate", json=wanted(cast, "bank"), headers=KEY)
    assert first.json() == again.json() and first.json()["state"] == "active"
    assert len(resident.get("/v1/me/looks").json()) == 2


def test_a_refused_move_is_a_look_all_the_same(counter, cast, resident):
    answer = counter.post("/v1/people/card-half/unlock", json=wanted(cast, "social", reason="asked"))
    assert code_of(answer) == (409, "cards.half_move_refused")
    assert len(resident.get("/v1/me/looks").json()) == 1


def test_an_initial_password_is_told_once_and_kept_nowhere(counter, cast, owner_tx):
    first = counter.post("/v1/people/card-pin", json=wanted(cast, "social"), headers=KEY).json()
    again = counter.post("/v1/people/card-pin", json=wanted(cast, "social"), headers=KEY).json()
    assert len(first["initial_pin"]) == 6 and again == {"half": "social", "initial_pin": None}
    kept = " ".join(row[0] for row in owner_tx.execute("select a::text from security.answered a"))
    assert first["initial_pin"] not in kept


def test_a_key_pad_is_answered_yes_or_no_and_the_tries_left(pad, resident, initial):
    assert code_of(pad.check(initial)) == (409, "cards.pin_must_change")
    assert pad.change(initial, OWN).json() == {"matches": True, "tries_left": 6}
    assert pad.check(OWN).json() == {"matches": True, "tries_left": 6}
    assert pad.check(NEW).json() == {"matches": False, "tries_left": 5}
    assert pad.change(NEW, "739518").json() == {"matches": False, "tries_left": 4}
    assert resident.get(HALVES).json()[0]["pin"] == "set"


def test_guessing_at_a_key_pad_locks_half_and_ecard_until_the_counter_helps(pad, resident, counter, cast, own):
    left = [pad.check(NEW).json()["tries_left"] for _ in range(6)]
    assert left == [5, 4, 3, 2, 1, 0]
    assert code_of(pad.check(own)) == (429, "cards.pin_locked")
    assert resident.post("/v1/me/code", json={}).json()["code"] == "ecards.physical_card_stops"
    assert code_of(resident.post(UNLOCK, json={"half": "social", "password": PASSWORD})) == (
        409,
        "cards.half_lock_stands",
    )
    again = counter.post("/v1/people/card-pin", json=wanted(cast, "social")).json()["initial_pin"]
    assert pad.change(again, NEW).json()["matches"] is True
    assert states(resident)["social"] == "active"


def test_guessing_the_old_one_in_the_portal_counts_as_well(resident, own):
    def guess():
        return resident.post("/v1/me/card/pin", json={"half": "social", "old_pin": "628194", "new_pin": NEW})

    tries = [code_of(guess()) for _ in range(7)]
    assert tries == [(403, "cards.pin_wrong")] * 5 + [(429, "cards.pin_locked")] * 2


def test_a_try_sent_again_counts_once_and_a_copied_block_opens_no_second_try(pad, own):
    key, body = pad.body(NEW)
    first, again = (pad.send("/v1/terminal/pin-check", body, key=key) for _ in range(2))
    assert first.json() == again.json() == {"matches": False, "tries_left": 5}
    other = pad.send("/v1/terminal/pin-check", body, key="another-request-1")
    assert code_of(other) == (422, "terminal.pin_block_broken")
    assert pad.check(NEW).json()["tries_left"] == 4


def test_another_terminal_can_use_neither_tap_nor_block(pad, visit, house, cast, own):
    signer = TerminalSigner(UUID(int=0xBAD), b"b" * 32)
    with house.app.writing() as tx:
        point = agencies.find_points(tx, [cast.gate.point_id])[cast.gate.point_id]
        agencies.register_points(
            tx,
            [agencies.NewPoint(signer.point_id, point.agency_id, "till", "transit", point.division, "另一台", "Another",
                               point.account, signer.public_key, {"key_pad": "transport"})],
            at=house.clock(),
        )  # fmt: skip
    thief = KeyPad(visit(), cast, signer)
    key, body = pad.body(own)
    assert code_of(thief.send("/v1/terminal/pin-check", body, key=key)) == (403, "ecards.forged")
    assert code_of(thief.check(own)) == (403, "terminal.key_pad_missing")
    body["presentation"], body["sequence"] = thief.tap(cast.resident), thief.sequence
    body["half"] = "transport"
    assert code_of(thief.send("/v1/terminal/pin-check", body, key=key)) == (422, "terminal.pin_block_broken")


def test_the_card_itself_is_needed_and_it_must_be_in_use(pad, resident, own):
    key, body = pad.body(own)
    body["presentation"] = resident.post("/v1/me/code", json={}).json()["text"]
    assert code_of(pad.send("/v1/terminal/pin-check", body, key=key)) == (409, "terminal.card_itself_needed")
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    assert code_of(pad.check(own)) == (409, "cards.not_in_use")


@pytest.mark.parametrize("typed", [b"{}", b'{"pin":"1"}', b"\xff\xfe", b"[]"])
def test_what_is_no_typed_password_is_refused_and_counts_nothing(pad, own, typed):
    key, body = pad.body(own)
    body["sealed"] = b64encode(SealedBox(PublicKey(b64decode(pad.public))).encrypt(typed.ljust(16))).decode()
    assert code_of(pad.send("/v1/terminal/pin-check", body, key=key)) == (422, "terminal.pin_block_broken")
    assert pad.check(own).json()["tries_left"] == 6


def test_a_change_needs_a_new_one_and_a_good_one(pad, own):
    assert code_of(pad.change(own, None)) == (422, "terminal.new_pin_missing")
    assert code_of(pad.change(own, "123456")) == (422, "cards.pin_too_simple")
    assert code_of(pad.change(own, own)) == (422, "cards.pin_not_new")


def test_a_block_under_an_older_key_still_opens(pad, house, own):
    house.keyring.rotate("secret")
    assert pad.check(own).json()["matches"] is True
