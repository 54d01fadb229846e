"""What an operator has before her: the person, the card and its halves, the e-card, and what happened to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.console.tickets import Visit
from onecard.doors.look.writing import reference_of
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import Staff
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Dated


@dataclass(frozen=True, slots=True)
class Counter:
    """One visit as it stands at `at`; read within the operator's reach, name and number masked."""

    house: House
    staff: Staff
    agency: agencies.Agency
    visit: Visit
    at: datetime
    person: residents.Resident
    masked: residents.Masked
    held: tuple[cards.Card, ...]
    ecard: ecards.Ecard | None
    halves: tuple[cards.HalfStanding, ...]
    events: tuple[cards.CardEvent, ...]

    @property
    def holder_id(self) -> UUID:
        """Who is at the counter."""
        return self.visit.holder_id

    @property
    def card(self) -> cards.Card | None:
        """The valid card, or else the latest; never a temporary one."""
        return next((one for one in self.held if one.kind == "standard"), None)

    @property
    def coming(self) -> cards.Card | None:
        """The card that is on its way, beside the valid one or alone."""
        return next((one for one in self.held if one.state in ("applied", "produced", "delivered")), None)

    @property
    def bridge(self) -> cards.Card | None:
        """The temporary card, while it holds."""
        held = (one for one in self.held if one.kind == "temporary")
        return next((one for one in held if one.effective(self.at) == "active"), None)

    @property
    def state(self) -> str:
        """How the card stands at this instant; `none` for who never had one."""
        return self.card.effective(self.at) if self.card else "none"

    @property
    def actor(self) -> str:
        """Who acts, as events keep it."""
        return f"staff {self.staff.staff_id}"

    @property
    def issuer(self) -> int:
        """Whose rules hold: the card's issuing division, or where the person is registered."""
        return self.card.issuer if self.card else self.person.division

    def rule(self, name: str) -> Dated:
        """A value of the rulebook's page on cards, for this card's place, today."""
        return self.house.book.value(f"cards.{name}", place=self.issuer, on=day_of(self.at))


def read_counter(house: House, tx: Transaction, staff: Staff, visit: Visit) -> Counter:
    """Read all of it; NothingHere where the person is not (any more) within reach."""
    person = residents.find_resident(tx, holder_id=visit.holder_id)
    if person is None:
        raise NothingHere
    held = tuple(cards.cards_of(tx, holder_id=visit.holder_id))
    return Counter(
        house,
        staff,
        agencies.find_agencies(tx, [staff.agency_id])[staff.agency_id],
        visit,
        house.clock(),
        person,
        residents.show_masked(tx, holder_id=visit.holder_id, keyring=house.keyring),
        held,
        ecards.ecard_of(tx, holder_id=visit.holder_id),
        tuple(cards.halves_of(tx, holder_id=visit.holder_id, at=house.clock())) if held else (),
        tuple(cards.events_of(tx, holder_id=visit.holder_id)),
    )


def last_reference(tx: Transaction, holder_id: UUID) -> str:
    """The number of what was just written about this person's cards."""
    return reference_of(cards.events_of(tx, holder_id=holder_id)[0].event_id)
