"""The short way of the two hot paths, byte by byte: what a gate's own HTTP client may do to a connection."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from onecard.doors.api.hot import BODY_BYTES_MAX


@pytest.fixture
def line(address: str) -> Iterator[socket.socket]:
    """One connection to the served house."""
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=10) as opened:
        yield opened


def request(cast, body: bytes, *, path: str = "/v1/uses", extra: tuple[str, ...] = ()) -> bytes:
    signed = cast.gate.headers("POST", path, body, at=cast.clock())
    head = [f"POST {path} HTTP/1.1", "Host: x", *(f"{k}: {v}" for k, v in signed.items()), *extra]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def a_use(cast, resident, sequence: int) -> bytes:
    code = resident.post("/v1/me/code", json={"scene": "transit"}).json()["text"]
    return json.dumps({"sequence": sequence, "presentation": code, "happened_at": cast.clock().isoformat()}).encode()


def answer(line: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the next answer on this connection."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += _more(line)
    head, body = text.split(b"\r\n\r\n", 1)
    first, *rest = head.decode().split("\r\n")
    headers = dict(one.lower().split(": ", 1) for one in rest)
    while len(body) < int(headers["content-length"]):
        body += _more(line)
    return int(first.split()[1]), headers, body


def _more(line: socket.socket) -> bytes:
    part = line.recv(65536)
    assert part, "the connection was closed before the answer was whole"
    return part


def test_one_connection_serves_use_after_use(line, cast, resident):
    for sequence in (1, 2, 3):
        line.sendall(request(cast, a_use(cast, resident, sequence)))
        status, headers, body = answer(line)
        assert (status, json.loads(body)["outcome"]) == (200, "accepted"), body
        assert headers["content-type"] == "application/json" and headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_a_request_that_arrives_byte_by_byte_is_one_request(line, cast, resident):
    for byte in request(cast, a_use(cast, resident, 1)):
        line.sendall(bytes([byte]))
    assert answer(line)[0] == 200


def test_hot_and_ordinary_requests_share_a_connection(line, cast, resident):
    for sequence in (1, 2):
        line.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(line)[0] == 200
        line.sendall(request(cast, a_use(cast, resident, sequence)))
        assert answer(line)[0] == 200


def test_who_does_not_wait_is_let_go_and_finds_the_first_answer_on_asking_again(address, cast, resident):
    where, first = urlsplit(address), request(cast, a_use(cast, resident, 1))
    with socket.create_connection((where.hostname, where.port), timeout=10) as impatient:
        impatient.sendall(first + first)
        while impatient.recv(65536):
            pass
    with socket.create_connection((where.hostname, where.port), timeout=10) as patient:
        patient.sendall(first)
        status, _, body = answer(patient)
    assert (status, json.loads(body)["outcome"]) == (200, "accepted")


def test_close_is_honoured_after_the_answer(line, cast, resident):
    line.sendall(request(cast, a_use(cast, resident, 1), extra=("Connection: close",)))
    status, headers, _ = answer(line)
    assert (status, headers["connection"], line.recv(10)) == (200, "close", b"")


def test_a_body_that_is_too_large_is_refused_before_it_is_read_to_the_end(line, cast):
    line.sendall(
        f"POST /v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * BODY_BYTES_MAX}\r\n\r\n".encode()
        + b" " * (BODY_BYTES_MAX + 1)
    )
    status, headers, body = answer(line)
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "uses.body_too_large"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"sequence": -1}', b"\xff\xfe", b'{"sequence": 1, "x": 2}'])
def test_what_is_no_use_is_told_so(line, cast, body):
    line.sendall(request(cast, body))
    status, _, said = answer(line)
    assert (status, json.loads(said)["code"]) == (422, "uses.malformed")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"510681194611230024": 1}', "Object contains unknown field"),
        (b'{"sequence` - at `$.uses": 1}', "Object contains unknown field"),
        (b'{"sequence": "510681194611230024"}', "Expected `int`, got `str` - at `$.sequence`"),
        (b'{"sequence": 1}', "Object missing required field `presentation`"),
    ],
)
def test_a_refusal_never_repeats_a_field_name_that_is_not_ours(line, cast, body, detail):
    line.sendall(request(cast, body))
    assert json.loads(answer(line)[2])["detail"] == detail


def test_nothing_is_done_for_who_has_not_signed(line):
    line.sendall(b"POST /v1/uses HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
    status, _, body = answer(line)
    assert (status, json.loads(body)["code"]) == (401, "terminal.signature_missing")
