"""What machine this is, for the head of the results."""

import os
import platform
from pathlib import Path

import psycopg


def describe(owner_url: str) -> list[str]:
    """Lines: processor, cores, memory, kernel, Python, PostgreSQL and the settings that decide durability."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _read("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next(
        (int(line.split()[1]) // 1024**2 for line in _read("/proc/meminfo") if line.startswith("MemTotal")), 0
    )
    with psycopg.connect(owner_url) as tx:
        row = tx.execute(
            "select current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('shared_buffers')"
        ).fetchone()
    assert row is not None
    return [
        f"{cpu}, {os.cpu_count()} cores shared with the load generator, {memory} GiB,"
        f" {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, PostgreSQL {row[0]} (fsync {row[1]}, synchronous_commit {row[2]},"
        f" shared_buffers {row[3]})",
    ]


def _read(path: str) -> list[str]:
    page = Path(path)
    return page.read_text().splitlines() if page.is_file() else []
