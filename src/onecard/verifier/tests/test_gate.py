"""A gate without network: what its list says, how old the list may be, and the same code twice."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from onecard.kernel.crypto import Keyring
from onecard.verifier import Freshness, Gate, GateRule, Revocations, StatusList, read_list
from onecard.verifier.code import Fields, write_code
from onecard.verifier.errors import (
    ListForged,
    ListStale,
    ModeNotTaken,
    Revoked,
    StatusListMalformed,
    StatusUnknown,
    UsedHere,
)
from onecard.verifier.revocation import write_list
from onecard.verifier.tests.carried import Phone, certify, printed

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
BOTH = frozenset({"phone", "paper"})


@pytest.fixture(scope="module", params=["international", "guomi"])
def keys(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.create(tmp_path_factory.mktemp("keys") / "keys", suite=request.param)


def token(keys: Keyring, *revoked: int, size: int = 100, at: datetime = AT) -> str:
    return write_list(
        StatusList.of(revoked, size=size),
        uri="https://one.invalid/v1/revocations",
        at=at,
        lives=timedelta(days=2),
        key_id=1,
        suite=keys.code_keys().codes[1].suite,
        sign=lambda message: keys.sign_as(1, message),
    )


def gate(keys: Keyring, *revoked: int, size: int = 100, rule: GateRule | None = None, blind: bool = False) -> Gate:
    known = None if blind else read_list(token(keys, *revoked, size=size), keys.code_keys(), at=AT)
    return Gate(UUID(int=7), rule or GateRule("transit", 1, BOTH), keys.code_keys(), known)


def online(keys: Keyring, nonce: int = 9) -> str:
    return write_code(Fields(1, 51, 1, 5, nonce, int(AT.timestamp()) + 60), keys.sign_code)


def test_a_signed_list_is_read_back(keys: Keyring) -> None:
    known = read_list(token(keys, 3) + "\n", keys.code_keys(), at=AT)
    assert (known.made_at, known.expires_at) == (AT, AT + timedelta(days=2))
    assert [i for i in range(100) if known.statuses.status(i)] == [3]


def test_a_list_of_other_keys_or_changed_is_not_believed(keys: Keyring) -> None:
    stranger = Keyring.create(keys.folder.parent / "stranger")
    head, claims, signature = token(keys, 3).split(".")
    page = json.loads(base64.urlsafe_b64decode(claims + "=="))
    changed = base64.urlsafe_b64encode(json.dumps(page | {"exp": page["exp"] + 1}).encode()).decode().rstrip("=")
    for text in (f"{head}.{changed}.{signature}", token(stranger, 3)):
        with pytest.raises(ListForged):
            read_list(text, keys.code_keys(), at=AT)


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "e30.e30.e30", "é.é.é"])
def test_anything_else_is_no_list(keys: Keyring, text: str) -> None:
    with pytest.raises(StatusListMalformed):
        read_list(text, keys.code_keys(), at=AT)


def test_a_list_from_the_future_says_that_a_clock_is_wrong(keys: Keyring) -> None:
    with pytest.raises(StatusListMalformed):
        read_list(token(keys, at=AT + timedelta(hours=1)), keys.code_keys(), at=AT)


def test_phones_and_prints_on_the_list_are_refused_and_others_pass(keys: Keyring) -> None:
    phone = Phone()
    shows = {5: phone.show(certify(keys, phone, at=AT), at=AT), 6: printed(keys, at=AT)}
    for serial, text in shows.items():
        assert gate(keys, 50).check(text, at=AT, sequence=1).list_was_asked
        with pytest.raises(Revoked):
            gate(keys, serial).check(text, at=AT, sequence=1)


def test_what_is_newer_than_the_list_is_not_called_valid(keys: Keyring) -> None:
    with pytest.raises(StatusUnknown):
        gate(keys, size=5).check(printed(keys, at=AT, serial=64), at=AT, sequence=1)


@pytest.mark.parametrize("blind", [True, False])
def test_a_stale_list_refuses_paper_and_phone_but_not_a_fresh_code(keys: Keyring, blind: bool) -> None:
    strict = gate(keys, rule=GateRule("library", 1, BOTH, Freshness(24, "refuse")), blind=blind)
    late = AT if blind else AT + timedelta(hours=25)
    with pytest.raises(ListStale) as caught:
        strict.check(printed(keys, at=AT), at=late, sequence=1)
    assert "24" in caught.value.words()["title"]
    assert gate(keys, blind=True).check(online(keys), at=AT, sequence=2).shown.mode == "online"


def test_where_little_is_lost_a_stale_list_lets_pass_and_says_so_but_keeps_what_it_knows(keys: Keyring) -> None:
    lenient = GateRule("transit", 1, BOTH, Freshness(24, "accept"))
    late = AT + timedelta(hours=25)
    assert not gate(keys, rule=lenient).check(printed(keys, at=AT), at=late, sequence=1).list_was_asked
    assert not gate(keys, rule=lenient, blind=True).check(printed(keys, at=AT), at=late, sequence=1).list_was_asked
    with pytest.raises(Revoked):
        gate(keys, 6, rule=lenient).check(printed(keys, at=AT), at=late, sequence=1)


def test_a_list_past_its_own_end_is_stale_however_patient_the_gate(keys: Keyring) -> None:
    patient = gate(keys, rule=GateRule("transit", 1, BOTH, Freshness(1000, "refuse")))
    with pytest.raises(ListStale):
        patient.check(printed(keys, at=AT), at=AT + timedelta(days=2, seconds=1), sequence=1)


def test_a_place_that_does_not_take_paper_says_so(keys: Keyring) -> None:
    with pytest.raises(ModeNotTaken):
        gate(keys, rule=GateRule("pay", 1, frozenset({"phone"}))).check(printed(keys, at=AT), at=AT, sequence=1)


def test_the_same_code_is_not_taken_twice_here_and_not_after_a_restart(keys: Keyring) -> None:
    phone, first = Phone(), gate(keys)
    text = phone.show(certify(keys, phone, at=AT), at=AT)
    passed = first.check(text, at=AT, sequence=1)
    with pytest.raises(UsedHere):
        first.check(text, at=AT, sequence=2)
    again = gate(keys)
    again.remember(passed.shown, at=AT)
    with pytest.raises(UsedHere):
        again.check(text, at=AT, sequence=2)


def test_a_printed_code_is_shown_again_and_again(keys: Keyring) -> None:
    one, text = gate(keys), printed(keys, at=AT)
    assert [one.check(text, at=AT, sequence=n).shown.serial for n in (1, 2, 3)] == [6, 6, 6]


def test_a_gate_forgets_old_codes_and_nothing_that_could_still_be_shown(keys: Keyring) -> None:
    one = gate(keys)
    for nonce in range(100, 10_101):
        one._taken[nonce] = AT.timestamp() - 3600
    one.check(online(keys), at=AT, sequence=1)
    assert set(one._taken) == {9}


def test_a_list_says_nothing_of_codes_that_live_a_minute(keys: Keyring) -> None:
    known: Revocations = read_list(token(keys, *range(100)), keys.code_keys(), at=AT)
    assert Gate(UUID(int=7), GateRule("x", 1), keys.code_keys(), known).check(online(keys), at=AT, sequence=1)
