"""Settles one chunk of invented people: register, issue cards and e-cards, fill the purses. All by the column."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.demo.past import Carried
from onecard.doors.demo.people import PYRAMID_DAY, Chunk, People
from onecard.doors.demo.plan import XPCC, issuer_of
from onecard.kernel.ids import new_id

ACTOR = "demo"
_STUDENT = residents.NewStatus("student", date(2026, 1, 1), None, "演示学籍 · demo enrolment (illustrative)")
#: Purses at the founding, in fen, and how many in a hundred have a bank purse on the card (illustrative).
_TRANSPORT_FEN, _BANK_FEN, _BANK_PERCENT = (3_000, 20_000), (20_000, 300_000), 40
#: Of those without, how many in a hundred never went to the bank to have the account activated (illustrative).
_NOT_AT_THE_BANK_PERCENT = 25


def settle(house: House, chunk: Chunk, people: People, *, seed: int, at: datetime) -> Carried:
    """Everything of one chunk in one transaction; returns what the people carry."""
    random = np.random.default_rng([seed, chunk.counties[0], 2])
    with house.app.writing() as tx:
        new = list(_residents(people, random))
        holders = residents.register_residents(tx, new, keyring=house.keyring, at=at)
        issuers = [issuing_division(one.division) for one in new]
        purses = _draw_purses(len(holders), random)
        issued = list(_cards(holders, issuers, purses, random))
        made = cards.issue_cards(tx, issued, at=at, actor=ACTOR)
        pseudonyms = [secrets.randbits(64) - 2**63 if has else None for has in people.has_ecard.tolist()]
        with_ecard = [
            ecards.NewEcard(holder, issuer, 1 if savings is None else 2, pseudonym)
            for holder, issuer, pseudonym, (_, savings) in zip(holders, issuers, pseudonyms, purses, strict=True)
            if pseudonym is not None
        ]
        ecards.issue_ecards(tx, with_ecard, at=at)
        ledger.post_many(tx, list(_funds(holders, issuers, purses, at)))
    return Carried(pseudonyms, [card.identifier for card in made], [issuer // 10_000 for issuer in issuers])


def issuing_division(county: int) -> int:
    """Cards are issued by the city; the corps issues those of its own cities."""
    return XPCC if issuer_of(county) == XPCC else county // 100 * 100


def _residents(people: People, random: np.random.Generator) -> Iterator[residents.NewResident]:
    ages = (PYRAMID_DAY - people.born).astype("timedelta64[Y]").astype(np.int64)
    students = ((ages >= 18) & (ages <= 22) & (random.random(len(ages)) < 0.5)).tolist()
    columns = (people.number, people.name, people.division.tolist(), people.born.tolist(), people.female.tolist())
    for (number, name, division, born, female), student in zip(zip(*columns, strict=True), students, strict=True):
        checked = residents.SocialSecurityNumber(number, division, born, "F" if female else "M")
        yield residents.NewResident(checked, name, division, statuses=(_STUDENT,) if student else ())


def _cards(
    holders: Sequence[UUID],
    issuers: Sequence[int],
    purses: Sequence[tuple[int, int | None]],
    random: np.random.Generator,
) -> Iterator[cards.NewCard]:
    """Their cards; who keeps money at the bank has activated that half, and most of the others have too."""
    idle = (random.integers(0, 100, len(holders)) < _NOT_AT_THE_BANK_PERCENT).tolist()
    for holder, issuer, (_, savings), waits in zip(holders, issuers, purses, idle, strict=True):
        yield cards.NewCard(holder, issuer, bank_state="inactive" if waits and savings is None else "active")


def _draw_purses(many: int, random: np.random.Generator) -> list[tuple[int, int | None]]:
    """Fen in the transport and in the bank purse of each; no bank purse for most, and then no e-card of level 2."""
    transport = random.integers(*_TRANSPORT_FEN, many).tolist()
    bank = random.integers(*_BANK_FEN, many).tolist()
    banked = (random.integers(0, 100, many) < _BANK_PERCENT).tolist()
    return [(rides, savings if has else None) for rides, savings, has in zip(transport, bank, banked, strict=True)]


def _funds(
    holders: Sequence[UUID], issuers: Sequence[int], purses: Sequence[tuple[int, int | None]], at: datetime
) -> Iterator[ledger.Movement]:
    for holder, issuer, (rides, savings) in zip(holders, issuers, purses, strict=True):
        province = issuer // 10_000
        yield top_up(holder, province, ledger.TRANSPORT, rides, at)
        if savings is not None:
            yield top_up(holder, province, ledger.BANK, savings, at)


def top_up(holder: UUID, province: int, kind: int, fen: int, at: datetime) -> ledger.Movement:
    """Money from outside into a purse."""
    reference = new_id()
    return ledger.Movement(
        holder, ledger.bank_float(province), ledger.purse(province, kind), fen, "top_up", reference, at, reference
    )
