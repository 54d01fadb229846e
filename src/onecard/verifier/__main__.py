"""A gate's own check: `python -m onecard.verifier CODE --keys keys.json`; says yes or why not, and exits 0 or 1.

`CODE` may be `-`: then one presentation a line is read, as a keyboard scanner types them. `keys.json` is what
`KeySet.to_json` writes. Needs no network and no database, so it does not know lost cards or used codes.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from onecard.kernel.clock import SHANGHAI
from onecard.kernel.errors import Problem
from onecard.verifier import KeySet, Presented, verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Check each presentation; 0 when all are good."""
    asked = _parser().parse_args(arguments)
    keys = KeySet.from_json(asked.keys.read_text(encoding="utf-8"))
    lines: Iterable[str] = (line for line in sys.stdin if line.strip()) if asked.code == "-" else [asked.code]
    answers = [_check(line, keys, asked) for line in lines]
    return 0 if all(answers) else 1


def _check(line: str, keys: KeySet, asked: argparse.Namespace) -> bool:
    at = asked.at or datetime.now(UTC)
    try:
        shown = verify(line, keys, at=at, point_id=asked.point, sequence=asked.sequence, scene=asked.scene)
    except Problem as problem:
        print(json.dumps({"good": False, "code": problem.code, **problem.words()}, ensure_ascii=False))
        return False
    print(json.dumps({"good": True, **_said(shown)}, ensure_ascii=False))
    return True


def _said(shown: Presented) -> dict[str, object]:
    key = f"{shown.key:032x}" if shown.medium == "c" else str(shown.key)
    until = shown.expires_at.astimezone(SHANGHAI).isoformat()
    return {"medium": shown.medium, "province": shown.province, "scene": shown.scene, "key": key, "until": until}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m onecard.verifier", description="离线验码 · check a code offline")
    parser.add_argument("code", metavar="CODE", help="OC1… / OC2…, or - for one a line from the scanner")
    parser.add_argument("--keys", type=Path, required=True, help="公钥文件 · the key set, keys.json")
    parser.add_argument("--at", type=_instant, help="时刻 · the moment, 2026-11-23T10:00:00+08:00 (default: now)")
    parser.add_argument("--scene", type=int, help="场景号 · this gate's scene byte (default: any)")
    parser.add_argument("--point", type=UUID, default=UUID(int=0), help="受理点 · this point's id, for taps")
    parser.add_argument("--sequence", type=int, default=0, help="序号 · the terminal's sequence number, for taps")
    return parser


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


if __name__ == "__main__":
    sys.exit(main())
