"""Logs: nothing that could tell of a person gets in, however careless the call."""

import errno
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from onecard.kernel.logs import get_log, set_up_logs


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    yield
    set_up_logs()


class FullDisk(io.StringIO):
    def write(self, _line: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_allowed_fields_pass_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs()
    get_log().info("request", route="/v1/cards/{card_id}", status=200, seconds=0.0123)
    (line,) = lines(capsys)
    assert (line["event"], line["route"], line["status"], line["seconds"]) == (
        "request", "/v1/cards/{card_id}", 200, 0.0123,
    )  # fmt: skip


@pytest.mark.parametrize("marker", ["张谷雨", "510105195203078429", "13800138000", "Zhang Guyu 13800138000"])
def test_a_person_cannot_get_in(capsys: pytest.CaptureFixture[str], marker: str) -> None:
    set_up_logs()
    get_log().info(marker, name=marker, holder_number=marker, route=f"/people/{marker}", error=marker, count=1)
    number = int(marker) if marker.isdigit() else 0
    get_log().error("failed", uses=number * 100)
    logging.getLogger("somebody.elses").error("could not handle %s", marker, exc_info=ValueError(marker))
    said = capsys.readouterr().err
    assert marker not in said
    assert len(said.splitlines()) == 3


def test_quiet_levels_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("warning")
    get_log().info("request")
    get_log().warning("slow")
    assert [line["event"] for line in lines(capsys)] == ["slow"]


def test_a_line_that_cannot_be_written_costs_nobody_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    closed = io.StringIO()
    closed.close()
    set_up_logs(to=closed)
    get_log().info("request")
    set_up_logs(to=FullDisk())
    get_log().info("request")
    assert capsys.readouterr().err == ""


def test_lines_go_to_what_is_standard_error_when_they_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_logs()
    later = io.StringIO()
    monkeypatch.setattr(sys, "stderr", later)
    get_log().info("request")
    assert json.loads(later.getvalue())["event"] == "request"
