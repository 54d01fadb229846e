"""Opens the house: settings, keys, rulebook, scenes and the three database pools, for whichever door asks.

Only doors call this. With ONECARD_DATABASE_URL the server named there is used as it is; without it our own PostgreSQL
is started, or attached to where it runs. The schema is not touched here: `onecard up` (doors.schema) does that.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from onecard import rulebook
from onecard.domains.usage.api import Limits, Scene, UsePath
from onecard.kernel import audit
from onecard.kernel.clock import Clock, now
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.keyring import Suite
from onecard.kernel.home import prepare_home
from onecard.kernel.logs import get_log
from onecard.kernel.plugins import discover
from onecard.kernel.postgres.errors import DatabaseUnreachable
from onecard.kernel.postgres.reaching import require_answer, require_schema
from onecard.kernel.postgres.server import Say, Server
from onecard.kernel.postgres.transaction import Database
from onecard.kernel.settings import Settings
from onecard.rules.book import Book


@dataclass(frozen=True)
class House:
    """What every door works with. `app`, `use` and `board` are pools under database roles of those rights only."""

    settings: Settings
    clock: Clock
    keyring: Keyring
    book: Book
    scenes: dict[str, Scene]
    app: Database
    use: Database
    board: Database
    log: Any = field(default_factory=get_log)

    def use_path(self) -> UsePath:
        """A use path of these scenes and this rulebook, as patient with terminals as the settings say."""
        limits = Limits(clock_skew=self.settings.clock_skew, late_upload=self.settings.late_upload)
        return UsePath(self.scenes, self.book, limits)


@dataclass(frozen=True)
class Urls:
    """Where the database is: as owner of the schema (for migrations), and to log in (for everything else)."""

    owner: str
    login: str
    server: Server | None = None


@contextmanager
def open_database(settings: Settings, say: Say | None = None, *, start: bool = True) -> Iterator[Urls]:
    """The server by URL, which must answer, or our own, which is left running when others still use it."""
    prepare_home(settings.home)
    if settings.database_url:
        if start:
            require_answer(settings.database_url)
        yield Urls(settings.database_url, settings.database_url)
        return
    server = Server(settings.home, port=settings.postgres_port, say=say)
    try:
        server.open(start=start)
        yield Urls(server.owner_url, server.login_url, server)
    finally:
        server.close()


@contextmanager
def open_house(settings: Settings, clock: Clock = now, *, pool: int = 4, start: bool = True) -> Iterator[House]:
    """A house, closed again at the end: pools first, then (when nobody else uses it) our PostgreSQL.

    With `start=False` PostgreSQL is waited for: whoever supervises this process starts it and has set it up.
    """
    with ExitStack() as stack:
        urls = stack.enter_context(open_database(settings, start=start))
        if start:
            require_schema(urls.login, patience=_PATIENCE_SECONDS)
        app, use, board = (Database(urls.login, role=role, size=pool) for role in _ROLES)
        for database in (app, use, board):
            stack.callback(database.close)
        if not app.answers(seconds=_PATIENCE_SECONDS):
            raise DatabaseUnreachable()
        yield House(settings, clock, open_keys(settings, app, clock), rulebook.load(), find_scenes(), app, use, board)


def open_keys(settings: Settings, database: Database, clock: Clock = now) -> Keyring:
    """The keys of this home; made while there is nobody in the database, never again beside people's sealed data."""
    if Keyring.present(settings.keys):
        return Keyring.open(settings.keys)
    with database.reading() as tx:
        somebody = tx.execute("select 1 from residents.resident limit 1").fetchone()
    if somebody:
        return Keyring.open(settings.keys)
    with database.writing() as tx:
        keyring, at = Keyring.create(settings.keys, suite=_suite(settings)), clock()
        deeds = [audit.Deed("key.created", key.use, {"key_id": key.key_id}) for key in keyring.known_keys(at)]
        audit.record(tx, deeds, actor=audit.SYSTEM, at=at)
    return keyring


def _suite(settings: Settings) -> Suite:
    return "guomi" if settings.crypto_suite == "guomi" else "international"


def find_scenes() -> dict[str, Scene]:
    """Every scene found by its manifest, by id; two with the same wire byte would read each other's codes."""
    found: dict[str, Scene] = {}
    for plugin in discover("onecard.scenes"):
        flow = plugin.module("flow")
        if flow is not None:
            found[plugin.id] = flow.scene
    wires = [scene.manner.wire for scene in found.values()]
    assert len(wires) == len(set(wires)), f"two scenes share a wire byte: {sorted(wires)}"
    return found


#: Our own server may be starting again after a crash.
_PATIENCE_SECONDS = 15.0
_ROLES: tuple[Any, ...] = ("onecard_app", "onecard_use", "onecard_board")
