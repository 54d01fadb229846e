"""Files stay under 300 lines and functions under 50: one screen for a thought, three for a room."""

import ast
from pathlib import Path

SOURCES = sorted(Path("src").rglob("*.py"))


def test_every_file_fits_on_three_screens() -> None:
    assert [str(page) for page in SOURCES if page.read_text().count("\n") > 300] == []


def test_every_function_fits_on_one_screen() -> None:
    long = [
        f"{page}:{node.lineno} {node.name}"
        for page in SOURCES
        for node in ast.walk(ast.parse(page.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []
