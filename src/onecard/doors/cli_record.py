"""`onecard messages` and `onecard record verify`: texts as a demo shows them, and the proof of an exported record."""

import json
from pathlib import Path
from typing import Annotated

import typer

from onecard.doors.cli_say import say
from onecard.kernel.settings import read_settings

record = typer.Typer(help="个人记录文件 · exported records", no_args_is_help=True)


def messages(
    last: Annotated[int, typer.Option(min=1, max=200, help="条数 · how many")] = 5,
) -> None:
    """显示最近的短信(演示网关) · Show the texts that the demo's gateway was given last."""
    from onecard.doors.messages import FileGateway

    lines = FileGateway(read_settings().home).read_lines()[-last:]
    for line in lines:
        told = json.loads(line)
        say(f"{told['to']}  {told['text']}")
    if not lines:
        say("还没有短信 · no text was sent yet")


@record.command("verify")
def verify(page: Annotated[Path, typer.Argument(help="导出的 JSON 文件 · the exported JSON file")]) -> None:
    """验证导出的个人记录未被改动 · Prove that an exported record is ours and was not changed."""
    from onecard.doors.record.errors import RecordFileBroken
    from onecard.doors.record.sealing import verify_record
    from onecard.kernel.crypto import Keyring

    try:
        text = page.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise RecordFileBroken from None
    found = verify_record(text, Keyring.open(read_settings().keys).code_keys())
    say(f"已验证 {len(found['entries']):,} 条 · entries verified, exported at {found['exported_at']}")
