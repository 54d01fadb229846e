"""The e-cards' named queries, and the columns of a batch of new ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg.errors import UniqueViolation

from onecard.domains.ecards.errors import EcardExists
from onecard.domains.ecards.models import NewEcard, draw_pseudonym, draw_sign_no
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.ecards")


def add_ecards(tx: Transaction, new: Sequence[NewEcard], *, at: datetime) -> None:
    """Store new e-cards with their look-ups: three statements, however many. EcardExists where somebody was first."""
    holders = [one.holder_id for one in new]
    pseudonyms = [draw_pseudonym() if one.pseudonym is None else one.pseudonym for one in new]
    try:
        sql.add_ecards(
            tx,
            holders=holders,
            ecards=[new_id() for _ in new],
            sign_nos=[draw_sign_no(one.issuer) for one in new],
            pseudonyms=pseudonyms,
            issuers=[one.issuer for one in new],
            levels=[one.level for one in new],
            at=at,
        )
    except UniqueViolation:
        raise EcardExists from None
    sql.add_pseudonyms(tx, pseudonyms=pseudonyms, holders=holders)
    add_tally(tx, Counter(one.issuer // 10000 for one in new))


def add_tally(tx: Transaction, provinces: Mapping[int, int]) -> None:
    """Count e-cards up (or down) by province."""
    sql.add_tally(tx, ids=[new_id() for _ in provinces], provinces=list(provinces), ecards=list(provinces.values()))
