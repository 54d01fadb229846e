"""How a counter's wish about a card is handled: looked up, written down, done at once at home, sent on from elsewhere.

A counter acts for its whole province. What belongs to another province's card becomes a request that the issuing
province decides; the counter is told no more of the person than who decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api.card_deeds import Deed, do
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.shapes_cards import ApplicantShape, GroundGiven, Handled
from onecard.doors.api.shapes_people import PersonWanted
from onecard.doors.bootstrap import House
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.request_keys import Request, kept_answer, once, request_of
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Scope, Transaction


class Wish:
    """What one member of staff asks for one person, before it is known where it is decided."""

    def __init__(self, house: House, limits: RateLimits, staff: Staff, data: PersonWanted) -> None:
        limits.take("look", str(staff.staff_id))
        self.house, self.staff, self.data, self.at = house, staff, data, house.clock()
        self.number = residents.SocialSecurityNumber.parse(data.number, house.book.places.divisions)
        self.holder_id = residents.holder_of(self.number, keyring=house.keyring)
        with house.app.reading() as tx:
            self.standing = cards.standing_of(tx, holder_id=self.holder_id)

    def handle(
        self, operation: cards.Operation, request_key: str, facts: Mapping[str, Any], *touched: int | None,
        home: int | None = None,
    ) -> Handled:  # fmt: skip
        """Do it or send it on, once, and keep the look in either case. `touched` are further divisions it changes."""
        issuer = home or self.standing.home
        request = request_of(self.staff, f"cards.{operation}", request_key, self.data, self.house.keyring)
        here = issuer is not None and is_at_home(self.staff, issuer)
        reached = (issuer, self.standing.valid, self.standing.coming, self.standing.registered, *touched)
        scope = scope_over(self.staff, *reached) if here else scope_of(self.staff)

        def work() -> Handled:
            if issuer is None:
                raise cards.NoValidCard
            return self._do(tx, operation, facts) if here else self._send_on(tx, operation, facts, issuer)

        with self.house.app.writing(scope) as tx:
            kept = kept_answer(tx, request, Handled)
            if kept is not None:
                return kept
            record_look(self.house, tx, self.staff, self.holder_id, self.data, found=self.standing.home is not None)
            told = self._try(tx, request, work)
        if isinstance(told, Problem):
            raise told
        return told

    def _try(self, tx: Transaction, request: Request, work: Callable[[], Handled]) -> Handled | Problem:
        """What was done, or why it could not be: returned, so that the look is kept in either case."""
        try:
            with tx.transaction():
                return once(tx, request, Handled, work, at=self.at)
        except Problem as problem:
            return problem

    def _do(self, tx: Transaction, operation: cards.Operation, facts: Mapping[str, Any]) -> Handled:
        card = do(operation, Deed(self.house, tx, self.holder_id, facts, self.at, actor_of(self.staff)))
        return Handled(True, tell_card(card, ecards.ecard_of(tx, holder_id=self.holder_id), self.at), None, None)

    def _send_on(self, tx: Transaction, operation: cards.Operation, facts: Mapping[str, Any], issuer: int) -> Handled:
        taken = cards.Taken(self.staff.agency_id, division_of(self.staff), actor_of(self.staff))
        sent = cards.take_request(
            tx, holder_id=self.holder_id, operation=operation, facts=facts, issuer=issuer, taken=taken, at=self.at
        )
        return Handled(False, None, sent.request_id, issuer // 10000 * 10000)

    def applicant(self, given: ApplicantShape) -> dict[str, Any]:
        """Who asks, as the facts keep it; an agent's number only as the keyed hash it stands for."""
        without_numbers(given.relation, given.proof)
        agent = None
        if given.number is not None:
            number = residents.SocialSecurityNumber.parse(given.number, self.house.book.places.divisions)
            agent = str(residents.holder_of(number, keyring=self.house.keyring))
        return {"kind": given.kind, "relation": given.relation, "proof": given.proof, "holder_id": agent}


def record_look(
    house: House, tx: Transaction, staff: Staff, holder_id: UUID, given: PersonWanted | GroundGiven, *, found: bool
) -> None:
    """Write down that this member of staff looked at this person, and why."""
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
        subject="person.masked",
        ground=sharing.Ground(given.purpose, given.legal_basis, given.reference),
        found=found,
        at=house.clock(),
        keyring=house.keyring,
    )


def actor_of(staff: Staff) -> str:
    """As card events name who did it."""
    return f"staff {staff.staff_id}"


def is_at_home(staff: Staff, division: int) -> bool:
    """Whether the division lies in a province of the agency's."""
    return any(str(division).startswith(prefix[:2]) for prefix in staff.reach)


def division_of(staff: Staff) -> int:
    """The division of the staff's agency; 0 for the nation's."""
    return int(staff.reach[0].ljust(6, "0")) if len(staff.reach) == 1 else 0


def scope_over(staff: Staff, *divisions: int | None) -> Scope:
    """The staff's scope, widened to the whole provinces that one deed touches and no further."""
    provinces = sorted({f"{division // 10000:02d}" for division in divisions if division is not None})
    return replace(scope_of(staff), reach=tuple(provinces))


def without_numbers(*texts: str) -> None:
    """Free words stand in the open, so nobody's number may."""
    if any(sharing.holds_number(text) for text in texts):
        raise sharing.ReferenceHoldsNumber
