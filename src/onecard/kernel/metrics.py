"""Metrics for Prometheus, added up over all processes of one server.

Each process writes into a memory-mapped file of its own under one folder; whoever is asked reads them all. Labels are
routes, codes and scenes: never a person, and never a value a visitor can choose. Call `set_up_metrics` before the
first import of `prometheus_client` in a process, for the library decides then.
"""

import os
import shutil
from pathlib import Path

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def set_up_metrics(folder: Path, *, fresh: bool = False) -> None:
    """Name the folder; the process that starts the others begins it anew."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[_FOLDER] = str(folder)


def forget_process(pid: int) -> None:
    """Drop the gauges of a process that has ended; its counters stay in the sum."""
    if os.environ.get(_FOLDER):
        from prometheus_client import multiprocess  # noqa: PLC0415 - see above: not before the folder is named

        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def exposition() -> tuple[bytes, str]:
    """The text of `/metrics` and its content type: every process's numbers, or this one's where it is alone."""
    import prometheus_client as prometheus  # noqa: PLC0415 - the same
    from prometheus_client import multiprocess  # noqa: PLC0415

    registry = prometheus.REGISTRY
    if os.environ.get(_FOLDER):
        registry = prometheus.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return prometheus.generate_latest(registry), prometheus.CONTENT_TYPE_LATEST
