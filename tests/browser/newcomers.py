"""People of Guangzhou who are not of the demo's cast: one may buy a year pass, one has bought and ridden a bus, and one
locked a half of her card and has an initial password on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tests.factories import TIANHE, YUZHONG, make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.usage import api as usage
from onecard.doors.bootstrap import House
from onecard.doors.demo.plan import PlannedPoint
from onecard.doors.terminal.accepting import Till
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.tourism.desk import sell_pass

PASSWORD, GUANGDONG, ALLIANCE = "271828", 44, "hainan_guangdong"


@dataclass(frozen=True)
class Newcomer:
    """What one of them types to sign in, and the initial password on the card of who has one."""

    card_number: str
    number: str
    password: str = PASSWORD
    initial_pin: str = ""


def settle_newcomers(house: House, tx: Transaction, *, at: datetime) -> dict[str, tuple[UUID, Newcomer]]:
    """Register them with money on the card; `owner` has a pass that waits to be activated."""
    found: dict[str, tuple[UUID, Newcomer]] = {}
    for part in ("buyer", "owner"):
        made = make_cardholder(tx, keyring=house.keyring, at=at, division=TIANHE, name="陈示例", password=PASSWORD)
        for purse in (ledger.purse(GUANGDONG), ledger.purse(GUANGDONG, ledger.BANK)):
            ledger.top_up(
                tx, holder_id=made.holder_id, purse=purse, amount_fen=50_000, happened_at=at, at=at,
                request_key=f"{part} {purse}",
            )  # fmt: skip
        found[part] = (made.holder_id, Newcomer(made.card.card_number, made.number))
    moved = make_cardholder(tx, keyring=house.keyring, at=at, division=YUZHONG, name="渝示例", password=PASSWORD)
    found["replaced"] = (moved.holder_id, Newcomer(moved.card.card_number, moved.number))
    sell_pass(
        tx, holder_id=found["owner"][0], alliance=ALLIANCE, book=house.book, at=at,
        request_key="owner",
    )  # fmt: skip
    made = make_cardholder(tx, keyring=house.keyring, at=at, division=TIANHE, name="陈示例", password=PASSWORD)
    halves = {"holder_id": made.holder_id, "at": at, "actor": "resident"}
    cards.lock_half(tx, half="transport", cause="holder", reason="asked", **halves)
    pin = cards.give_pin(tx, half="social", keyring=house.keyring, **{**halves, "actor": "staff"})
    found["locker"] = (made.holder_id, Newcomer(made.card.card_number, made.number, initial_pin=pin))
    return found


def ride(house: House, holder_id: UUID, planned: list[PlannedPoint], ids: list[UUID]) -> None:
    """One bus ride, paid by code."""
    bus = next(one for plan, one in zip(planned, ids, strict=True) if plan.key == f"{TIANHE}-bus")
    with house.app.reading() as tx:
        code = ecards.show_code(
            tx, holder_id=holder_id, scene=0, at=house.clock(), keyring=house.keyring,
            seconds=house.settings.code_seconds,
        )  # fmt: skip
    outcome = Till(house).present(bus, code.text, {})
    assert isinstance(outcome, usage.Accepted), outcome
