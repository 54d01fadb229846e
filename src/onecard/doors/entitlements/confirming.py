"""Evidence of life as every door takes it: the person with her password, staff at a counter, staff at her home."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.doors.entitlements.errors import ColleagueUnknown
from onecard.doors.security.visitors import Staff, scope_of
from onecard.kernel.postgres.transaction import Transaction

FOR_COUNTERS = "service_desk"


def confirm_self(house: House, tx: Transaction, holder_id: UUID) -> None:
    """The person herself, in a transaction of the system. First `prove_holder`."""
    entitlements.confirm_self(tx, holder_id=holder_id, book=house.book, at=house.clock())


def look(house: House, staff: Staff, holder_id: UUID, ground: sharing.Ground) -> None:
    """Write down that staff look at a person; ResidentUnknown where she is not in the agency's reach."""
    with house.app.writing(scope_of(staff)) as tx:
        found = residents.find_resident(tx, holder_id=holder_id) is not None
        sharing.record_look(
            tx,
            holder_id=holder_id,
            onlooker=sharing.Onlooker("staff", str(staff.staff_id), staff.agency_id),
            subject="person.masked",
            ground=ground,
            found=found,
            at=house.clock(),
            keyring=house.keyring,
        )
    if not found:
        raise residents.ResidentUnknown


def confirm_seen(house: House, tx: Transaction, staff: Staff, holder_id: UUID, reference: str) -> None:
    """Seen at a counter. First `look`."""
    entitlements.confirm_seen(
        tx, holder_id=holder_id, reference=reference, book=house.book, at=house.clock(), actor=f"staff {staff.staff_id}"
    )


def confirm_visited(
    house: House, tx: Transaction, staff: Staff, holder_id: UUID, *, others: Sequence[str], day: date, reference: str
) -> None:
    """Seen at home by this member of staff and others of the same agency. First `look`."""
    visitors = [str(staff.staff_id), *(str(_colleague(tx, staff, name)) for name in others)]
    entitlements.confirm_visited(
        tx, holder_id=holder_id, visitors=visitors, day=day, reference=reference, book=house.book, at=house.clock(),
        actor=f"staff {staff.staff_id}",
    )  # fmt: skip


def _colleague(tx: Transaction, staff: Staff, name: str) -> UUID:
    found = agencies.find_staff_by_name(tx, sign_in_name=name.strip())
    if found is None or found.agency_id != staff.agency_id:
        raise ColleagueUnknown
    return found.staff_id
