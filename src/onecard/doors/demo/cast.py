"""The named people of the demo nation and how one signs in as them; all of it stands in `data/cast.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from uuid import UUID

import msgspec
import numpy as np
import pyotp

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.domains.ledger import api as ledger
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.demo.institutions import AgencyIds
from onecard.doors.demo.numbers import stems, with_check
from onecard.doors.demo.settlers import ACTOR, issuing_division, top_up
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.tourism.desk import sell_pass

#: The cast is there long enough for a year pass bought ninety days ago.
DAYS_BEFORE = 95
#: Where the cast's relatives may show codes.
DELEGATED = ("transit", "tourism")
PASS = "hainan_guangdong"  # noqa: S105  an alliance, not a password


class Represented(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For whom somebody of the cast acts: by consent, or as a child's guardian."""

    who: str
    relation: delegations.Relation
    kind: delegations.Kind


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One resident of the cast, as the file tells."""

    id: str
    card_number: str
    name: str
    division: int
    born: date
    sex: Literal["F", "M"]
    sequence: int
    password: str
    transport_fen: int
    bank_fen: int
    story_zh: str
    story_en: str
    statuses: tuple[str, ...] = ()
    year_pass_bought_days_ago: int | None = None
    lost: Literal["temporary"] | None = None
    acts_for: tuple[Represented, ...] = ()
    phone: str | None = None

    @property
    def number(self) -> str:
        """The person's valid, invented citizen number."""
        born = np.array([self.born], dtype="datetime64[D]")
        return with_check(stems(np.array([self.division]), born, np.array([self.sequence])))[0]


class StaffPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One member of staff of the cast."""

    sign_in_name: str
    name: str
    agency: str
    province: int
    roles: tuple[str, ...]
    password: str
    totp_secret: str


@dataclass(frozen=True)
class Cast:
    """Everybody one can sign in as."""

    residents: tuple[Part, ...]
    staff: tuple[StaffPart, ...]

    def part(self, name: str) -> Part:
        """One resident by id; KeyError for nobody."""
        return {part.id: part for part in self.residents}[name]


@cache
def read_cast() -> Cast:
    """The cast out of its file."""
    told: dict[str, Any] = tomllib.loads((files(__package__) / "data" / "cast.toml").read_text(encoding="utf-8"))
    return Cast(
        msgspec.convert(told["resident"], tuple[Part, ...]), msgspec.convert(told["staff"], tuple[StaffPart, ...])
    )


def settle_cast(house: House, tx: Transaction, *, now: datetime) -> dict[str, UUID]:
    """Register the named residents with cards, e-cards, passwords, purses, and what their story needs."""
    at = now - timedelta(days=DAYS_BEFORE)
    parts = read_cast().residents
    holders = residents.register_residents(tx, [_resident(part) for part in parts], keyring=house.keyring, at=at)
    of = dict(zip((part.id for part in parts), holders, strict=True))
    issued = [cards.NewCard(of[part.id], issuing_division(part.division), None, part.card_number) for part in parts]
    cards.issue_cards(tx, issued, at=at, actor=ACTOR)
    ecards.issue_ecards(tx, [ecards.NewEcard(card.holder_id, card.issuer, 2) for card in issued], at=at)
    ledger.post_many(tx, [move for part in parts for move in _funds(part, of[part.id], at)])
    for part in parts:
        ecards.set_password(tx, holder_id=of[part.id], password=part.password, keyring=house.keyring)
        _play(house, tx, part, of[part.id], now)
        for other in part.acts_for:
            _let_act(house, tx, other, holder_id=of[other.who], delegate_id=of[part.id], now=now)
    return of


def enrol_staff(house: House, tx: Transaction, ids: AgencyIds, *, at: datetime) -> None:
    """Enrol the named members of staff at their agencies."""
    for part in read_cast().staff:
        agencies.create_staff(
            tx, agency_id=ids[part.province, part.agency], sign_in_name=part.sign_in_name, name_zh=part.name,
            roles=part.roles, password=part.password, keyring=house.keyring, at=at, totp_secret=part.totp_secret,
        )  # fmt: skip


def one_time_code(sign_in_name: str, at: datetime) -> str:
    """The six digits a demo member of staff would read off a phone now; KeyError for nobody."""
    secrets = {part.sign_in_name: part.totp_secret for part in read_cast().staff}
    return pyotp.TOTP(secrets[sign_in_name]).at(at)


def sign_in_lines(terminals: str) -> list[str]:
    """What to type to sign in as each of them, for the screen."""
    cast = read_cast()
    lines = ["演示登录(全部虚构)· demo sign-ins (nobody here exists)"]
    lines += [
        f"居民 {part.card_number} 密码 {part.password}  {part.name}:{part.story_zh} · {part.story_en}"
        for part in cast.residents
    ]
    lines += [
        f"工作人员 staff {part.sign_in_name} 密码 {part.password} TOTP {part.totp_secret}  {', '.join(part.roles)}"
        for part in cast.staff
    ]
    lines += [
        "  经办控制台 operator console: /console/sign-in · 受理终端 terminal: /terminal/sign-in",
        "  动态口令 one-time code: onecard demo code hall.sichuan",
    ]
    return [*lines, f"终端密钥 terminal keys: {terminals}"]


def _resident(part: Part) -> residents.NewResident:
    number = residents.SocialSecurityNumber(part.number, part.division, part.born, part.sex)
    statuses = tuple(
        residents.NewStatus(kind, date(2024, 9, 1), None, "演示学籍 · demo enrolment") for kind in part.statuses
    )
    return residents.NewResident(number, part.name, part.division, part.phone, statuses)


def _funds(part: Part, holder: UUID, at: datetime) -> list[ledger.Movement]:
    province = issuing_division(part.division) // 10_000
    purses = ((ledger.TRANSPORT, part.transport_fen), (ledger.BANK, part.bank_fen))
    return [top_up(holder, province, kind, fen, at) for kind, fen in purses]


def _play(house: House, tx: Transaction, part: Part, holder: UUID, now: datetime) -> None:
    if part.year_pass_bought_days_ago is not None:
        bought = now - timedelta(days=part.year_pass_bought_days_ago)
        sell_pass(tx, holder_id=holder, alliance=PASS, book=house.book, at=bought, request_key="demo-year-pass")
    if part.lost is not None:
        days = house.book.value("cards.temporary_loss_days", place=part.division, on=day_of(now)).value
        until = now + timedelta(days=days)
        cards.report_loss(tx, holder_id=holder, kind=part.lost, at=now, actor=ACTOR, until=until)


def _let_act(
    house: House, tx: Transaction, other: Represented, *, holder_id: UUID, delegate_id: UUID, now: datetime
) -> None:
    """As a counter registers it, with all that may be allowed, for half a year."""
    until = day_of(now) + timedelta(days=180)
    wish = delegations.Wish(
        holder_id, delegate_id, other.relation, delegations.Terms(delegations.SCOPES, DELEGATED, 10, until)
    )
    proof = delegations.Proof("household_register", ACTOR, "演示档案 · demo file")
    delegations.register_delegation(
        tx, wish, kind=other.kind, proof=proof, book=house.book, scenes=house.scenes, at=now, keyring=house.keyring
    )
