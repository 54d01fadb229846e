"""What a place's law says of family delegations, and the checks that follow; each value is the rulebook's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from onecard.domains.delegations.errors import (
    DelegateTooYoung,
    HolderNotChild,
    HolderTooYoung,
    PersonDied,
    RelativesFull,
    TermsImpossible,
    UntilImpossible,
)
from onecard.domains.delegations.models import GROUP_OF, SCOPES, Kind, Relation, Terms
from onecard.domains.residents import api as residents
from onecard.kernel.clock import age_on, day_of, start_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book

_GROUPS = ("elders", "children", "spouse", "others")


@dataclass(frozen=True, slots=True)
class Limits:
    """One place's values on one day; `most_of` holds only the groups for which the place says a number."""

    most: int
    most_of: Mapping[str, int]
    consent_years: int
    adult_years: int
    delegate_years: int
    days: int
    answer_days: int
    codes_per_day: int


def limits_at(book: Book, *, place: int, on: date) -> Limits:
    """What the place says."""

    def said(name: str) -> int:
        return int(book.value(f"family.{name}", place=place, on=on).value)

    groups = {group: book.find(f"family.relatives_most_{group}", place=place, on=on) for group in _GROUPS}
    return Limits(
        most=said("relatives_most"),
        most_of={group: int(found.value) for group, found in groups.items() if found is not None},
        consent_years=said("consent_years"),
        adult_years=said("adult_years"),
        delegate_years=said("delegate_years"),
        days=said("delegation_days_most"),
        answer_days=said("answer_days"),
        codes_per_day=said("codes_per_day_most"),
    )


def check_terms(terms: Terms, limits: Limits, *, scenes: Collection[str], on: date) -> None:
    """Something is allowed, codes have scenes, the number a day and the last day are within the place's bounds."""
    shows = "show_code" in terms.scopes
    whole = bool(terms.scopes) and set(terms.scopes) <= set(SCOPES) and set(terms.scenes) <= set(scenes)
    if not whole or shows != bool(terms.scenes) or not 1 <= terms.codes_per_day <= limits.codes_per_day:
        raise TermsImpossible(codes_per_day=limits.codes_per_day)
    if not on <= terms.until <= on + timedelta(days=limits.days):
        raise UntilImpossible(days=limits.days)


def check_number(counts: Mapping[Relation, int], relation: Relation, limits: Limits) -> None:
    """One relative more is within the place's number, and within that of the group where it says one."""
    if sum(counts.values()) >= limits.most:
        raise RelativesFull(most=limits.most)
    group = GROUP_OF[relation]
    most = limits.most_of.get(group)
    if most is not None and sum(n for other, n in counts.items() if GROUP_OF[other] == group) >= most:
        raise RelativesFull(most=most)


def check_holder(person: residents.Resident, limits: Limits, *, kind: Kind, on: date) -> None:
    """Who gives a delegation is alive and old enough to agree; who is guarded is alive and younger than that."""
    if person.died_on is not None:
        raise PersonDied
    is_child = age_on(person.birth_date, on) < limits.consent_years
    if kind == "delegation" and is_child:
        raise HolderTooYoung(years=limits.consent_years)
    if kind == "guardianship" and not is_child:
        raise HolderNotChild(years=limits.consent_years)


def check_delegate(person: residents.Resident, limits: Limits, *, on: date) -> None:
    """Who acts is alive and old enough."""
    if person.died_on is not None:
        raise PersonDied
    if age_on(person.birth_date, on) < limits.delegate_years:
        raise DelegateTooYoung(years=limits.delegate_years)


def end_of(terms: Terms) -> datetime:
    """A delegation ends with its last day, in Shanghai."""
    return start_of(terms.until + timedelta(days=1))


def end_of_childhood(born: date, years: int) -> date:
    """The birthday; who is born on 29 February comes of age on 1 March where there is none."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def own_limits(tx: Transaction, holder_id: UUID, book: Book, at: datetime) -> tuple[residents.Resident, Limits]:
    """A person in this transaction's reach, and what her place says today."""
    person = residents.find_resident(tx, holder_id=holder_id)
    if person is None:
        raise residents.ResidentUnknown
    return person, limits_at(book, place=person.division, on=day_of(at))
