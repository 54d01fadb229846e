"""Logs: one JSON object a line on standard error, and nothing in it that could tell of a person.

Only the fields of an allow-list pass, and only numbers, flags, times, ids of machines and short plain words: a name, a
number or a token cannot get into a log by a careless call, because its field is dropped and its text is not a word.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TextIO
from uuid import UUID

import structlog

_FIELDS = """
event level timestamp error code status method route seconds uses accepted refused rows count file part of done workers
worker pid port version step day month topic attempts findings path signal batch agency_id point_id event_id role scene
province reason size bytes trace
"""
FIELDS = frozenset(_FIELDS.split())
#: A word of a program: no Chinese, no digits in a row, nothing long enough to be a secret.
_WORD = re.compile(r"^[A-Za-z_./:{}-][A-Za-z0-9_./:{} -]{0,79}$")
_MANY_DIGITS = re.compile(r"\d{7,}")
#: A number we drew ourselves for one request (never one that came with it).
_TRACE = re.compile(r"^[0-9a-f]{32}$")
_LEFT_OUT = "[left out]"

EventDict = MutableMapping[str, Any]


def set_up_logs(level: str = "info", to: TextIO | None = None) -> None:
    """Call once at the start of each process; without `to` the lines go to what is standard error when they are said.

    Libraries that log the old way are held to warnings, their class only.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_what_is_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(to),
        cache_logger_on_first_use=False,
    )
    handler = _FromLibraries()
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def get_log() -> Any:
    """A logger: `log.info("served", route="/v1/cards/{id}", status=200)`. The first word is a fixed one."""
    return structlog.get_logger()


def only_what_is_allowed(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The processor that drops every field outside the list and every text that is not a plain word."""
    return {key: _plain(key, value) for key, value in event.items() if key in FIELDS}


def _plain(key: str, value: object) -> object:
    if isinstance(value, bool | float | date | datetime | UUID) or value is None:
        return value if isinstance(value, bool | float) or value is None else str(value)
    if isinstance(value, int):
        return value if abs(value) < 10**12 else _LEFT_OUT  # longer than any figure of ours: a number of a person
    text = str(value)
    if key == "trace":
        return text if _TRACE.match(text) else _LEFT_OUT
    if key == "timestamp" or (_WORD.match(text) and not _MANY_DIGITS.search(text)):
        return text
    return _LEFT_OUT


class _Lines:
    """Writes each line at once. One that cannot be written (a full disk, a reader that has gone) is lost: a request
    that went well must not fail because nobody could be told of it."""

    def __init__(self, to: TextIO | None) -> None:
        self._to = to

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            print(line, file=self._to or sys.stderr, flush=True)

    debug = info = warning = error = critical = exception = msg


class _FromLibraries(logging.Handler):
    """What third-party code logs: where it came from and which error, never its message (it may quote data)."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        method = "error" if record.levelno >= logging.ERROR else "warning"
        getattr(get_log(), method)("library", path=record.name, error=error or record.levelname)
