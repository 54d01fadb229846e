"""The program `onecard-bank`: a simulated bank over a folder or HTTP, until Ctrl-C or for so many rounds."""

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onecard.doors.cli_say import say

if TYPE_CHECKING:
    from onecard.doors.bank.http import BankServer
    from onecard.doors.bank.simulator import Simulator

Folder = Annotated[Path, typer.Argument(metavar="文件夹", help="银行的文件夹 · the bank's folder")]


def simulate(
    folder: Folder,
    scenario: Annotated[str, typer.Option(help="情景：kind、rough 或 YAML 文件 · kind, rough, or a page")] = "kind",
    port: Annotated[int | None, typer.Option(help="改用 HTTP，监听本机此端口 · over HTTP on this port instead")] = None,
    every: Annotated[float, typer.Option(min=0.0, help="每轮间隔秒数 · seconds between rounds")] = 2.0,
    rounds: Annotated[int | None, typer.Option(min=1, help="只运行若干轮 · so many rounds and no more")] = None,
) -> None:
    """模拟代发银行 · A simulated bank: takes instruction files and answers as its scenario says."""
    from onecard.doors.bank.http import BankServer  # noqa: PLC0415 - `onecard --help` should be quick
    from onecard.doors.bank.scenario import read_scenario  # noqa: PLC0415
    from onecard.doors.bank.simulator import Simulator  # noqa: PLC0415

    bank = Simulator(folder, read_scenario(scenario))
    server = None if port is None else BankServer(("127.0.0.1", port), bank)
    if server is not None:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"http://127.0.0.1:{server.server_port}")
    done = 0
    try:
        while rounds is None or done < rounds:
            taken, written = _round(bank, server)
            done += 1
            if taken or written:
                say(f"收到 taken {taken} · 回复 answered {written} · 待复 to say {bank.waiting():,}")
            if done != rounds:
                time.sleep(every)
    except KeyboardInterrupt:
        pass
    finally:
        if server is not None:
            server.shutdown()
        bank.close()


def main() -> None:
    """The entry point."""
    typer.run(simulate)


def _round(bank: "Simulator", server: "BankServer | None") -> tuple[int, int]:
    if server is None:
        return bank.take_folder(), bank.tick()
    with server.lock:
        return 0, bank.tick()
