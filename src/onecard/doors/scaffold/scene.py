"""`make new-scene NAME=museum`: write a scene's folder that already passes every test.

The pattern is `scenes/demo`, itself tested like every scene, so that the scaffold cannot fall behind: its files are
copied under the new name, with a manifest and a README of their own. What is there is never touched.
"""

import argparse
import keyword
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from onecard.doors.scaffold.scene_errors import NoWireLeft, SceneExists, SceneNameMalformed
from onecard.doors.schema import DOMAINS
from onecard.kernel.errors import Problem

SCENES = Path(str(files("onecard.scenes")))
#: The first byte free for scenes that are not the platform's own.
_FIRST_WIRE, _LAST_WIRE = 10, 255
#: Schemas of others, and words that SQL keeps for itself and somebody might want as a scene's name.
_SQL_WORDS = (
    "all analyse check collation column constraint end fetch grant group limit offset only order "
    "references select session_user table user using verbose when where window"
)
_TAKEN = {*DOMAINS, *_SQL_WORDS.split(" "), "kernel", "public", "tests"}


def new_scene(name: str, *, name_zh: str = "", name_en: str = "", root: Path = SCENES) -> list[Path]:
    """Write `root/name`; the written files. The names shown to people may be given now or edited later."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name) or name in _TAKEN or keyword.iskeyword(name):
        raise SceneNameMalformed(name=name)
    folder = root / name
    if folder.exists():
        raise SceneExists(name=name, folder=str(folder))
    wire = _free_wire(root)
    zh, en = name_zh or name, name_en or name.replace("_", " ").capitalize()
    pages = {page: _renamed(text, name) for page, text in _pattern()}
    pages["scene.toml"] = _manifest(pages["scene.toml"], wire, zh, en)
    pages["README.md"] = _readme(name, zh, en)
    for page, text in pages.items():
        file = folder / _renamed(page, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _pattern() -> Iterator[tuple[str, str]]:
    pattern = SCENES / "demo"
    for file in sorted(pattern.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield str(file.relative_to(pattern)), file.read_text(encoding="utf-8")


def _renamed(text: str, name: str) -> str:
    return re.sub(r"(?<![A-Za-z])demo(?![A-Za-z])", name, text)


def _free_wire(root: Path) -> int:
    taken = {tomllib.loads(page.read_text(encoding="utf-8"))["wire"] for page in root.glob("*/scene.toml")}
    free = [wire for wire in range(_FIRST_WIRE, _LAST_WIRE + 1) if wire not in taken]
    if not free:
        raise NoWireLeft
    return free[0]


def _manifest(text: str, wire: int, zh: str, en: str) -> str:
    for key, value in (("wire", str(wire)), ("name_zh", f'"{zh}"'), ("name_en", f'"{en}"')):
        text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
    return text


def _readme(name: str, zh: str, en: str) -> str:
    return f"""\
# {zh} · {en}

> 李老师走进门,刷一下社保卡,屏幕说:“欢迎您,这是您第 1 次来。”
>
> Teacher Li walks in, presents her card and reads: "Welcome, this is your visit number 1."

Begins as a visitor book: one signature a day, no money. To make it your own, change in this order
`README.md` (whose day gets easier, and how?), `decide.py` and its tests, `words/`, then `models.py`, `store.py` and
`sql/` for what must be remembered.

It is offered nowhere until a province says so in its `services.yaml`:

```yaml
values:
  {name}:
    2027-01-01: {{ value: true, illustrative: true }}
```
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command behind the make target; 0 when the folder was written."""
    parser = argparse.ArgumentParser(prog="new-scene", description="write a scene's folder that already passes")
    parser.add_argument("name", help="the folder's name, such as museum")
    parser.add_argument("--name-zh", default="", help="its name in 中文")
    parser.add_argument("--name-en", default="", help="its name in English")
    parser.add_argument("--into", type=Path, default=SCENES, help="another folder of scenes than the program's own")
    told = parser.parse_args(arguments)
    try:
        written = new_scene(told.name, name_zh=told.name_zh, name_en=told.name_en, root=told.into)
    except Problem as problem:
        words = problem.words()
        print(f"{words['title_zh']}。{words['next_step_zh']}\n{words['title']}. {words['next_step']}", file=sys.stderr)
        return 1
    for file in written:
        print(f"已写入 · wrote {file}")
    print("下一步:从 README.md 开始改,再运行 make check。 · Next: begin with README.md, then make check.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
