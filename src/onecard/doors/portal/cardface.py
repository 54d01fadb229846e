"""The card as its page shows it: masked until asked, its state in words, and for a stopped card why and what next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words
from onecard.doors.look.writing import masked_card
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.places import Places

Say = Callable[..., str]
#: Where something can be done about a state: page and words.
_STEPS = {
    "temporarily_lost": ("/loss", "loss.cancel_start"),
    "lost": ("/loss", "loss.title"),
    "locked": ("/functions", "functions.title"),
    "suspended": ("/ecard", "ecard.title"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a resident's card, before words. `state` is the card's, or the e-card's where that stops it."""

    holder: str
    number: str
    issuer: int
    state: str
    until: datetime | None
    shown: bool


@dataclass(frozen=True, slots=True)
class CardFace:
    """The card in words. `usable` decides whether there is a code; `step_to` is a page where something can be done."""

    holder: str
    number: str
    issuer: str
    state: str
    usable: bool
    shown: bool
    why: str
    next_step: str
    step_to: str
    step_words: str


def read_held(tx: Transaction, *, holder_id: UUID, keyring: Keyring, at: datetime, shown: bool = False) -> Held:
    """Read card, e-card and name; name and number leave masked unless `shown`."""
    if shown:
        holder = residents.reveal(tx, holder_id=holder_id, keyring=keyring).name
    else:
        holder = residents.show_masked(tx, holder_id=holder_id, keyring=keyring).name
    card, ecard = cards.card_of(tx, holder_id=holder_id), ecards.ecard_of(tx, holder_id=holder_id)
    if card is None:
        return Held(holder, "", ecard.issuer if ecard else 0, "none", None, shown)
    state: str = card.effective(at)
    until = card.state_until if state == "temporarily_lost" else None
    if state == "active":
        state = _of_ecard(card, ecard)
    return Held(holder, card.card_number if shown else masked_card(card.card_number), card.issuer, state, until, shown)


def face_of(held: Held, places: Places, t: Say, manner: Manner) -> CardFace:
    """The card face in this visitor's words."""
    usable = held.state == "active"
    to, words = _STEPS.get(held.state, ("", ""))
    return CardFace(
        held.holder,
        held.number,
        place_words(places, held.issuer, manner) if held.issuer else "",
        t(f"card.state.{held.state}"),
        usable,
        held.shown,
        why="" if usable else t(f"card.why.{held.state}"),
        next_step="" if usable else t(f"card.next.{held.state}"),
        step_to=to,
        step_words=t(words) if words else "",
    )


def _of_ecard(card: cards.Card, ecard: ecards.Ecard | None) -> str:
    """Why an active card still shows no code, or active."""
    if card.social_state != "active":
        return "locked"
    if ecard is None:
        return "no_ecard"
    return "active" if ecard.state == "active" else "suspended"
