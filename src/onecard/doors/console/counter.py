"""What an operator has before her: the person, the card and its halves, the e-card, and what happened to them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.console.tickets import Done, Visit
from onecard.doors.look.writing import reference_of
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Scope, Transaction
from onecard.rules.book import Dated

#: Who may see a person's card whole; who only keeps a half of it sees that half.
FIND = "residents.find"


@dataclass(frozen=True, slots=True)
class Counter:
    """One visit as it stands at `at`; name and number masked.

    Of a person whose card is another province's nothing is known here but the number that was typed.
    """

    house: House
    staff: Staff
    agency: agencies.Agency
    visit: Visit
    at: datetime
    person: residents.Resident | None
    masked: residents.Masked
    held: tuple[cards.Card, ...]
    ecard: ecards.Ecard | None
    halves: tuple[cards.HalfStanding, ...]
    events: tuple[cards.CardEvent, ...]
    requests: tuple[cards.CardRequest, ...]
    carriers: tuple[ecards.Carrier, ...] = ()

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
        """How the card stands at this instant; `none` for who never had one, `away` where it is another province's."""
        if self.visit.where == "away":
            return "away"
        return self.card.effective(self.at) if self.card else "none"

    @property
    def actor(self) -> str:
        """Who acts, as events keep it."""
        return f"staff {self.staff.staff_id}"

    @property
    def issuer(self) -> int | None:
        """Whose rules hold: the card's issuer, or where the person is registered; None if neither is known."""
        if self.card:
            return self.card.issuer
        return self.visit.home or (self.person.division if self.person else None)

    def rule(self, name: str) -> Dated:
        """A value of the rulebook's page on cards, for this card's place, today."""
        return self.house.book.value(f"cards.{name}", place=self.issuer or self.agency.division, on=day_of(self.at))

    def done(self, tx: Transaction, **facts: str) -> Done:
        """What was just done to this person's card, under the number of its event."""
        newest = cards.events_of(tx, holder_id=self.holder_id)[0]
        return Done(reference_of(newest.event_id), self.at, facts)

    def done_to_ecard(self, tx: Transaction, **facts: str) -> Done:
        """The same for the e-card, whose events are its own."""
        later = self.at + timedelta(seconds=1)
        newest = ecards.events_before(tx, holder_id=self.holder_id, before=later, at_most=1)[0]
        return Done(reference_of(newest.event_id), self.at, facts)

    @property
    def doer(self) -> ecards.Doer:
        """Who acts, as the e-card's events keep it."""
        return ecards.Doer(self.actor, self.staff.agency_id)


def scope_at(staff: Staff, visit: Visit) -> Scope:
    """The operator's scope, with the provinces where the data of a person lie who is served here."""
    provinces = visit.provinces if visit.where == "here" else ()
    return replace(scope_of(staff), reach=tuple(sorted({*staff.reach, *provinces})))


def read_counter(house: House, tx: Transaction, staff: Staff, visit: Visit) -> Counter:
    """Read all of it; NothingHere where the person is not (any more) within reach."""
    holder_id, at = visit.holder_id, house.clock()
    agency = agencies.find_agencies(tx, [staff.agency_id])[staff.agency_id]
    requests = tuple(cards.requests_of(tx, holder_id=holder_id))
    if visit.where != "here":
        known = residents.Masked("", visit.number)
        return Counter(house, staff, agency, visit, at, None, known, (), None, (), (), requests)
    person = residents.find_resident(tx, holder_id=holder_id)
    if person is None:
        raise NothingHere
    held = tuple(cards.cards_of(tx, holder_id=holder_id))
    whole = Counter(
        house,
        staff,
        agency,
        visit,
        at,
        person,
        residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring),
        held,
        ecards.ecard_of(tx, holder_id=holder_id),
        tuple(cards.halves_of(tx, holder_id=holder_id, at=at)) if any(one.kind == "standard" for one in held) else (),
        tuple(cards.events_of(tx, holder_id=holder_id)),
        requests,
        tuple(ecards.standing_carriers(tx, holder_id=holder_id, at=at)),
    )
    return whole if FIND in staff.permissions else _of_its_half(whole)


def _of_its_half(whole: Counter) -> Counter:
    """What the keeper of a half sees, a bank for one: that half, what happened to it, and nothing else of her."""
    half = next((half for half, kind in cards.HALF_OWNERS.items() if kind == whole.agency.kind), None)
    halves = tuple(one for one in whole.halves if one.half == half)
    events = tuple(one for one in whole.events if one.facts.get("half") == half and half is not None)
    return replace(whole, halves=halves, events=events, ecard=None, requests=(), carriers=())
