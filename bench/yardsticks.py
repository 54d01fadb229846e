"""What we measure ourselves against, on the same server: pgbench TPC-B, a plain transfer function, a bulk statement."""

import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from onecard.kernel.postgres.server import Server

HERE = Path(__file__).parent
DATABASE = "bench_yardstick"
SCALE = 50


@dataclass(frozen=True)
class Rate:
    """Transactions a second and the mean latency in milliseconds, as pgbench says them."""

    per_second: float
    mean_ms: float


class Yardsticks:
    """pgbench tables (scale 50) and the plain functions, in a database of their own on the server that is measured."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.url = server.url("onecard_owner", DATABASE)

    def prepare(self) -> None:
        """Make the database and fill it, once."""
        with psycopg.connect(self.server.owner_url, autocommit=True) as admin:
            if admin.execute("select 1 from pg_database where datname = %s", (DATABASE,)).fetchone():
                return
            admin.execute(f"create database {DATABASE}")
        self._pgbench("-i", "-q", "-s", str(SCALE))
        with psycopg.connect(self.url, autocommit=True) as tx:
            tx.execute((HERE / "plain_transfer.sql").read_text())

    def tpcb(self, clients: int, seconds: int) -> Rate:
        """pgbench's own TPC-B-like transaction."""
        return self._rate("-c", str(clients), "-j", "2", "-T", str(seconds), "-M", "prepared", "-n")

    def plain_transfer(self, clients: int, seconds: int, *, operators: int) -> Rate:
        """One transfer a call from a resident to one of so many operators, locking and updating both balances."""
        script = ["-f", str(HERE / "plain_transfer.pgbench"), "-D", f"operators={operators}"]
        return self._rate("-c", str(clients), "-j", "2", "-T", str(seconds), "-M", "prepared", "-n", *script)

    def bulk_posting(self, piece: int, rows: int = 200_000) -> float:
        """Transfers a second of the plain set-based statement, committed piece by piece."""
        with psycopg.connect(self.url, autocommit=True) as tx:
            tx.execute("truncate bulk_transfer, bulk_entry")
            began = time.perf_counter()
            for first in range(0, rows, piece):
                tx.execute("select bulk_post(%s, %s)", (first, min(piece, rows - first)))
            return rows / (time.perf_counter() - began)

    def _rate(self, *arguments: str) -> Rate:
        told = self._pgbench(*arguments)
        tps = re.search(r"tps = ([\d.]+) \(without initial", told)
        latency = re.search(r"latency average = ([\d.]+) ms", told)
        assert tps and latency, told
        return Rate(float(tps[1]), float(latency[1]))

    def _pgbench(self, *arguments: str) -> str:
        program = self.server._programs.folder / "pgbench"
        done = subprocess.run(
            [str(program), *arguments, self.url], capture_output=True, text=True, check=False, env=os.environ
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout
