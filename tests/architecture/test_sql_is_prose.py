"""SQL stands in files: named, each with a line of purpose; no statement is put together from strings in a domain."""

import ast
import re
from pathlib import Path
from typing import TypeGuard

QUERIES = sorted(Path("src").rglob("sql/queries.sql"))
SOURCES = [
    page
    for folder in ("domains", "scenes", "rules", "verifier")
    for page in sorted(Path("src/onecard", folder).rglob("*.py"))
    if "tests" not in page.parts
]


def test_every_query_says_its_purpose() -> None:
    silent = []
    for page in QUERIES:
        for name, after in re.findall(r"^-- name: (\S+).*\n(.*)", page.read_text(), re.MULTILINE):
            if not re.match(r"-- \S", after):
                silent.append(f"{page}: {name}")
    assert silent == []


def test_no_statement_is_built_from_strings() -> None:
    pages = [(page, ast.walk(ast.parse(page.read_text()))) for page in SOURCES]
    assert [f"{page}:{node.lineno}" for page, nodes in pages for node in nodes if is_built(node)] == []


def is_built(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "copy")
        and bool(node.args)
        and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
    )
