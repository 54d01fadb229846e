"""A demo terminal on the command line: reads a code, signs the request as the gate would, prints the answer.

… | python -m onecard.doors.demo.terminal 500103-bus
"""

import sys
import time
from collections.abc import Sequence

import httpx
import msgspec

from onecard.doors.demo.institutions import read_terminals
from onecard.kernel.clock import now
from onecard.kernel.settings import read_settings

PATH = "/v1/uses"


def main(arguments: Sequence[str]) -> int:
    """Present what stands on standard input at the named terminal; 0 accepted, 1 refused, 2 no such terminal."""
    settings = read_settings()
    page = settings.home / "demo" / "terminals.json"
    terminals = read_terminals(page.parent) if page.is_file() else {}
    if len(arguments) != 1 or arguments[0] not in terminals:
        print("终端 terminals:", " ".join(terminals) or "无 none (onecard run)", file=sys.stderr)
        return 2
    signer, at = terminals[arguments[0]], now()
    # Counted up by time, so that the command may be called from anywhere without keeping a counter.
    use = {"sequence": time.time_ns() // 1000, "presentation": sys.stdin.read().strip(), "happened_at": at}
    body = msgspec.json.encode(use)
    answer = httpx.post(settings.address + PATH, content=body, headers=signer.headers("POST", PATH, body, at=at))
    print(msgspec.json.format(answer.content).decode())
    return int(not answer.is_success)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
