"""Names say what is inside: no drawers for what has no place, and every module opens by saying what it is for."""

import ast
import re
from pathlib import Path

SOURCES = sorted(Path("src").rglob("*.py"))
DRAWERS = re.compile(r"^(utils?|commons?|helpers?|managers?|misc|base|shared|stuff)$")


def test_there_is_no_drawer() -> None:
    words = [(page, word) for page in SOURCES for word in re.split(r"[/_.]", str(page.relative_to("src/onecard")))]
    assert [str(page) for page, word in words if DRAWERS.match(word)] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(page)
        for page in SOURCES
        if "tests" not in page.parts and ast.get_docstring(ast.parse(page.read_text())) is None
    ]
    assert silent == []


def test_no_lock_names_where_packages_come_from() -> None:
    for lock in Path().glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
