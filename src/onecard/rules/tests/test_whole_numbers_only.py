"""Nothing in rules/ can make a float: no literal, no true division, no float(), no round()."""

import ast
from pathlib import Path

import pytest

RULES = Path(__file__).resolve().parents[1]


def breaches(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"{node.lineno}: the literal {node.value}")
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            found.append(f"{node.lineno}: true division")
        if isinstance(node, ast.Name) and node.id in {"float", "round"}:
            found.append(f"{node.lineno}: {node.id}")
        if isinstance(node, ast.Attribute) and ("float" in node.attr or node.attr in {"mean", "divide", "average"}):
            found.append(f"{node.lineno}: .{node.attr}")
    return found


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(RULES.rglob("*.py")) if "tests" not in file.relative_to(RULES).parts],
    ids=lambda file: str(file.relative_to(RULES)),
)
def test_rules_use_whole_numbers_only(file):
    assert breaches(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "slip", ["a = b / 2", "a /= 2", "a = 0.5", "a = float(b)", "a = round(b)", "a = np.float64(1)"]
)
def test_the_watch_catches_a_slip(slip):
    assert breaches(slip) != []
