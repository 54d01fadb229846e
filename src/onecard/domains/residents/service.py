"""Registering people, their statuses, and the few ways their sealed fields are opened."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from onecard.domains.residents.errors import NameMalformed, NumberBirthDateImpossible, ResidentUnknown
from onecard.domains.residents.models import (
    Masked,
    NewResident,
    NewStatus,
    Resident,
    Revealed,
    SocialSecurityNumber,
    Status,
    masked_name,
    masked_number,
    read_name,
)
from onecard.domains.residents.store import sql
from onecard.kernel import outbox
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

#: What a seal is bound to, beside the person. Renaming one makes its column unreadable.
NUMBER, NAME, PHONE = "resident.number", "resident.name", "resident.phone"


def register_residents(
    tx: Transaction,
    residents: Sequence[NewResident],
    *,
    keyring: Keyring,
    at: datetime,
    holders: Sequence[UUID] | None = None,
) -> Sequence[UUID]:
    """Register people by the column and return their holder ids in order; who is known already stays as she is.

    `holders`: what `holder_of` says of each, where the caller has asked already.
    """
    today = day_of(at)
    if any(new.number.birth_date > today for new in residents):
        raise NumberBirthDateImpossible
    if holders is None:
        holders = keyring.holder_ids(new.number.text for new in residents)
    sql.add_residents(
        tx,
        holders=columns.ids(holders),
        divisions=columns.small_numbers([new.division for new in residents]),
        births=columns.days([new.number.birth_date for new in residents]),
        sexes=columns.words([new.number.sex for new in residents]),
        numbers=columns.octets(keyring.seal_all((new.number.text for new in residents), about=holders, field=NUMBER)),
        names=columns.octets(keyring.seal_all((read_name(new.name) for new in residents), about=holders, field=NAME)),
        phones=columns.octets(_seal_phones(keyring, residents, holders)),
        at=at,
    )
    pairs = [(holder, one) for holder, new in zip(holders, residents, strict=True) for one in new.statuses]
    add_statuses(tx, pairs, at=at)
    return holders


def add_statuses(tx: Transaction, statuses: Sequence[tuple[UUID, NewStatus]], *, at: datetime) -> None:
    """Record statuses by the column; the same one from the same day is kept once."""
    if statuses:
        sql.add_statuses(
            tx,
            holders=[holder for holder, _ in statuses],
            kinds=[one.kind for _, one in statuses],
            froms=[one.valid_from for _, one in statuses],
            untils=[one.valid_until for _, one in statuses],
            sources=[one.source for _, one in statuses],
            at=at,
        )


def end_status(tx: Transaction, *, holder_id: UUID, kind: str, last_day: date) -> bool:
    """Let a status end with this day; False where none held."""
    return bool(sql.end_status(tx, holder_id=holder_id, kind=kind, last_day=last_day))


def find_resident(tx: Transaction, *, holder_id: UUID) -> Resident | None:
    """What may be known of a person without unsealing; None for nobody (or nobody within reach)."""
    row = sql.find_resident(tx, holder_id=holder_id)
    return Resident(*row) if row else None


def find_residents(tx: Transaction, holders: Sequence[UUID]) -> dict[UUID, Resident]:
    """The same of a column of people, by holder; who is not registered (or not within reach) is left out."""
    return {row.holder_id: Resident(*row) for row in sql.find_residents(tx, holders=columns.ids(holders))}


def statuses_of(tx: Transaction, *, holder_id: UUID) -> list[Status]:
    """All statuses ever recorded of a person, the latest first."""
    return [Status(*row) for row in sql.list_statuses(tx, holder_id=holder_id)]


def record_death(tx: Transaction, *, holder_id: UUID, died_on: date) -> bool:
    """Record the day a person died, and tell; False where it was recorded before."""
    recorded = bool(sql.record_death(tx, holder_id=holder_id, died_on=died_on))
    if recorded:
        outbox.append(tx, topic="residents.died", body={"holder_id": str(holder_id)}, at=start_of(died_on))
    return recorded


def change_name(tx: Transaction, *, holder_id: UUID, name: str, keyring: Keyring) -> None:
    """Seal another name; ResidentUnknown where nobody is in reach. A printed card keeps the old one until replaced."""
    sealed = keyring.seal(read_name(name), about=holder_id, field=NAME)
    if not sql.change_name(tx, holder_id=holder_id, name_sealed=sealed):
        raise ResidentUnknown


def change_phone(tx: Transaction, *, holder_id: UUID, phone: str | None, keyring: Keyring) -> None:
    """Seal another telephone number, or forget it."""
    if not sql.change_phone(tx, holder_id=holder_id, phone_sealed=_seal_phone(keyring, phone, holder_id)):
        raise ResidentUnknown


def reveal(tx: Transaction, *, holder_id: UUID, keyring: Keyring) -> Revealed:
    """Name, number and phone in full. The caller writes the access log, in the same transaction."""
    row = sql.find_sealed(tx, holder_id=holder_id)
    if row is None:
        raise ResidentUnknown
    phone = keyring.unseal(row.phone_sealed, about=holder_id, field=PHONE) if row.phone_sealed else None
    name = keyring.unseal(row.name_sealed, about=holder_id, field=NAME)
    return Revealed(name, keyring.unseal(row.number_sealed, about=holder_id, field=NUMBER), phone)


def names_differ(
    tx: Transaction, holders: Sequence[UUID], names: Sequence[str], *, keyring: Keyring
) -> tuple[set[UUID], set[int]]:
    """Who of these people is registered, and the places of those who are so under another name."""
    found = sql.find_names(tx, holders=columns.ids(holders))
    kept = {row.holder_id: keyring.unseal(row.name_sealed, about=row.holder_id, field=NAME) for row in found}
    if not kept:
        return set(), set()
    pairs = enumerate(zip(holders, names, strict=True))
    return set(kept), {n for n, (holder, name) in pairs if holder in kept and kept[holder] != read_name(name)}


def show_masked(tx: Transaction, *, holder_id: UUID, keyring: Keyring) -> Masked:
    """Name and number with the eye closed; nothing in full leaves this function."""
    whole = reveal(tx, holder_id=holder_id, keyring=keyring)
    return Masked(masked_name(whole.name), masked_number(whole.number))


def number_contains(tx: Transaction, *, holder_id: UUID, digits: str, keyring: Keyring) -> bool:
    """Whether these digits stand in the person's number: for the password rule, which must not see the number."""
    return digits in reveal(tx, holder_id=holder_id, keyring=keyring).number


def name_matches(tx: Transaction, *, holder_id: UUID, name: str, keyring: Keyring) -> bool:
    """Whether this is the person's name, however its middle dot was written; also no for nobody and for no name."""
    try:
        return reveal(tx, holder_id=holder_id, keyring=keyring).name == read_name(name)
    except (ResidentUnknown, NameMalformed):
        return False


def reseal(tx: Transaction, *, keyring: Keyring, after: UUID, at_most: int = 1000) -> UUID | None:
    """After a rotation: seal the next people's fields again; the last holder done, or None when nobody is left."""
    rows = list(sql.take_sealed(tx, after=after, key_id=keyring.seal_key_id(), at_most=at_most))
    if not rows:
        return None
    columns = {"numbers": (NUMBER, "number_sealed"), "names": (NAME, "name_sealed"), "phones": (PHONE, "phone_sealed")}
    again = {
        column: [_reseal(keyring, getattr(row, stored), row.holder_id, field) for row in rows]
        for column, (field, stored) in columns.items()
    }
    sql.reseal(tx, holders=[row.holder_id for row in rows], **again)
    last: UUID = rows[-1].holder_id
    return last


def _reseal(keyring: Keyring, sealed: bytes | None, holder_id: UUID, field: str) -> bytes | None:
    return sealed and (keyring.reseal(sealed, about=holder_id, field=field) or sealed)


def _seal_phone(keyring: Keyring, phone: str | None, holder_id: UUID) -> bytes | None:
    return keyring.seal(phone, about=holder_id, field=PHONE) if phone else None


def _seal_phones(keyring: Keyring, residents: Sequence[NewResident], holders: Sequence[UUID]) -> list[bytes | None]:
    phones = [new.phone for new in residents]
    about = [holder for phone, holder in zip(phones, holders, strict=True) if phone]
    sealed = iter(keyring.seal_all(filter(None, phones), about=about, field=PHONE))
    return [next(sealed) if phone else None for phone in phones]


def holder_of(number: SocialSecurityNumber, *, keyring: Keyring) -> UUID:
    """The holder id of a checked number, registered or not."""
    return keyring.holder_id(number.text)
