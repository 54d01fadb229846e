"""A log that somebody is writing to is put aside and goes on in the same file."""

from pathlib import Path

import pytest

from onecard.kernel.postgres import diagnosis


def test_a_long_log_is_put_aside_while_it_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "_LOG_BYTES_MAX", 10)
    page = tmp_path / "web.log"
    with page.open("a", buffering=1) as log:
        for text in ("short\n", "and a longer one\n", "new\n"):
            log.write(text)
            diagnosis.rotate(page)
    assert (tmp_path / "web.log.1").read_text() == "short\nand a longer one\n"
    assert page.read_text() == "new\n"


def test_a_log_that_is_not_there_yet_is_nothing_to_worry_about(tmp_path: Path) -> None:
    diagnosis.rotate(tmp_path / "none.log")
    assert list(tmp_path.iterdir()) == []
