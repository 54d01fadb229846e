"""The steps of a family delegation as every door takes them: from number to person, password for consent, verb."""

from dataclasses import dataclass, field
from uuid import UUID

from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident
from onecard.kernel.postgres.transaction import Transaction

#: The represented person's own consent: her e-card password, given in her own session.
BY_PASSWORD = delegations.Proof("password", "resident")


def holder_of(house: House, number: str) -> UUID:
    """The holder id of a number that was typed, whether anybody here has it or not."""
    parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
    return residents.holder_of(parsed, keyring=house.keyring)


@dataclass(frozen=True, slots=True)
class Relative:
    """The other person, as she was typed, and what is wished for."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    relation: delegations.Relation
    terms: delegations.Terms


def ask(house: House, tx: Transaction, resident: Resident, other: Relative) -> delegations.Delegation:
    """The resident asks to act for somebody."""
    holder_id = holder_of(house, other.number)
    wish = delegations.Wish(holder_id, resident.holder_id, other.relation, other.terms, other.name)
    return delegations.ask_delegation(
        tx, wish, book=house.book, scenes=house.scenes, at=house.clock(), keyring=house.keyring
    )


def offer(house: House, tx: Transaction, resident: Resident, other: Relative) -> delegations.Delegation:
    """The resident lets somebody act for her. First `prove_consent`."""
    delegate_id = holder_of(house, other.number)
    wish = delegations.Wish(resident.holder_id, delegate_id, other.relation, other.terms, other.name)
    return delegations.offer_delegation(
        tx, wish, proof=BY_PASSWORD, book=house.book, scenes=house.scenes, at=house.clock(), keyring=house.keyring
    )


def accept(house: House, tx: Transaction, resident: Resident, delegation_id: UUID) -> delegations.Delegation:
    """The resident says yes; where she will be represented, first `prove_consent`."""
    me = resident.holder_id
    holder_id = delegations.represented_in(tx, person_id=me, delegation_id=delegation_id)
    return delegations.accept_delegation(
        tx, holder_id=holder_id, delegation_id=delegation_id, by=me, book=house.book, at=house.clock(),
        keyring=house.keyring, proof=BY_PASSWORD if holder_id == me else None,
    )  # fmt: skip


def decline(house: House, tx: Transaction, resident: Resident, delegation_id: UUID) -> delegations.Delegation:
    """The resident says no."""
    holder_id = delegations.represented_in(tx, person_id=resident.holder_id, delegation_id=delegation_id)
    ids = {"holder_id": holder_id, "delegation_id": delegation_id, "by": resident.holder_id}
    return delegations.decline_delegation(tx, **ids, at=house.clock(), keyring=house.keyring)


def change(
    house: House, tx: Transaction, resident: Resident, delegation_id: UUID, terms: delegations.Terms
) -> delegations.Delegation:
    """The resident changes what a delegate of hers may do. First `prove_consent`."""
    return delegations.change_terms(
        tx, holder_id=resident.holder_id, delegation_id=delegation_id, wanted=terms, book=house.book,
        scenes=house.scenes, at=house.clock(),
    )  # fmt: skip


def end(house: House, tx: Transaction, resident: Resident, delegation_id: UUID) -> delegations.Delegation:
    """Either of the two ends it; no password, for stopping must be easy."""
    holder_id = delegations.represented_in(tx, person_id=resident.holder_id, delegation_id=delegation_id)
    ids = {"holder_id": holder_id, "delegation_id": delegation_id, "by": resident.holder_id}
    return delegations.end_delegation(tx, **ids, book=house.book, at=house.clock())


def prove_consent(house: House, resident: Resident, password: str | None) -> None:
    """The e-card password; a wrong one is counted, a missing one as well refused."""
    if password is None:
        raise delegations.ProofMissing
    prove_holder(house, resident.holder_id, password)


def consents(tx: Transaction, resident: Resident, delegation_id: UUID) -> bool:
    """Whether saying yes is the represented person's consent, so that her password is asked for."""
    me = resident.holder_id
    return delegations.represented_in(tx, person_id=me, delegation_id=delegation_id) == me
