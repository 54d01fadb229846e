"""Appending to the access log and proving that nobody touched it since."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from onecard.domains.sharing.errors import PurposeUnknown, ReferenceHoldsNumber
from onecard.domains.sharing.models import (
    LEGAL_BASES,
    PURPOSES,
    SIGN_IN,
    Finding,
    Ground,
    Look,
    Onlooker,
    Subject,
    Verdict,
)
from onecard.domains.sharing.sealing import NOUGHT, Sealer
from onecard.kernel.crypto import Keyring
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.postgres.transaction import Transaction

sql = named_queries("onecard.domains.sharing")
NOBODY = UUID(int=0)
_LAST = datetime.max.replace(tzinfo=UTC)
_PAGE = 5_000
#: An identity number is 17 digits and a digit or X, an old one 15 digits, a bank card 16 to 19.
_NUMBER = re.compile(r"\d{15}")
#: What people write between the groups of a number.
_BETWEEN = re.compile(r"(?<=\d)[\s\-._·]+(?=\d)")


def record_look(
    tx: Transaction,
    *,
    holder_id: UUID,
    onlooker: Onlooker,
    subject: Subject,
    ground: Ground,
    found: bool,
    at: datetime,
    keyring: Keyring,
) -> UUID:
    """Write that somebody looks at this person; call it before the data leaves, in the same transaction."""
    purposes = (*PURPOSES, SIGN_IN) if onlooker.kind == "partner" else PURPOSES
    if ground.purpose not in purposes or ground.legal_basis not in LEGAL_BASES:
        raise PurposeUnknown
    if holds_number(ground.reference):
        raise ReferenceHoldsNumber
    end = sql.hold_chain(tx, chain=onlooker.agency_id)
    look: dict[str, Any] = {
        "holder_id": holder_id,
        "look_id": new_id(),
        "chain": onlooker.agency_id,
        "sequence": end.last_sequence + 1,
        "actor_kind": onlooker.kind,
        "actor": onlooker.actor,
        "subject": subject,
        "purpose": ground.purpose,
        "legal_basis": ground.legal_basis,
        "reference": ground.reference,
        "found": found,
        "looked_at": at,
        "key_id": keyring.secret_key_id(),
        "seal_before": bytes(end.last_seal),
    }
    list(sql.append_look(tx, **look, seal=Sealer(keyring).seal(look)))
    look_id: UUID = look["look_id"]
    return look_id


def holds_number(text: str) -> bool:
    """Whether the text holds 15 digits in a row, in whatever width and grouping they are written."""
    plain = unicodedata.normalize("NFKC", text)
    return _NUMBER.search(_BETWEEN.sub("", plain)) is not None


def looks_at(
    tx: Transaction, holder_id: UUID, *, before: datetime = _LAST, before_look: UUID = NOBODY, count: int = 100
) -> list[Look]:
    """Who looked at this person's data, newest first; the next page begins before the last look's moment and id."""
    found = sql.looks_at(tx, holder_id=holder_id, before=before, before_look=before_look, count=count)
    return [Look(*row) for row in found]


def verify(tx: Transaction, *, keyring: Keyring) -> Verdict:
    """Seal every link of every chain again and say where one does not hold; one pass, a page in memory at a time."""
    ends = {row.chain: row for row in sql.chain_ends(tx)}
    findings: list[Finding] = []
    looks, sealer = 0, Sealer(keyring)
    seen = set()
    for chain, links in groupby(_links(tx), key=lambda link: link.chain):
        last_sequence, last_seal = 0, NOUGHT
        for link in links:
            looks += 1
            findings += _check_link(link, last_sequence, last_seal, sealer)
            last_sequence, last_seal = link.sequence, bytes(link.seal)
        findings += _check_end(chain, ends.get(chain), last_sequence, last_seal)
        seen.add(chain)
    findings += _vanished(row for chain, row in ends.items() if chain not in seen)
    witness = tuple((row.chain, row.sequence, bytes(row.seal).hex()) for row in ends.values())
    return Verdict(len(ends), looks, tuple(findings), witness)


def _links(tx: Transaction) -> Iterator[Any]:
    after = {"chain": NOBODY, "sequence": 0, "look_id": NOBODY}
    while page := list(sql.links_after(tx, **after, count=_PAGE)):
        yield from page
        after = {"chain": page[-1].chain, "sequence": page[-1].sequence, "look_id": page[-1].look_id}


def _check_link(link: Any, last_sequence: int, last_seal: bytes, sealer: Sealer) -> Iterator[Finding]:
    if link.sequence != last_sequence + 1:
        yield Finding(
            link.chain,
            link.sequence,
            (
                f"前一条为 {last_sequence}：有缺失、重复或移位",
                f"follows {last_sequence}: a link is missing, doubled or moved",
            ),
        )
    if bytes(link.seal_before) != last_seal:
        yield Finding(link.chain, link.sequence, ("未带前一条的封印", "does not carry the seal of the link before it"))
    if sealer.seal(link._asdict()) != bytes(link.seal):
        yield Finding(link.chain, link.sequence, ("封印之后被改动", "was changed after it was sealed"))


def _check_end(chain: UUID, end: Any, last_sequence: int, last_seal: bytes) -> Iterator[Finding]:
    if end is None:
        yield Finding(chain, last_sequence, ("链尾丢失", "the chain has lost its end"))
    elif (end.sequence, bytes(end.seal)) != (last_sequence, last_seal):
        yield Finding(
            chain, last_sequence, (f"链尾应为第 {end.sequence} 条", f"the chain should end at {end.sequence}")
        )


def _vanished(ends: Iterable[Any]) -> Iterator[Finding]:
    for end in ends:
        if end.sequence:
            yield Finding(end.chain, 0, (f"全部 {end.sequence} 条均已消失", f"all {end.sequence} links are gone"))
