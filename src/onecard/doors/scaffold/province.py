"""`make new-province NAME=jilin`: write the pages a province still lacks, with a worked case that already passes.

What is there is never touched. A folder that does not exist yet also needs `--code`, `--name-zh` and `--name-en`.
After writing, the whole rulebook is read once; if it does not load, what was written is taken away again.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from textwrap import dedent

from onecard.doors.scaffold.province_errors import (
    ProvinceComplete,
    ProvinceNameMalformed,
    ProvinceNotIncluded,
    ProvinceUnknown,
)
from onecard.kernel.errors import Problem
from onecard.rulebook.loading import read_from

RULEBOOK = Path(str(files("onecard.rulebook")))


@dataclass(frozen=True)
class Place:
    """Which place the folder stands for, and a county of it to play the worked case in."""

    code: int
    name_zh: str
    name_en: str
    county: int


def new_province(
    name: str, *, code: int | None = None, name_zh: str = "", name_en: str = "", root: Path = RULEBOOK
) -> list[Path]:
    """Write what is missing in `root/provinces/name`; the written files."""
    if not re.fullmatch(r"[a-z][a-z_]*", name):
        raise ProvinceNameMalformed(name=name)
    folder = root / "provinces" / name
    pages = _pages(_place(root, name, code, name_zh, name_en))
    missing = {folder / page: text for page, text in pages.items() if not (folder / page).exists()}
    if not missing:
        raise ProvinceComplete(name=name, folder=str(folder))
    for file, text in missing.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    _read_or_take_away(root, folder, list(missing))
    return list(missing)


def _place(root: Path, name: str, code: int | None, name_zh: str, name_en: str) -> Place:
    library = read_from(root)
    known = [province for province in library.facts.provinces if province.folder == name]
    if known and not known[0].included:
        raise ProvinceNotIncluded(name=name)
    if known:
        code, name_zh, name_en = known[0].code, known[0].name_zh, known[0].name_en
    if not (code and name_zh and name_en) or code % 10000:
        raise ProvinceUnknown(name=name)
    counties = [d.code for d in library.book.places.divisions.values() if d.level == "county"]
    below = [county for county in counties if county // 10000 == code // 10000]
    return Place(code, name_zh, name_en, min(below, default=code))


def _read_or_take_away(root: Path, folder: Path, written: list[Path]) -> None:
    try:
        read_from(root)
    except Problem:
        for file in written:
            file.unlink()
        for empty in (folder / "cases", folder):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()
        raise


def _pages(place: Place) -> dict[str, str]:
    pages = {
        "place.yaml": f"""\
            名称: {place.name_zh}
            name: {place.name_en}
            code: {place.code}
            included: true
            """,
        "services.yaml": f"""\
            名称: {place.name_zh}开通的一卡通服务
            name: One Card services offered in {place.name_en}
            values:
              transit:
                2024-01-01: {{ value: true, illustrative: true }}
            """,
        "transit.yaml": f"""\
            # 示例值。查到文件后，把 illustrative: true 换成 source: 文件名与文号。
            # Sample values. Once the document is found, write source: instead of illustrative: true.
            名称: {place.name_zh}交通出行
            name: Transit in {place.name_en}
            values:
              flat_fare_fen:
                2024-01-01: {{ value: 200, illustrative: true }}
            """,
        "cases/transit.yaml": f"""\
            - 名称: 成年人乘公交照票价付
              name: an adult pays the fare of {place.name_en}
              on: 2024-01-01
              scene: transit
              at: {place.county}
              resident: {{ born: 1990-05-01, registered_in: {place.county} }}
              expect: {{ price_fen: 200, paid_fen: 200, borne: {{}} }}
            """,
    }
    return {page: dedent(text) for page, text in pages.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command behind the make target; 0 when something was written."""
    parser = argparse.ArgumentParser(prog="new-province", description="write the pages a province still lacks")
    parser.add_argument("name", help="the folder's name in pinyin, such as jilin")
    parser.add_argument("--code", type=int, help="six-digit code of a place that has no folder yet")
    parser.add_argument("--name-zh", default="", help="its name in 中文")
    parser.add_argument("--name-en", default="", help="its name in English")
    parser.add_argument("--into", type=Path, default=RULEBOOK, help="another rulebook than the program's own")
    told = parser.parse_args(arguments)
    try:
        written = new_province(told.name, code=told.code, name_zh=told.name_zh, name_en=told.name_en, root=told.into)
    except Problem as problem:
        words = problem.words()
        print(f"{words['title_zh']}。{words['next_step_zh']}\n{words['title']}. {words['next_step']}", file=sys.stderr)
        return 1
    for file in written:
        print(f"已写入 · wrote {file}")
    print(
        "下一步：改成真实的值与来源，再运行 make check。 · Next: put in the real values and sources, then make check."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
