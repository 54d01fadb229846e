"""Who takes part: agencies, a gate, staff of every role, partners and a resident, all invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
from joserfc import jwt
from joserfc.jwk import OKPKey
from tests.country import CHONGQING, SICHUAN, agency, found_country
from tests.factories import Cardholder, make_cardholder

from onecard.domains.agencies import api as agencies
from onecard.domains.ledger import api as ledger
from onecard.doors.bootstrap import House
from onecard.doors.security.signing import TerminalSigner
from onecard.doors.security.tokens import TOKEN_PATH
from onecard.kernel.clock import HeldClock
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

PASSWORD, STAFF_PASSWORD = "271828", "four lotus ponds at noon"
CARD_AGENCY, OPERATOR = agency("card_agency 51"), agency("operator 50")
FINANCE = agency("finance 51")
#: Where a role usually works, unless at the card agency.
WORKPLACES = {
    "point_attendant": OPERATOR,
    "clearing_officer": OPERATOR,
    "agency_admin": OPERATOR,
    "payment_clerk": FINANCE,
    "policy_analyst": FINANCE,
}
CHONGQING_BUS = 20001


@dataclass
class Partner:
    """A partner's system with its key."""

    client_id: str
    key: OKPKey

    def assertion(self, house: House, **changes: Any) -> str:
        """A signed assertion for one token, unless a change says otherwise."""
        now = int(house.clock().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": house.settings.address + TOKEN_PATH,
            "exp": now + 300,
            "jti": str(new_id()),
        }
        return jwt.encode({"alg": "Ed25519"}, claims | changes, self.key, algorithms=["Ed25519"])


@dataclass
class Cast:
    """Everybody, by what they are."""

    house: House
    clock: HeldClock
    resident: Cardholder
    neighbour: Cardholder
    gate: TerminalSigner
    partner: Partner
    totp: dict[str, str] = field(default_factory=dict)

    def one_time_code(self, name: str) -> str:
        """The code of this member of staff now; the clock moves on, because each code serves once."""
        if name not in self.totp:
            self.employ(name)
        self.clock.move(seconds=30)
        return pyotp.TOTP(self.totp[name]).at(self.clock())

    def employ(self, name: str, *, roles: Sequence[str] = (), agency_id: UUID | None = None) -> None:
        """A member of staff; of the role of that name, where such a role usually works, unless told otherwise.

        Only who is wanted is employed: a password takes its time to be hashed.
        """
        usual = WORKPLACES.get(name, CARD_AGENCY)
        with self.house.app.writing() as tx:
            made = agencies.create_staff(
                tx,
                agency_id=agency_id or usual,
                sign_in_name=name,
                name_zh="某某",
                roles=roles or [name],
                password=STAFF_PASSWORD,
                keyring=self.house.keyring,
                at=self.house.clock(),
            )
        self.totp[name] = made.totp_secret


def gather(house: House, clock: HeldClock, owner_tx: Transaction) -> Cast:
    """Found the country and register everybody in it."""
    found_country(owner_tx, clock() - timedelta(days=1))
    with house.app.writing() as tx:
        at = clock()
        known = agencies.Agency(
            CARD_AGENCY, "card_agency", 510000, "四川省社保卡中心(示例)", "Sichuan card centre (sample)"
        )
        agencies.register_agencies(tx, [known], at=at)
        gate = _add_gate(tx, house)
        people = [_add_person(tx, house, name) for name in ("何秀英", "邻家")]
        ledger.top_up(
            tx,
            holder_id=people[0].holder_id,
            purse=ledger.purse(SICHUAN),
            amount_fen=5_000,
            happened_at=at,
            at=at,
            request_key="first top-up",
        )
        partner = _add_partner(tx, house)
    return Cast(house, clock, *people, gate, partner)


def _add_person(tx: Transaction, house: House, name: str) -> Cardholder:
    return make_cardholder(tx, keyring=house.keyring, at=house.clock(), name=name, password=PASSWORD)


def _add_gate(tx: Transaction, house: House) -> TerminalSigner:
    gate = TerminalSigner(new_id(), b"g" * 32)
    point = agencies.NewPoint(
        gate.point_id, OPERATOR, "gate", "transit", CHONGQING * 10000 + 103, "111 路(示例)", "Line 111 (sample)",
        CHONGQING_BUS, gate.public_key, {"line": "111", "key_pad": "social transport"},
    )  # fmt: skip
    agencies.register_points(tx, [point], at=house.clock())
    return gate


def _add_partner(tx: Transaction, house: House) -> Partner:
    key = OKPKey.generate_key("Ed25519")
    agencies.register_partner(
        tx,
        client_id="sample-partner",
        agency_id=OPERATOR,
        public_jwk=key.as_dict(private=False),
        scopes=sorted(agencies.SCOPES),
        at=house.clock(),
    )
    return Partner("sample-partner", key)


def token_form(cast: Cast, **changes: Any) -> dict[str, str]:
    """What a partner posts to get a token."""
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": cast.partner.assertion(cast.house, **changes),
    }
