"""A terminal's signature: it holds, it fails for the right reason, and an independent library agrees both ways."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from hypothesis import given, settings
from hypothesis import strategies as st

from onecard.doors.security import errors
from onecard.doors.security.signatures import TerminalSignatures, read_input
from onecard.doors.security.signing import TerminalSigner
from onecard.doors.security.terminal_keys import TerminalKey
from onecard.kernel.errors import Problem

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
POINT = UUID("0193535e-0000-7000-8000-000000000001")
SIGNER = TerminalSigner(POINT, b"s" * 32)
BODY = b'{"sequence":1}'


class Register:
    """A register of terminal keys that counts how often it is asked."""

    def __init__(self) -> None:
        self.keys = {POINT: TerminalKey(SIGNER.public_key, "open")}
        self.asked = 0

    def load(self, ids):
        self.asked += 1
        return {i: self.keys[i] for i in ids if i in self.keys}


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def signatures(register) -> TerminalSignatures:
    return TerminalSignatures(register.load)


def signed(at=AT, body=BODY, path="/v1/uses", signer=SIGNER, **more) -> dict[bytes, bytes]:
    headers = signer.headers("POST", path, body, at=at, **more)
    return {name.encode(): value.encode() for name, value in headers.items()}


def test_signed_request_names_its_point(signatures):
    assert signatures.verify("POST", "/v1/uses", signed(), BODY, AT) == POINT
    assert signatures.verify("POST", "/v1/uses", signed(nonce="abc-1"), BODY, AT) == POINT


@pytest.mark.parametrize("header", [b"content-digest", b"signature-input", b"signature"])
def test_each_header_is_needed(signatures, header):
    headers = signed()
    del headers[header]
    with pytest.raises(errors.SignatureMissing):
        signatures.verify("POST", "/v1/uses", headers, BODY, AT)


def test_another_method_path_or_body_breaks_it(signatures):
    with pytest.raises(errors.SignatureInvalid):
        signatures.verify("PUT", "/v1/uses", signed(), BODY, AT)
    with pytest.raises(errors.SignatureInvalid):
        signatures.verify("POST", "/v1/uploads", signed(), BODY, AT)
    with pytest.raises(errors.DigestMismatch):
        signatures.verify("POST", "/v1/uses", signed(), BODY + b" ", AT)


def test_clock_may_be_two_minutes_off_and_no_more(signatures):
    for seconds in (-120, 120):
        moment = AT + timedelta(seconds=seconds)
        assert signatures.verify("POST", "/v1/uses", signed(at=moment), BODY, AT) == POINT
    for seconds in (-121, 121):
        with pytest.raises(errors.SignatureStale):
            signatures.verify("POST", "/v1/uses", signed(at=AT + timedelta(seconds=seconds)), BODY, AT)


def test_unknown_closed_and_revoked_terminals_are_told_apart(register, signatures):
    stranger = TerminalSigner(UUID(int=7), b"x" * 32)
    with pytest.raises(errors.TerminalUnknown):
        signatures.verify("POST", "/v1/uses", signed(signer=stranger), BODY, AT)
    for state, problem in (("closed", errors.TerminalClosed), ("revoked", errors.TerminalRevoked)):
        register.keys[POINT] = TerminalKey(SIGNER.public_key, state)
        with pytest.raises(problem):
            TerminalSignatures(register.load).verify("POST", "/v1/uses", signed(), BODY, AT)


def test_only_the_key_holder_learns_that_a_terminal_is_revoked(register):
    register.keys[POINT] = TerminalKey(SIGNER.public_key, "revoked")
    impostor = TerminalSigner(POINT, b"y" * 32)
    with pytest.raises(errors.SignatureInvalid):
        TerminalSignatures(register.load).verify("POST", "/v1/uses", signed(signer=impostor), BODY, AT)


def test_key_is_remembered_for_one_second_and_a_revocation_seen_after_it(register):
    time = [100.0]
    signatures = TerminalSignatures(register.load, ticks=lambda: time[0])
    for _ in range(3):
        signatures.verify("POST", "/v1/uses", signed(), BODY, AT)
    assert register.asked == 1
    register.keys[POINT] = TerminalKey(SIGNER.public_key, "revoked")
    time[0] += 1.0
    with pytest.raises(errors.TerminalRevoked):
        signatures.verify("POST", "/v1/uses", signed(), BODY, AT)


def test_many_terminals_are_read_again_in_one_go(register):
    time = [100.0]
    signatures = TerminalSignatures(register.load, ticks=lambda: time[0])
    gates = [TerminalSigner(UUID(int=number), bytes([number]) * 32) for number in range(1, 6)]
    register.keys |= {gate.point_id: TerminalKey(gate.public_key, "open") for gate in gates}
    for _ in range(3):
        assert [signatures.verify("POST", "/v1/uses", signed(signer=gate), BODY, AT) for gate in gates] == [
            gate.point_id for gate in gates
        ]
        time[0] += 1.0
    assert register.asked == 5 + 1 + 1


def test_made_up_terminals_are_looked_up_once_a_second_and_a_new_one_is_seen_after_it(register):
    time = [100.0]
    signatures = TerminalSignatures(register.load, ticks=lambda: time[0])
    newcomer = TerminalSigner(UUID(int=7), b"x" * 32)
    for _ in range(3):
        with pytest.raises(errors.TerminalUnknown):
            signatures.verify("POST", "/v1/uses", signed(signer=newcomer), BODY, AT)
    assert register.asked == 1
    register.keys[newcomer.point_id] = TerminalKey(newcomer.public_key, "open")
    time[0] += 1.0
    assert signatures.verify("POST", "/v1/uses", signed(signer=newcomer), BODY, AT) == newcomer.point_id


@pytest.mark.parametrize(
    "change",
    [
        (b'"@path" ', b""),
        (b'"content-digest")', b'"content-digest" "date")'),
        (b';alg="ed25519"', b""),
        (b'alg="ed25519"', b'alg="hmac-sha256"'),
        (b";created=", b";expires="),
        (b'keyid="0193535e', b'keyid="zzzzzzzz'),
        (b";created=", b";created=1;created="),
        (b"t=(", b"t=(),t=("),
    ],
    ids=str,
)
def test_other_profiles_are_malformed(signatures, change):
    headers = signed()
    headers[b"signature-input"] = headers[b"signature-input"].replace(*change)
    with pytest.raises(errors.SignatureMalformed):
        signatures.verify("POST", "/v1/uses", headers, BODY, AT)


def test_signature_must_carry_the_label_of_its_input(signatures):
    headers = signed() | {b"signature": signed()[b"signature"].replace(b"t=", b"u=")}
    with pytest.raises(errors.SignatureMalformed):
        signatures.verify("POST", "/v1/uses", headers, BODY, AT)


@given(name=st.sampled_from([b"content-digest", b"signature-input", b"signature"]), value=st.binary(max_size=300))
def test_rubbish_in_a_header_is_always_a_problem_and_never_a_crash(name, value):
    with pytest.raises(Problem):
        REMEMBERED.verify("POST", "/v1/uses", signed() | {name: value}, BODY, AT)


REMEMBERED = TerminalSignatures(Register().load, remember_seconds=1e6)


@settings(max_examples=1_000, deadline=None)
@given(place=st.integers(0, 1_000), bit=st.integers(0, 7))
def test_any_flipped_bit_in_any_header_is_noticed(place, bit):
    headers = signed()
    name = sorted(headers)[place % 3]
    changed = bytearray(headers[name])
    changed[place // 3 % len(changed)] ^= 1 << bit
    with pytest.raises(Problem):
        REMEMBERED.verify("POST", "/v1/uses", headers | {name: bytes(changed)}, BODY, AT)


@dataclass
class Message:
    """A request as the independent library wants it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class Keys(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id):
        return Ed25519PrivateKey.from_private_bytes(SIGNER.seed)

    def resolve_public_key(self, key_id):
        assert key_id == str(POINT)
        return Ed25519PublicKey.from_public_bytes(SIGNER.public_key)


def test_we_read_what_the_independent_library_signs(signatures):
    message = Message("POST", "https://onecard.invalid/v1/uses")
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Keys()).sign(
        message, key_id=str(POINT), created=AT, nonce="n1", label="sig1", body=BODY,
        covered_component_ids=("@method", "@path", "content-digest"),
    )  # fmt: skip
    headers = {name.lower().encode(): value.encode() for name, value in message.headers.items()}
    assert signatures.verify("POST", "/v1/uses", headers, BODY, AT) == POINT


def test_the_independent_library_reads_what_we_sign():
    now = datetime.now(UTC)
    message = Message("POST", "https://onecard.invalid/v1/uses", SIGNER.headers("POST", "/v1/uses", BODY, at=now))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys())
    [result] = verifier.verify(message, body=BODY, max_age=timedelta(minutes=2))
    assert result.parameters["keyid"] == str(POINT)
    assert set(result.covered_components) == {'"@method"', '"@path"', '"content-digest"', '"@signature-params"'}


def test_read_input_keeps_the_signed_text_as_it_was():
    headers = signed()
    said = read_input(headers[b"signature-input"])
    assert said.label + b"=" + said.parameters == headers[b"signature-input"]
    assert replace(said, label=b"t") == said
