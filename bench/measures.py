"""The measurements: each beside its yardstick in the same run, in turn, so that drift of the machine meets both."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from shutil import rmtree

import psycopg

from bench import tokens
from bench.crowd import OPERATORS, gather, pick, terminals
from bench.lists import decide_list
from bench.load import Told, drive
from bench.losses import refuse_the_lost
from bench.posting import post_unsigned
from bench.requests import Person, Preparation
from bench.served import Spent, served, spent
from bench.yardsticks import Yardsticks
from onecard.doors.api.hot_batches import PIECE_USES_MAX
from onecard.doors.bootstrap import open_database
from onecard.kernel.crypto import Keyring
from onecard.kernel.settings import Settings

Say = Callable[[str], None]
#: As many clients as the plan of the house was measured with; LADDER shows what becomes of the ratio with fewer.
CLIENTS, LADDER, ROUNDS, SECONDS, USES = 256, (16, 64, 128), 3, 6, 30_000
UPLOADERS = 8
#: Both sides are warm before anything is counted: after a checkpoint the first touch of each page writes it whole.
_WARM_USES, _WARM_SECONDS = 60_000, 20


@dataclass
class Bench:
    """One home being served, with everything needed to send it uses."""

    settings: Settings
    owner_url: str
    yardsticks: Yardsticks
    prepare: Preparation
    people: Sequence[Person]
    say: Say
    rows: list[tuple[str, str]] = field(default_factory=list)

    def online(
        self, many: int = USES, *, gates: int | None = None, rate: float | None = None, clients: int = CLIENTS
    ) -> Told:
        """Send so many online uses and insist that each was accepted."""
        told = drive(
            "127.0.0.1",
            self.settings.port,
            self.prepare.online(self.people, many, gates=gates),
            clients=clients,
            rate=rate,
        )
        assert set(told.statuses) == {200}, (told.statuses, told.sample)
        return told

    def upload(self, many: int, *, codes: int, uploaders: int = UPLOADERS) -> float:
        """Offline uses a second, sent in uploads of 5,000 by a few gates at once, every answer read."""
        requests = self.prepare.uploads(self.people, many, size=5_000, codes=codes)
        told = drive("127.0.0.1", self.settings.port, requests, clients=uploaders)
        assert set(told.statuses) == {200} and b'"refused":0' in told.sample, told.sample[:400]
        return many / told.wall


def open_bench(settings: Settings, say: Say, *, compare: bool = True) -> Bench:
    """Needs the home to be served; without `compare` no yardstick is made ready."""
    with open_database(settings) as urls:
        assert urls.server is not None
        yardsticks = Yardsticks(urls.server)
        if compare:
            yardsticks.prepare()
            yardsticks.tpcb(CLIENTS, _WARM_SECONDS)
        bench = Bench(
            settings, urls.owner, yardsticks, Preparation(Keyring.open(settings.keys), terminals(settings)),
            pick(urls.owner, 60_000), say,
        )  # fmt: skip
    bench.online(_WARM_USES)
    return bench


def ratio(ours: Callable[[], float], theirs: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Medians of ours and theirs, and of the ratios pair by pair."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def measure_online(bench: Bench) -> list[str]:
    """Online uses against TPC-B and against a plain transfer, and where the time goes."""
    cost: list[tuple[Spent, Spent, int]] = []

    def ours() -> float:
        requests = bench.prepare.online(bench.people, USES)
        before = spent(bench.settings)
        told = drive("127.0.0.1", bench.settings.port, requests, clients=CLIENTS)
        cost.append((before, spent(bench.settings), USES))
        assert set(told.statuses) == {200}, told.sample
        return told.per_second

    mine, tpcb, against = ratio(ours, lambda: bench.yardsticks.tpcb(CLIENTS, SECONDS).per_second)
    plain_mine, plain, against_plain = ratio(
        ours, lambda: bench.yardsticks.plain_transfer(CLIENTS, SECONDS, operators=OPERATORS).per_second
    )
    web = statistics.median((after.web - before.web) / many for before, after, many in cost) * 1e6
    database = statistics.median((after.postgres - before.postgres) / many for before, after, many in cost) * 1e6
    return [
        line("Online use over HTTP / pgbench TPC-B, scale 50", mine, tpcb, against, "≥ 1.0"),
        line(
            f"Online use over HTTP / plain transfer, {OPERATORS} operators", plain_mine, plain, against_plain, "≥ 1.5"
        ),
        f"| CPU a use: our Python / PostgreSQL | {web:.0f} µs | {database:.0f} µs | | |",
    ]


def measure_ladder(bench: Bench) -> list[str]:
    """The same against TPC-B with fewer clients, where batches stay small."""
    return [
        line(
            f"The same with {clients} clients / TPC-B with {clients}",
            *ratio(
                lambda clients=clients: bench.online(clients=clients).per_second,  # type: ignore[misc]
                lambda clients=clients: bench.yardsticks.tpcb(clients, SECONDS).per_second,  # type: ignore[misc]
            ),
            "told, not asked",
        )
        for clients in LADDER
    ]


def measure_latency(bench: Bench) -> list[str]:
    """p50 and p99 at 1,000 uses a second, sent evenly; time counts from when a request was due."""
    told = bench.online(15_000, rate=1_000)
    p50, p99 = told.percentile_ms(0.5), told.percentile_ms(0.99)
    return [f"| Latency at 1,000 uses/s: p50 / p99 | {p50:.1f} ms | {p99:.1f} ms | | p99 < 50 ms |"]


def measure_losses(bench: Bench) -> list[str]:
    """How long a card still serves anywhere after the answer to its loss report."""
    longest = refuse_the_lost(bench.settings, bench.prepare, bench.people, rate=1_000, seconds=8)
    return [f"| A lost card still accepted after the report's answer, at 1,000 uses/s | {longest:.3f} s | | | < 1 s |"]


def measure_upload(bench: Bench) -> list[str]:
    """Offline uploads over HTTP with every signature checked, and without any signature, against the yardsticks."""
    lines = []
    for codes, name in enumerate(("card taps (HMAC-SM3)", "taps and codes by turns", "codes alone (Ed25519)")):
        found = ratio(
            lambda codes=codes: bench.upload(80_000, codes=codes),  # type: ignore[misc]
            lambda: bench.yardsticks.tpcb(CLIENTS, SECONDS).per_second,
        )
        lines.append(line(f"Offline upload of {name} / TPC-B", *found, "≥ 5"))
    name = "Offline uses without signatures / plain bulk posting"
    for piece, how, wanted in (
        (PIECE_USES_MAX, f"{name}, pieces of {PIECE_USES_MAX:,} on both sides", "≥ 0.3"),
        (200_000, "The same / all of it in one statement and commit", "told, not asked"),
    ):
        found = ratio(
            lambda: post_unsigned(bench.settings, bench.owner_url, 150_000),
            lambda piece=piece: bench.yardsticks.bulk_posting(piece),  # type: ignore[misc]
        )
        lines.append(line(how, *found, wanted))
    return lines


def measure_lists(bench: Bench) -> list[str]:
    """Lists of applications in a home of their own, decided by its worker and by us; the crowd must not grow."""
    settings = Settings(home=bench.settings.home.parent / "lists", port=bench.settings.port + 1)
    rmtree(settings.home, ignore_errors=True)
    with served(settings, ONECARD_WORKERS="1"):
        _, first = decide_list(settings, 50_000, first_day=0)
        rate, more = decide_list(settings, 1_000_000, first_day=100)
    return [
        f"| A list of 1,000,000 applications, GB18030 file to last answer | {rate:,.0f} rows/s | | | ≥ 20,000 |",
        f"| Memory for a list of 50,000 rows / for the million after it | {first:.0f} MiB | {more:.0f} MiB | | flat |",
    ]


def measure_hot_operator(bench: Bench) -> list[str]:
    """Every use at one operator's gate against uses spread over all."""
    hot, spread, against = ratio(lambda: bench.online(gates=1).per_second, lambda: bench.online().per_second, rounds=4)
    return [line("All uses at one operator / spread over eight", hot, spread, against, "≥ 0.95")]


def measure_growth(small: float, home: Settings, people: int, say: Say) -> list[str]:
    """Online uses with more people in the database, against the small crowd measured in this run."""
    settings = gather(home.home.parent, people, say)
    with served(settings):
        bench = open_bench(settings, say, compare=False)
        rate = statistics.median(bench.online().per_second for _ in range(ROUNDS))
    return [line(f"Online at {people:,} holders / at 140,000", rate, small, rate / small, "≥ 0.85")]


def measure_verify(bench: Bench) -> list[str]:
    """The verifier alone, one core."""
    from onecard.verifier import verify

    keys, at = bench.prepare.keyring.code_keys(), bench.prepare
    codes = [at.code(person, _now()) for person in bench.people[:2_000]]
    point = at.gates[0].point_id
    best = min(
        _timed(lambda: [verify(c, keys, at=_now(), point_id=point, sequence=1, scene=1) for c in codes])
        for _ in range(5)
    )
    return [f"| Verify a code offline | {best / len(codes) * 1e6:.0f} µs | | | < 200 µs |"]


def measure_tokens(bench: Bench) -> list[str]:
    """Codes redeemed at the OpenID Provider's token endpoint."""
    return tokens.measure(bench.settings, bench.owner_url)


def measure_credentials(_: Bench) -> list[str]:
    """Credentials for wallets, one core."""
    from bench.credentials import measure

    return measure()


def measure_memory(bench: Bench) -> list[str]:
    """What all our processes and PostgreSQL's hold after the load."""
    return [
        "| Resident memory, shared pages once (PSS) |"
        f" {spent(bench.settings).resident_bytes / 2**20:.0f} MiB | | | < 1 GB |"
    ]


def line(name: str, ours: float, theirs: float, against: float, wanted: str) -> str:
    """One row of the table."""
    return f"| {name} | {ours:,.0f}/s | {theirs:,.0f}/s | **{against:.2f}** | {wanted} |"


def checkpoint(owner_url: str) -> None:
    """Begin each part with nothing left to write."""
    with psycopg.connect(owner_url, autocommit=True) as tx:
        tx.execute("vacuum analyze ledger.balance")


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _now() -> datetime:
    return datetime.now(UTC)
