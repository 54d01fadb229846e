"""An application over real HTTP: uvicorn in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from onecard.doors.security.limits import RATES, Rate

#: As the real ones, but a test that knocks a thousand times is not sent away.
GENEROUS = {kind: Rate(1_000_000, 60.0) for kind in RATES}

_AS_SERVED: dict[str, Any] = {"proxy_headers": False, "server_header": False}


@contextmanager
def served(app: Any, http: Any = "httptools", *, port: int = 0) -> Iterator[str]:
    """The address of this application while it is served."""
    # Named as TCP, or asyncio would not send small answers at once: each would wait 40 ms for the reader's word.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(app, loop="asyncio", http=http, ws="none", log_config=None, access_log=False, **_AS_SERVED)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
