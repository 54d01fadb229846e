"""One web process: `python -m onecard.doors.serve_web LIFELINE LISTENER`, started by `onecard serve`, nobody else."""

import gc
import os
import signal
import socket
import sys
import threading

from onecard.kernel.logs import set_up_logs
from onecard.kernel.metrics import set_up_metrics
from onecard.kernel.settings import read_settings

GRACE_SECONDS = 10


def main() -> None:
    """Open the house and serve it on the socket we were given, until SIGTERM."""
    lifeline, listener = map(int, sys.argv[1:3])
    watch(lifeline)
    settings = read_settings()
    set_up_logs(settings.log_level)
    set_up_metrics(settings.home / "metrics")
    # Only now: the metrics library looks for its folder when it is imported first.
    import uvicorn  # noqa: PLC0415

    from onecard.doors.bootstrap import open_house  # noqa: PLC0415
    from onecard.doors.hot_protocol import hot_protocol  # noqa: PLC0415
    from onecard.doors.web import create_app, hot_door  # noqa: PLC0415

    # A connection for each thread that asks (asyncio has six on two cores), so that none waits for another.
    with open_house(settings, start=False, pool=6) as house:
        door = hot_door(house)
        # What stands now stays; and a use leaves no cycles behind, so looking for them after each 700 objects is waste.
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        config = uvicorn.Config(
            create_app(house, door=door),
            loop="uvloop",
            http=hot_protocol(door, https=house.settings.address.startswith("https://")),  # type: ignore[arg-type]
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = uvicorn.Server(config)
        # Only now: until somebody is served a signal simply ends us, and none may be lost on the way. uvicorn raises it
        # again when it is done, and the house must still be closed after it.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, server.handle_exit)
        server.run(sockets=[socket.socket(fileno=listener)])


def watch(lifeline: int) -> None:
    """Ask this process to stop when the one that started it is gone, however it went."""

    def wait() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


if __name__ == "__main__":
    main()
