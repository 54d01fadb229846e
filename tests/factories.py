"""Invented people for tests, made through the domains' own verbs: `make_resident`, `make_cardholder`."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID

from stdnum.cn import ric

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction

LANGZHONG, YUZHONG, TIANHE, XIUYING = 511381, 500103, 440106, 460105
#: What the nation's rulebook says of a new card's halves: the bank's waits for the bank.
HALVES = cards.HalvesRule(frozenset({"social", "transport"}), follow=True)
_sequence = count()


@dataclass(frozen=True)
class Cardholder:
    """A person with a card and an e-card."""

    holder_id: UUID
    number: str
    card: cards.Card
    ecard: ecards.Ecard


def number_of(*, division: int = LANGZHONG, born: date = date(1950, 5, 1), sex: str = "F", sequence: int = 1) -> str:
    """A well-formed number of nobody: `sequence` 0 to 499 keeps people of one place and day apart."""
    stem = f"{division:06d}{born:%Y%m%d}{sequence * 2 % 1000 + (sex == 'M'):03d}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def make_resident(
    tx: Transaction,
    *,
    keyring: Keyring,
    at: datetime,
    number: str | None = None,
    name: str = "张小明",
    division: int = LANGZHONG,
    born: date = date(1950, 5, 1),
    sex: str = "F",
    phone: str | None = None,
    statuses: tuple[residents.NewStatus, ...] = (),
) -> UUID:
    """Register one person; without a number each call makes another person."""
    text = number or number_of(division=division, born=born, sex=sex, sequence=next(_sequence) % 500)
    parsed = residents.SocialSecurityNumber.parse(text, {int(text[:6])})
    new = residents.NewResident(parsed, name, division, phone, statuses)
    return residents.register_residents(tx, [new], keyring=keyring, at=at)[0]


def make_cardholder(
    tx: Transaction,
    *,
    keyring: Keyring,
    at: datetime,
    division: int = LANGZHONG,
    born: date = date(1950, 5, 1),
    sex: str = "F",
    name: str = "张小明",
    statuses: tuple[residents.NewStatus, ...] = (),
    password: str | None = None,
    level: ecards.Level = 2,
) -> Cardholder:
    """Register one person with an active card and an e-card (and, if given, the e-card's password)."""
    number = number_of(division=division, born=born, sex=sex, sequence=next(_sequence) % 500)
    holder_id = make_resident(
        tx, keyring=keyring, at=at, number=number, name=name, division=division, statuses=statuses
    )
    card = cards.issue_cards(tx, [cards.NewCard(holder_id, division)], at=at, actor="test")[0]
    ecards.issue_ecards(tx, [ecards.NewEcard(holder_id, division, level)], at=at)
    if password:
        ecards.set_password(tx, holder_id=holder_id, password=password, keyring=keyring)
    ecard = ecards.ecard_of(tx, holder_id=holder_id)
    assert ecard is not None
    return Cardholder(holder_id, number, card, ecard)
