"""Reading one YAML page: its data as plain structures, and the line to point at when something in it is wrong."""

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any, ClassVar, NoReturn, TypeVar

import msgspec
import yaml

from onecard.rulebook.errors import PageMalformed

Model = TypeVar("Model")
_BOOL = "tag:yaml.org,2002:bool"
#: The C reader where PyYAML was built with it (its wheels are); the same language either way.
_Safe: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """YAML in which only `true` and `false` are flags: `on:` is a key and `no` is a word, as a reader expects."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
        for letter, resolvers in _Safe.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True)
class Page:
    """A read page. `name` is its path inside the rulebook, as errors show it."""

    name: str
    data: dict[Any, Any]
    root: yaml.Node

    def fail(self, *keys: object, expected: str) -> NoReturn:
        """Say what is wrong at that chain of keys, or at the deepest of them that is there."""
        raise PageMalformed(
            file=self.name, line=_line(self.root, keys), key=".".join(map(str, keys)) or "page", expected=expected
        )

    def table(self, *keys: Any) -> dict[Any, Any]:
        """The mapping at that chain of keys; empty where the last key is absent."""
        found: Any = self.data
        for key in keys:
            found = found.get(key, {})
            if not isinstance(found, dict):
                self.fail(*keys, expected="a mapping")
        return dict(found)

    def convert(self, data: object, model: type[Model], *keys: object) -> Model:
        """`data`, found at `keys`, as the model; a breach is told with the key it was found at."""
        try:
            return msgspec.convert(_with_days_as_text(data), model)
        except msgspec.ValidationError as breach:
            text, _, path = str(breach).partition(" - at `$")
            deeper = [part for part in path.rstrip("`").split(".") if part and "[" not in part]
            self.fail(*keys, *deeper, expected=_expected(text))


def read_page(file: Traversable, name: str) -> Page:
    """Parse a page; a key given twice is an error, since YAML would silently keep the second."""
    reader = _Loader(file.read_text(encoding="utf-8"))
    try:
        root = reader.get_single_node()
        data = reader.construct_document(root) if root is not None else {}
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise PageMalformed(file=name, line=line, key="page", expected=f"YAML ({wrong.problem})") from wrong
    finally:
        reader.dispose()
    page = Page(name, data, root)
    if not isinstance(data, dict):
        page.fail(expected="a mapping of keys to values")
    _refuse_twins(page, root)
    return page


def _refuse_twins(page: Page, node: yaml.Node) -> None:
    children = node.value if isinstance(node.value, list) else []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise PageMalformed(
                    file=page.name, line=key.start_mark.line + 1, key=key.value, expected="each key only once"
                )
            seen.add(key.value)
        children = [value for _, value in node.value]
    for child in children:
        _refuse_twins(page, child)


def _line(node: yaml.Node, keys: tuple[object, ...]) -> int:
    line: int = node.start_mark.line + 1
    for wanted in keys:
        if isinstance(node, yaml.SequenceNode) and isinstance(wanted, int) and wanted < len(node.value):
            node = node.value[wanted]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = [(key, value) for key, value in pairs if key.value == str(wanted)]
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return line


def _with_days_as_text(data: Any) -> Any:
    """Days become ISO text, so that a day known only to the month can stand beside one that is exact."""
    if isinstance(data, dict):
        return {key: _with_days_as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_days_as_text(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _expected(text: str) -> str:
    return text.removeprefix("Expected ").removeprefix("Object ")
