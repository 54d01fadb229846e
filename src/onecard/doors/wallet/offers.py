"""Offering the e-card to a wallet: a random id in the QR code, six digits beside it, and the access token they buy.

Code and digits are derived from the id with a key outside the database, so that a copy of that takes up no offer. An
offer serves once, for a few minutes, and bears five wrong tries.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from onecard.doors.wallet.errors import CardNotStanding, OfferGone, TransactionCodeWrong, WalletProblem
from onecard.doors.wallet.standing import standing_of
from onecard.doors.wallet.store import sql
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.status_list import VALID

LIFE = timedelta(minutes=5)
TOKEN_LIFE = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer to show: `code` goes to the wallet with the offer, `digits` are typed by its holder."""

    offer_id: UUID
    code: str = field(repr=False)
    digits: str = field(repr=False)
    expires_at: datetime


def make_offer(tx: Transaction, *, holder_id: UUID, keyring: Keyring, at: datetime) -> Offer:
    """Offer a person her e-card; refused while card or e-card does not stand. First the password is proven again."""
    if standing_of(tx, holder_id=holder_id, at=at).status != VALID:
        raise CardNotStanding
    offer_id = uuid4()  # random, because it is seen: a UUIDv7 would tell its neighbours
    sql.add_offer(tx, offer_id=offer_id, holder_id=holder_id, at=at, expires_at=at + LIFE)
    return offer_of(offer_id, at + LIFE, keyring)


def offer_of(offer_id: UUID, expires_at: datetime, keyring: Keyring) -> Offer:
    """The offer of this id, with what is derived from it."""
    digits = f"{int.from_bytes(_derived(keyring, offer_id, 'digits')[:8]) % 1_000_000:06d}"
    return Offer(offer_id, f"{offer_id.hex}{_derived(keyring, offer_id, 'code').hex()[:32]}", digits, expires_at)


def find_offer(tx: Transaction, *, offer_id: UUID, keyring: Keyring, at: datetime) -> Offer:
    """The offer a wallet reads; OfferGone where nothing can be taken up any more."""
    row = sql.find_offer(tx, offer_id=offer_id)
    if row is None or row.taken or row.expires_at <= at or row.tries >= TRIES:
        raise OfferGone
    return offer_of(offer_id, row.expires_at, keyring)


def is_taken(tx: Transaction, *, offer_id: UUID) -> bool:
    """Whether a wallet has taken this offer up."""
    row = sql.find_offer(tx, offer_id=offer_id)
    return row is not None and bool(row.taken)


def redeem(tx: Transaction, *, code: str, digits: str, keyring: Keyring, at: datetime) -> str | WalletProblem:
    """An access token for a code with its digits; a refusal is returned, so that a wrong try is committed."""
    row = sql.take_offer(tx, offer_id=_id_in(code))
    if row is None or row.taken or row.expires_at <= at or row.tries >= TRIES:
        return OfferGone()
    offer = offer_of(row.offer_id, row.expires_at, keyring)
    if not hmac.compare_digest(code.encode(), offer.code.encode()):
        return OfferGone()
    if not hmac.compare_digest(digits.encode(), offer.digits.encode()):
        sql.count_try(tx, offer_id=row.offer_id)
        return TransactionCodeWrong()
    token = secrets.token_urlsafe(32)
    sql.give_token(tx, offer_id=row.offer_id, token_hash=token_hash(token), until=at + TOKEN_LIFE)
    return token


def token_hash(token: str) -> bytes:
    """What is kept of an access token."""
    return sha256(token.encode()).digest()


def _id_in(code: str) -> UUID:
    try:
        return UUID(hex=code[:32])
    except ValueError:
        return UUID(int=0)


def _derived(keyring: Keyring, offer_id: UUID, what: str) -> bytes:
    return hmac.new(keyring.secret("wallet.offer"), f"{what} {offer_id}".encode(), sha256).digest()
