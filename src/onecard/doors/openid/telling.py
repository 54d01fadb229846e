"""What a person is asked to tell a service, as her page shows it: each thing by name, with her own value, masked."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.openid.provider import Provider
from onecard.doors.openid.scopes import OPENID
from onecard.kernel.postgres.transaction import Transaction


class Told(NamedTuple):
    """One thing to be told: the scope, and its value with most of it covered (empty where we have none)."""

    scope: str
    value: str


class Telling(NamedTuple):
    """Whose facts they are, and which."""

    holder: str
    things: list[Told]


def told_of(provider: Provider, tx: Transaction, holder_id: UUID, scopes: Sequence[str], manner: Manner) -> Telling:
    """The masked name of the person and what these scopes would tell of her; nothing in full leaves this."""
    whole = residents.reveal(tx, holder_id=holder_id, keyring=provider.house.keyring)
    masked = residents.show_masked(tx, holder_id=holder_id, keyring=provider.house.keyring)
    ecard = ecards.ecard_of(tx, holder_id=holder_id)
    values = {
        "profile": masked.name,
        "number": masked.number,
        "phone": f"{whole.phone[:3]}****{whole.phone[-4:]}" if whole.phone else "",
        "region": place_words(provider.house.book.places, ecard.issuer, manner) if ecard else "",
    }
    return Telling(masked.name, [Told(scope, values[scope]) for scope in scopes if scope != OPENID])
