"""The hot door: POST /v1/uses and POST /v1/uploads.

It checks the terminal's signature and the code, puts the use into the batch that is forming, and answers when that
batch is durable. A batch is whatever waits when the last one is done, at most 512: no timer. An upload is cut into
batches of its own on a connection of its own, so that it never stands in the way of a gate.

`submit` is the door itself, without a task a request; `hot_protocol` calls it straight from the HTTP parser, and
`__call__` is the same as plain ASGI, for every server that is not ours.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onecard.domains.usage import api as usage
from onecard.doors.api.hot_answers import Answers
from onecard.doors.api.hot_batches import Batches, work_off
from onecard.doors.api.hot_errors import BodyTooLarge, Overloaded, TooManyUses, UseMalformed
from onecard.doors.bootstrap import House
from onecard.doors.security.envelope import tell_broken
from onecard.doors.security.errors_visitors import BrokenHere
from onecard.doors.security.signatures import TerminalSignatures
from onecard.doors.security.terminal_keys import PATIENCE_SECONDS, KeyAwaited, Reading
from onecard.kernel.errors import Problem

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
#: Called once, in the event loop, with status and body.
Reply = Callable[[int, bytes], None]

USES, UPLOADS = "/v1/uses", "/v1/uploads"
BODY_BYTES_MAX = 4_000_000
UPLOAD_USES_MAX, UPLOADS_WAITING_MAX = 5_000, 64
#: Time is reckoned with beyond a use's own moment (its day in Shanghai, its month's partition); no clock is this wrong.
FIRST_YEAR, LAST_YEAR = 2000, 2199


class UseBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One use as a terminal sends it; the terminal is named by its signature, not here."""

    sequence: int
    presentation: str
    happened_at: datetime
    details: dict[str, str | int] = {}


class UploadBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What happened at a terminal while it had no network, in order."""

    uses: list[UseBody]


_UNKNOWN = "Object contains unknown field"
_WORD = re.compile(r"[^\W\d]\w*|\d{5,}")
_OURS = {*UseBody.__struct_fields__, *UploadBody.__struct_fields__}
_OURS |= {"object", "array", "int", "float", "str", "bool", "null", "datetime"}


class HotDoor:
    """The two hot paths of one web process."""

    def __init__(self, house: House, signatures: TerminalSignatures) -> None:
        self.house, self.signatures = house, signatures
        self.path = house.use_path()
        self.answers = Answers(house.scenes)
        self.batches = Batches(house, self.path)
        # Two, so that one is decided while the other is written.
        self.uploads = ThreadPoolExecutor(2, thread_name_prefix="upload")
        self._uploading = 0
        self._use = msgspec.json.Decoder(UseBody)
        self._upload = msgspec.json.Decoder(UploadBody)

    def submit(self, path: str, headers: Mapping[bytes, bytes], body: bytes, reply: Reply) -> None:
        """Take one request; `reply` is called when its answer stands. Problems are replies, bugs are raised."""
        try:
            now = self.house.clock()
            point_id = self.signatures.verify_now("POST", path, headers, body, now)
            if path == USES:
                self._one(point_id, body, now, reply)
            else:
                self._many(point_id, body, reply)
        except Problem as problem:
            reply(problem.status, self.answers.problem(problem))
        except KeyAwaited as awaited:
            _when_done(awaited.reading, lambda: self._submit_again(path, headers, body, reply))

    def _submit_again(self, path: str, headers: Mapping[bytes, bytes], body: bytes, reply: Reply) -> None:
        """Once the register was read: as `submit`, but nobody stands above us to catch what breaks."""
        try:
            self.submit(path, headers, body, reply)
        except Exception as error:
            tell_broken(self.house.log, error, secrets.token_hex(16))
            reply(BrokenHere.status, self.answers.problem(BrokenHere()))

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        answered: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
        try:
            body = await _read(receive)
            self.submit(scope["path"], dict(scope["headers"]), body, lambda *said: _settle(answered, said))
        except Problem as problem:
            answered.set_result((problem.status, self.answers.problem(problem)))
        await _say(send, *await answered)

    def _one(self, point_id: UUID, body: bytes, now: datetime, reply: Reply) -> None:
        use, grace = _as_use(point_id, _parse(self._use, body), offline=False), self.house.settings.code_grace_seconds
        checked = usage.check(use, self.house.keyring.verifying_keys(), now=now, grace_seconds=grace)

        def told(outcome: usage.Outcome | Problem) -> None:
            if isinstance(outcome, Problem):
                reply(outcome.status, self.answers.problem(outcome))
            else:
                reply(*self.answers.one(outcome))

        self.batches.add(checked, told)

    def _many(self, point_id: UUID, body: bytes, reply: Reply) -> None:
        sent = _parse(self._upload, body).uses
        if len(sent) > UPLOAD_USES_MAX:
            raise TooManyUses(most=UPLOAD_USES_MAX)
        uses = [_as_use(point_id, one, offline=True) for one in sent]
        if self._uploading >= UPLOADS_WAITING_MAX:
            raise Overloaded
        self._uploading += 1
        loop = asyncio.get_running_loop()
        working = loop.run_in_executor(self.uploads, work_off, self.house, self.path, uses)

        def told(done: "asyncio.Future[list[usage.Outcome] | Problem]") -> None:
            self._uploading -= 1
            outcomes = done.result()
            if isinstance(outcomes, Problem):
                reply(outcomes.status, self.answers.problem(outcomes))
            else:
                reply(200, self.answers.many(uses, outcomes))

        working.add_done_callback(told)


def _when_done(reading: Reading, again: Callable[[], None]) -> None:
    """Call `again` once, in this event loop: when the register was read, or when nobody should wait any longer."""
    loop = asyncio.get_running_loop()
    waiting = True

    def go_on() -> None:
        nonlocal waiting
        if waiting:
            waiting = False
            patience.cancel()
            again()

    def tell(_: Reading) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile, and the connection with it
            loop.call_soon_threadsafe(go_on)

    patience = loop.call_later(PATIENCE_SECONDS, go_on)
    reading.add_done_callback(tell)


def _settle(answered: "asyncio.Future[tuple[int, bytes]]", said: tuple[int, bytes]) -> None:
    if not answered.done():
        answered.set_result(said)


def _parse(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UseMalformed(_in_our_words(str(error))) from error


def _in_our_words(said: str) -> str:
    """What msgspec said, unless it quotes a word that is not ours: then only what stands before the quotation.

    A field name may be the sender's own text, and that may be anything, somebody's number too.
    """
    quoted = {word for quotation in said.split("`")[1::2] for word in _WORD.findall(quotation)}
    if said.startswith(_UNKNOWN) or not quoted <= _OURS:
        return said.partition("`")[0].strip()
    return said


def _as_use(point_id: UUID, body: UseBody, *, offline: bool) -> usage.Use:
    if body.happened_at.tzinfo is None:
        raise UseMalformed("happened_at needs an offset, such as +08:00")
    if not FIRST_YEAR <= body.happened_at.year <= LAST_YEAR:
        raise UseMalformed(f"happened_at must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
    if not 0 <= body.sequence < 2**63:
        raise UseMalformed("sequence must be a whole number from 0 to 2^63-1")
    return usage.Use(point_id, body.sequence, body.presentation, body.happened_at, body.details, offline)


async def _read(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
        if len(body) > BODY_BYTES_MAX:
            raise BodyTooLarge(most=BODY_BYTES_MAX)
    return body


async def _say(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", kind_of(status)),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def kind_of(status: int) -> bytes:
    """The media type of an answer: a problem unless it went well."""
    return b"application/json" if status == 200 else b"application/problem+json"
