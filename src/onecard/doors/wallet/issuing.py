"""Issuing: SD-JWT VCs of the e-card, each for one key of the wallet, with its own salts, decoys and place in a list.

The reference library of SD-JWT writes them. Times in a credential are whole days, so that the instant of issue, which
copies share, joins none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.wallet.addresses import FORMAT, Addresses
from onecard.doors.wallet.claims import Known, Value, claims_of
from onecard.doors.wallet.errors import CardNotStanding, CredentialsUnknown
from onecard.doors.wallet.keys import ALGORITHM, SigningKey, chain, signing_key
from onecard.doors.wallet.lists import Place, draw_place, set_status
from onecard.doors.wallet.standing import standing_of
from onecard.doors.wallet.store import sql
from onecard.kernel import outbox
from onecard.kernel.clock import day_of, start_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book
from onecard.verifier.status_list import INVALID, SUSPENDED, VALID, reference

#: What a person's record says of credentials that follow her card and e-card.
_FOLLOWED = {VALID: "credential_restored", SUSPENDED: "credential_stopped", INVALID: "credential_ended"}


@dataclass(frozen=True, slots=True)
class Issued:
    """What a wallet gets, and the id under which it tells what became of it."""

    credentials: list[str]
    batch_id: UUID


@dataclass(frozen=True, slots=True)
class Batch:
    """What one wallet was issued at once: so many copies, until when, and whether its holder has taken it back."""

    batch_id: UUID
    issued_at: datetime
    expires_at: datetime
    copies: int
    withdrawn_at: datetime | None
    told: str | None
    status: int


@dataclass(frozen=True, slots=True)
class Signer:
    """Writes SD-JWT VCs: pure, but for salts and the signature."""

    addresses: Addresses
    key: SigningKey
    certificates: Sequence[str]

    def write(self, claims: Mapping[str, Value], *, holder: JWK, place: Place, day: date, until: date) -> str:
        """One credential: every claim disclosed by itself, bound to this key, good from `day` to `until`."""
        plain = {
            "iss": self.addresses.issuer,
            "vct": self.addresses.type,
            "iat": int(start_of(day).timestamp()),
            "exp": int(start_of(until).timestamp()),
            "status": reference(self.addresses.status_list(place.list_id), place.index),
        }
        header = {"typ": FORMAT, "kid": self.key.key_id, "x5c": list(self.certificates)}
        return str(_Written(claims, plain, self.key.sd_jwt, holder, header).sd_jwt_issuance)


class _Written(SDJWTIssuer):  # type: ignore[misc]  # the library has no types
    """The library puts decoys into every object it is given: it gets the disclosed claims only, `plain` comes after."""

    def __init__(
        self, claims: Mapping[str, Value], plain: Mapping[str, Any], key: JWK, holder: JWK, header: Mapping[str, Any]
    ) -> None:
        self._plain = plain
        hidden = {SDObj(name): value for name, value in claims.items()}
        super().__init__(hidden, key, holder, ALGORITHM, add_decoy_claims=True, extra_header_parameters=dict(header))

    def _assemble_sd_jwt_payload(self) -> None:
        super()._assemble_sd_jwt_payload()
        self.sd_jwt_payload.update(self._plain)


def signer_of(addresses: Addresses, keyring: Keyring, at: datetime) -> Signer:
    """The signer of this moment."""
    return Signer(addresses, signing_key(keyring), chain(keyring, addresses.host, at))


def issue(
    tx: Transaction, *, holder_id: UUID, keys: Sequence[dict[str, Any]], signer: Signer, book: Book, at: datetime
) -> Issued:
    """A credential for each of these public keys; refused where card or e-card does not stand now."""
    standing = standing_of(tx, holder_id=holder_id, at=at)
    if standing.status != VALID or standing.card_id is None:
        raise CardNotStanding
    day, known = day_of(at), _known(tx, holder_id)
    claims = claims_of(known, book.value("wallet.ages", place=known.issuer, on=day).value, day)
    until = day + timedelta(days=book.value("wallet.credential_days", place=known.issuer, on=day).value)
    ids = [uuid4() for _ in keys]
    places = [draw_place(tx, holder_id=holder_id, credential_id=one, at=at) for one in ids]
    batch_id = uuid4()
    sql.add_credentials(
        tx,
        holder_id=holder_id,
        batch_id=batch_id,
        card_id=standing.card_id,
        credentials=ids,
        lists=[place.list_id for place in places],
        indexes=[place.index for place in places],
        at=at,
        expires_at=start_of(until),
    )
    facts = {"until": start_of(until).isoformat(), "copies": len(ids)}
    ecards.write_event(tx, holder_id=holder_id, event="credential_issued", at=at, facts=facts)
    # A loss that is being reported in this very moment may not see these entries: once we are committed, look again.
    outbox.append(tx, topic="wallet.issued", body={"holder_id": str(holder_id)}, at=at)
    pairs = zip(keys, places, strict=True)
    written = [signer.write(claims, holder=JWK(**key), place=place, day=day, until=until) for key, place in pairs]
    return Issued(written, batch_id)


def batches_of(tx: Transaction, *, holder_id: UUID, at: datetime) -> list[Batch]:
    """What a person's wallets hold, the latest first, each with its status now."""
    standing = standing_of(tx, holder_id=holder_id, at=at)
    return [
        Batch(
            row.batch_id,
            row.issued_at,
            row.expires_at,
            row.copies,
            row.withdrawn_at,
            row.told,
            INVALID if row.withdrawn_at or row.told == "credential_deleted" else standing.of(row.card_id)[0],
        )
        for row in sql.list_batches(tx, holder_id=holder_id)
    ]


def withdraw(
    tx: Transaction, *, holder_id: UUID, batch_id: UUID, at: datetime, event: str = "credential_withdrawn"
) -> None:
    """The person takes back what one of her wallets holds, for good; doing it twice changes nothing.

    `event` is what her record calls it: a wallet that deleted a credential withdraws it too.
    """
    if not any(one.batch_id == batch_id for one in sql.list_batches(tx, holder_id=holder_id)):
        raise CredentialsUnknown
    rows = list(sql.withdraw_batch(tx, holder_id=holder_id, batch_id=batch_id, at=at))
    set_status(tx, [Place(row.list_id, row.list_index) for row in rows], INVALID)
    if rows:
        ecards.write_event(tx, holder_id=holder_id, event=event, at=at, facts={"copies": len(rows)})


def follow(tx: Transaction, *, holder_id: UUID, at: datetime) -> None:
    """Let the entries of a person's credentials say what card and e-card say now."""
    standing = standing_of(tx, holder_id=holder_id, at=at)
    moved: dict[tuple[int, datetime | None], int] = {}
    for row in list(sql.live_credentials(tx, holder_id=holder_id, at=at)):
        place, now = Place(row.list_id, row.list_index), standing.of(row.card_id)
        before = sql.find_entry(tx, list_id=place.list_id, list_index=place.index)
        changed = set_status(tx, [place], now[0], until=now[1])
        if changed and not (now[0] == VALID and _was_over(before, at)):
            moved[now] = moved.get(now, 0) + 1
    for (status, until), copies in moved.items():
        facts = {"copies": copies, **({"until": until.isoformat()} if until else {})}
        event = _FOLLOWED[status]
        ecards.write_event(tx, holder_id=holder_id, event=event, at=at, by=ecards.SYSTEM, facts=facts)


def _was_over(entry: Any, at: datetime) -> bool:
    """A stop that ended by itself was told with its end when it began."""
    return entry is not None and entry.until is not None and entry.until <= at


def _known(tx: Transaction, holder_id: UUID) -> Known:
    person = residents.find_resident(tx, holder_id=holder_id)
    card, ecard = cards.card_of(tx, holder_id=holder_id), ecards.ecard_of(tx, holder_id=holder_id)
    assert person and card and ecard, "whose card stands is registered and has both"
    return Known(person.birth_date, person.division, card.issuer, ecard.level)
