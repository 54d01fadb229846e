"""Which parts have tables, in the order of the floors; and the one call that brings a database up to date."""

from datetime import date, timedelta
from importlib.resources import files

import psycopg

from onecard.kernel.clock import Clock, day_of, now
from onecard.kernel.plugins import discover
from onecard.kernel.postgres.distribute import distribute
from onecard.kernel.postgres.migrate import Report, migrate

DOMAINS = (
    "residents",
    "agencies",
    "cards",
    "ecards",
    "delegations",
    "ledger",
    "usage",
    "disbursement",
    "entitlements",
    "rosters",
    "clearing",
    "sharing",
)
#: Late uploads reach three months back; the worker keeps two months ahead.
MONTHS_BACK, MONTHS_AHEAD = 4, 2


def parts() -> list[str]:
    """The packages with an `sql/` folder: kernel, domains lowest first, scenes as found, the doors' own."""
    wanted = ["onecard.kernel", *(f"onecard.domains.{name}" for name in DOMAINS)]
    wanted += [plugin.package for plugin in discover("onecard.scenes")]
    wanted += ["onecard.doors.security", "onecard.doors.openid", "onecard.doors.wallet"]
    return [package for package in wanted if _has_sql(package)]


def bring_up_to_date(owner_url: str, *, clock: Clock = now, report: Report | None = None) -> int:
    """Migrate, spread (with Citus) and make the months around now; returns how many files were applied."""
    applied = migrate(owner_url, parts(), report)
    distribute(owner_url, parts())
    first, last = months_around(day_of(clock()))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select set_config('onecard.actor', 'system', false)")
        connection.execute("select kernel.ensure_all_months(%s, %s)", (first, last))
    return applied


def months_around(day: date) -> tuple[date, date]:
    """First and last day for which partitions should stand."""
    return day - timedelta(days=31 * MONTHS_BACK), day + timedelta(days=31 * MONTHS_AHEAD)


def _has_sql(package: str) -> bool:
    try:
        return (files(package) / "sql").is_dir()
    except ModuleNotFoundError:
        return False
