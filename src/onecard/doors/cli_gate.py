"""`onecard gate fetch|run|upload`: a gate simulator. It judges without a network and uploads what it took later.

Exactly what a real gate does with `onecard.verifier`: keys and list by HTTP when there is a network, a key of its own
to sign its requests with, a folder that survives a power cut.
"""

import json
import sys
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from onecard.doors.cli_errors import GateRefused, KeyUnreadable, PointUnknown
from onecard.doors.cli_say import console, say
from onecard.doors.gate_folder import Fetched, GateFolder
from onecard.doors.security.signing import TerminalSigner
from onecard.kernel.clock import now
from onecard.kernel.errors import Problem
from onecard.kernel.settings import read_settings
from onecard.verifier import Gate

gate = typer.Typer(help="闸机（可脱机） · a gate, with or without a network", no_args_is_help=True)

Folder = Annotated[Path, typer.Option(help="闸机的文件夹 · the gate's folder")]
PointId = Annotated[str, typer.Option("--point", help="受理点编号 · the id of its acceptance point")]
KeyPage = Annotated[Path, typer.Option("--key", help="终端私钥 PEM 文件（Ed25519） · the terminal's private key")]
Address = Annotated[str | None, typer.Option("--platform", help="平台地址 · where the platform is (default: here)")]
#: In pieces small enough to be answered while somebody waits, far below what one upload may hold.
_PIECE = 1000


@gate.command("fetch")
def fetch(folder: Folder, point: PointId, key: KeyPage, platform: Address = None) -> None:
    """联网时更新公钥、规则与撤销清单，并校对时钟 · Fetch keys, rule and revocation list, and compare the clock."""
    signer, kept = TerminalSigner(_point(point), _seed(key)), GateFolder(folder)
    with _platform(platform) as client:
        before = now()
        revocations = _read(client.get("/v1/revocations"))
        off = behind(revocations.headers.get("date"), before)
        pages = {path: _read(_ask(client, signer, path, off)).text for path in (_KEYS, _RULE)}
    kept.keep(Fetched(pages[_KEYS], pages[_RULE], revocations.text, off))
    opened = kept.open(signer.point_id, at=kept.corrected(now()))
    assert opened.revocations is not None
    say(
        f"公钥 keys {sorted(opened.keys.codes)}  场景 scene {opened.rule.scene}  清单 list {opened.revocations.made_at}"
    )
    if abs(off) >= _TOLD_SECONDS:
        say(f"本机时钟相差 {off:+.0f} 秒，已校正，请校准 · this clock is off by {off:+.0f} s: corrected, set it")


@gate.command("run")
def run(folder: Folder, point: PointId) -> None:
    """逐行验码并记下放行的用卡，无需网络 · Judge one presentation a line, as a scanner types them; no network."""
    point_id, kept = _point(point), GateFolder(folder)
    opened, refused = kept.open(point_id, at=kept.corrected(now())), 0
    sequence = kept.next_sequence()
    for line in sys.stdin:
        if line.strip():
            passed = judge(opened, kept, line.strip(), sequence=sequence, at=kept.corrected(now()))
            console.print_json(json.dumps(passed, ensure_ascii=False), indent=None)
            sequence += 1
            refused += not passed["good"]
    raise typer.Exit(1 if refused else 0)


@gate.command("upload")
def upload(folder: Folder, point: PointId, key: KeyPage, platform: Address = None) -> None:
    """把脱机时放行的用卡上传 · Upload what was taken without a network; may be run again, nothing is counted twice."""
    signer, kept = TerminalSigner(_point(point), _seed(key)), GateFolder(folder)
    while uses := kept.waiting()[:_PIECE]:
        body = json.dumps({"uses": uses}).encode()
        with _platform(platform) as client:
            headers = signer.headers("POST", _UPLOADS, body, at=kept.corrected(now()))
            answer = _read(client.post(_UPLOADS, content=body, headers=headers)).json()
        kept.sent(answer, uses=uses)
        say(f"受理 accepted {answer['accepted']}  拒绝 refused {answer['refused']}")
        for told in answer["uses"]:
            if told["outcome"] == "refused":
                say(f"{told['sequence']}: {told['title_zh']} · {told['title']}")
    say("没有待上传的用卡 · nothing waits to be uploaded")


def judge(opened: Gate, kept: GateFolder, text: str, *, sequence: int, at: datetime) -> dict[str, Any]:
    """One presentation: let through and written down, or why not and what to do."""
    try:
        passed = opened.check(text, at=at, sequence=sequence)
    except Problem as problem:
        return {"good": False, "code": problem.code, **problem.words()}
    kept.take(text, sequence=sequence, at=at)
    shown = passed.shown
    return {"good": True, "sequence": sequence, "mode": shown.mode, "list_was_asked": passed.list_was_asked}


_KEYS, _RULE, _UPLOADS = "/v1/terminal/code-keys", "/v1/terminal/gate-rule", "/v1/uploads"
#: The header tells whole seconds, and the way there and back takes time.
_TOLD_SECONDS = 3


def _platform(address: str | None) -> Any:
    import httpx

    return httpx.Client(base_url=address or read_settings().address, timeout=30)


def _ask(client: Any, signer: TerminalSigner, path: str, behind: float) -> Any:
    headers = signer.headers("GET", path, b"", at=now() + timedelta(seconds=behind))
    return client.get(path, headers=headers)


def _read(answer: Any) -> Any:
    if not answer.is_success:
        told = answer.json()
        raise GateRefused(title_zh=told.get("title_zh", ""), title_en=told.get("title", ""), code=told.get("code", ""))
    return answer


def behind(date: str | None, before: datetime) -> float:
    """By how many seconds this machine's clock is behind the platform's; within a few seconds it is not."""
    if date is None:
        return 0.0
    seconds = (parsedate_to_datetime(date) - before).total_seconds()
    return seconds if abs(seconds) >= _TOLD_SECONDS else 0.0


def _point(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise PointUnknown(point=typed) from None


def _seed(page: Path) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        read = load_pem_private_key(page.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise KeyUnreadable(what=page) from None
    if not isinstance(read, Ed25519PrivateKey):
        raise KeyUnreadable(what=page)
    return read.private_bytes_raw()
