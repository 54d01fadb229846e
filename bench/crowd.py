"""Homes to measure in: a crowd of so many holders, two bus companies' worth of gates, the real schema and keys."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid5

import psycopg

from onecard.domains.agencies import api as agencies
from onecard.domains.ledger import api as ledger
from onecard.doors.bootstrap import open_database, open_house
from onecard.doors.security.signing import TerminalSigner
from onecard.doors.serve import prepare
from onecard.kernel.clock import now
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import Settings

HERE = Path(__file__).parent
GATES, OPERATORS, STRIDE = 64, 8, 200_000
_NAMES = UUID("00000000-0000-0000-0000-00000000be1c")
Say = Callable[[str], None]


def gather(home: Path, people: int, say: Say) -> Settings:
    """The settings of a home with so many holders; made once and kept, and put back to how it was made."""
    settings = Settings(home=home / str(people), port=9180)
    mark = settings.home / "crowd.json"
    if not mark.is_file():
        with open_database(settings, say) as urls:
            prepare(settings, urls, lambda *_: None)
            with open_house(settings) as house, house.app.writing() as tx:
                terminals = _found(tx)
            _fill(urls.owner, people, say)
        mark.write_text(json.dumps([[str(t.point_id), t.seed.hex()] for t in terminals]))
    else:
        _put_back(settings, say)
    return settings


def _put_back(settings: Settings, say: Say) -> None:
    with open_database(settings, say) as urls, psycopg.connect(urls.owner, autocommit=True) as tx:
        tx.execute((HERE / "again.sql").read_text())
        tx.execute("vacuum analyze")


def terminals(settings: Settings) -> list[TerminalSigner]:
    """The gates of a home, spread over the operators in turn."""
    told = json.loads((settings.home / "crowd.json").read_text())
    return [TerminalSigner(UUID(point), bytes.fromhex(seed)) for point, seed in told]


def pick(owner_url: str, many: int) -> list[tuple[UUID, int]]:
    """So many holders' card identifiers and pseudonyms, in no order; not of those reported lost."""
    with psycopg.connect(owner_url) as tx:
        return tx.execute(_PICK, {"many": many}).fetchall()


_PICK = """
select c.identifier, e.pseudonym
from (select holder_id, pseudonym from ecards.ecard
      where random() < (select 1.3 * %(many)s / greatest(reltuples, 1) from pg_class
                        where oid = 'ecards.ecard'::regclass)
      limit %(many)s) as e
join cards.card c using (holder_id)
where c.state = 'active'
"""


def _found(tx: Transaction) -> list[TerminalSigner]:
    at = now()
    kinds = ("purse_keeper", "finance", "bank", "pass_issuer")
    made = {(p, k): uuid5(_NAMES, f"{k} {p}") for p in (50, 51) for k in kinds}
    operators = [uuid5(_NAMES, f"operator {n}") for n in range(OPERATORS)]
    listed = [agencies.Agency(i, kind, p * 10000, f"{kind} {p}", f"{kind} {p}") for (p, kind), i in made.items()]  # type: ignore[arg-type]
    listed += [agencies.Agency(i, "operator", 500000, f"公交 {n}", f"bus {n}") for n, i in enumerate(operators)]
    agencies.register_agencies(tx, listed, at=at)
    for province in (50, 51):
        owners = ledger.ProvinceAgencies(*(made[province, kind] for kind in kinds))
        ledger.ensure_chart(tx, province=province, name_zh=str(province), name_en=str(province), agencies=owners, at=at)
    accounts = [
        ledger.open_revenue_account(tx, agency_id=one, name_zh=f"公交 {n}", name_en=f"bus {n}", at=at)
        for n, one in enumerate(operators)
    ]
    signers = [TerminalSigner(new_id(), secrets.token_bytes(32)) for _ in range(GATES)]
    agencies.register_points(
        tx,
        [
            agencies.NewPoint(
                point_id=signer.point_id, agency_id=operators[n % OPERATORS], kind="gate", scene="transit",
                division=500103, name_zh=f"闸机 {n}", name_en=f"gate {n}", account=accounts[n % OPERATORS],
                settings={"line": str(n % OPERATORS)}, terminal_key=signer.public_key,
            )
            for n, signer in enumerate(signers)
        ],
        at=at,
    )  # fmt: skip
    return signers


def _fill(owner_url: str, people: int, say: Say) -> None:
    text = (HERE / "crowd.sql").read_text()
    with psycopg.connect(owner_url) as tx:
        for first in range(1, people + 1, STRIDE):
            last = min(first + STRIDE - 1, people)
            with psycopg.ClientCursor(tx) as cursor:
                cursor.execute(text, {"first": first, "last": last})
            tx.commit()
            say(f"crowd {last:,} of {people:,}")
    with psycopg.connect(owner_url, autocommit=True) as tx:
        tx.execute("vacuum analyze")
