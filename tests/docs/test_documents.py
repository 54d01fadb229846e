"""Every command in the documents works, every link leads somewhere, and the generated reference is fresh."""

import importlib.util
import re
import tempfile
from pathlib import Path

import pytest
from tests.docs.commands import ONLY_LOOKED_UP, ROOT, Block, blocks, pages, reader

from onecard.kernel.postgres.cluster import OWNER
from onecard.kernel.postgres.server import Server

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_the_page_works(page: Path, server: Server, fresh_database: str):
    # Not under pytest's own folder: PostgreSQL runs as another account when we are root, and must get in.
    with (
        tempfile.TemporaryDirectory() as folder,
        reader(_open_to_all(folder), server.url(OWNER, fresh_database)) as somebody,
    ):
        for block in blocks(page):
            somebody.types(block)


def test_a_command_that_fails_is_noticed(tmp_path: Path):
    with reader(tmp_path) as somebody, pytest.raises(AssertionError, match="false"):
        somebody.types(Block("false | cat\n", serves=False))


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_on_the_page_leads_somewhere(page: Path):
    broken = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert broken == []


def test_the_documents_say_which_commands_are_not_run():
    told = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [word for word in ONLY_LOOKED_UP if f"`make {word}`" not in told] == []


def test_only_whole_lines_that_are_the_gate_itself_are_looked_up(tmp_path: Path):
    with reader(tmp_path) as somebody, pytest.raises(AssertionError, match="make test-everything"):
        somebody.types(Block("make test\nmake test-everything\n", serves=False))


def test_the_reference_says_what_the_program_says():
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.stale() == []


def _open_to_all(folder: str) -> Path:
    Path(folder).chmod(0o755)
    return Path(folder)
