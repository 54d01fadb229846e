"""A gate's own check: `onecard-verify CODE --keys keys.json`; says yes or why not, and exits 0 or 1.

`CODE` may be `-`: then one presentation a line is read, as a keyboard scanner types them. `keys.json` is what
`KeySet.to_json` writes; `--list` is the revocation list of phones without network and printed codes. Needs no network
and no database, so it does not know lost cards or codes used elsewhere. `python -m onecard.verifier` is the same.
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
from onecard.verifier import Freshness, KeySet, Presented, read_list, verify
from onecard.verifier.revocation import require_in_order


def main(arguments: Sequence[str] | None = None) -> int:
    """Check each presentation; 0 when all are good."""
    asked = _parser().parse_args(arguments)
    keys = KeySet.from_json(asked.keys.read_text(encoding="utf-8"))
    asked.revocations = None
    if asked.list is not None:
        try:
            token = asked.list.read_text(encoding="utf-8")
            asked.revocations = read_list(token, keys, at=asked.at or datetime.now(UTC))
        except Problem as problem:
            return _refuse(problem)
    lines: Iterable[str] = (line for line in sys.stdin if line.strip()) if asked.code == "-" else [asked.code]
    answers = [_check(line, keys, asked) for line in lines]
    return 0 if all(answers) else 1


def _check(line: str, keys: KeySet, asked: argparse.Namespace) -> bool:
    at = asked.at or datetime.now(UTC)
    try:
        shown = verify(line, keys, at=at, point_id=asked.point, sequence=asked.sequence, scene=asked.scene)
        freshness = Freshness(asked.hours, "refuse")
        require_in_order(shown, asked.revocations, at=at, freshness=freshness)
    except Problem as problem:
        return not _refuse(problem)
    print(json.dumps({"good": True, **_said(shown)}, ensure_ascii=False))
    return True


def _refuse(problem: Problem) -> int:
    print(json.dumps({"good": False, "code": problem.code, **problem.words()}, ensure_ascii=False))
    return 1


def _said(shown: Presented) -> dict[str, object]:
    key = f"{shown.key:032x}" if shown.medium == "c" else str(shown.key)
    until = shown.expires_at.astimezone(SHANGHAI).isoformat()
    said = {"medium": shown.medium, "mode": shown.mode, "province": shown.province, "scene": shown.scene, "key": key}
    return {**said, "until": until}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onecard-verify", description="离线验码 · check a code offline")
    parser.add_argument("code", metavar="CODE", help="OC1… to OC4…, or - for one a line from the scanner")
    parser.add_argument("--keys", type=Path, required=True, help="公钥文件 · the key set, keys.json")
    parser.add_argument("--list", type=Path, help="撤销清单 · the revocation list (GET /v1/revocations)")
    parser.add_argument("--hours", type=int, default=24, help="清单最多多旧 · how old the list may be (default: 24)")
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
