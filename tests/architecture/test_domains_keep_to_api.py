"""A domain may touch another domain only through its api module."""

import ast
from collections.abc import Iterator
from pathlib import Path

DOMAINS = Path("src/onecard/domains")
SOURCES = sorted(page for page in DOMAINS.rglob("*.py") if "tests" not in page.parts)


def foreign_imports(page: Path, text: str) -> Iterator[str]:
    own = page.relative_to(DOMAINS).parts[0]
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onecard.domains."):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("onecard.domains.")]
        for name in names:
            domain, *rest = name.removeprefix("onecard.domains.").split(".")
            if domain != own and rest[:1] != ["api"]:
                yield name


def test_domains_meet_only_at_api() -> None:
    strays = [(str(page), name) for page in SOURCES for name in foreign_imports(page, page.read_text())]
    assert strays == []


def test_a_stray_import_would_be_caught() -> None:
    page = DOMAINS / "usage" / "service.py"
    assert list(foreign_imports(page, "from onecard.domains.ledger.store import sql")) == [
        "onecard.domains.ledger.store.sql"
    ]
    assert list(foreign_imports(page, "from onecard.domains.ledger import service")) == [
        "onecard.domains.ledger.service"
    ]
    assert list(foreign_imports(page, "from onecard.domains.ledger import api as ledger")) == []
