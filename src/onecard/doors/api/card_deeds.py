"""What a counter can do with a card, each the same whether it is done at once or decided for a counter elsewhere.

A deed is told in facts that can wait in a request: plain values, and under `sealed` what is personal. The rulebook's
values are looked up when it is done, at the place of the card's issuer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.api.loss_routes import restore_card
from onecard.doors.bootstrap import House
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction

_SEAL = "cards.request"


@dataclass(frozen=True)
class Deed:
    """One operation on one person's card, about to be done. `tx` reaches every division it touches."""

    house: House
    tx: Transaction
    holder_id: UUID
    facts: Mapping[str, Any]
    at: datetime
    actor: str

    def who(self) -> dict[str, Any]:
        """What every verb of cards takes."""
        return {"holder_id": self.holder_id, "at": self.at, "actor": self.actor}

    def unsealed(self, name: str) -> str | None:
        """A personal fact, opened for the one moment it is needed."""
        sealed = self.facts.get("sealed", {}).get(name)
        return self.house.keyring.unseal(bytes.fromhex(sealed), about=self.holder_id, field=_SEAL) if sealed else None

    def rule(self, name: str, place: int) -> Any:
        """A value of the rulebook where the card is issued, today."""
        return self.house.book.value(f"cards.{name}", place=place, on=day_of(self.at)).value

    def halves(self, place: int) -> cards.HalvesRule:
        """Which halves of a card issued there work at once."""
        start = frozenset(half for half in cards.HALVES if self.rule(f"{half}_half_starts", place))
        return cards.HalvesRule(start, follow=self.rule("halves_follow_replacement", place))

    def issuer(self) -> int:
        """The division of the person's card."""
        card = cards.card_of(self.tx, holder_id=self.holder_id)
        if card is None:
            raise cards.NoValidCard
        return card.issuer


def seal_facts(house: House, holder_id: UUID, **personal: str | None) -> dict[str, str]:
    """Personal facts as a request keeps them; what is None is left out."""
    given = {name: text for name, text in personal.items() if text}
    return {name: house.keyring.seal(text, about=holder_id, field=_SEAL).hex() for name, text in given.items()}


def do(operation: cards.Operation, deed: Deed) -> cards.Card:
    """Do it, all or nothing; the card it is about, as it is then."""
    return _DEEDS[operation](deed)


def _apply(deed: Deed) -> cards.Card:
    number, name = deed.unsealed("number"), deed.unsealed("name")
    assert number is not None and name is not None, "an application carries both"
    parsed = residents.SocialSecurityNumber.parse(number, deed.house.book.places.divisions)
    new = residents.NewResident(parsed, name, deed.facts["division"], deed.unsealed("phone"))
    residents.register_residents(deed.tx, [new], keyring=deed.house.keyring, at=deed.at)
    issuer = deed.facts["issuer"]
    wanted = cards.CardWanted(
        deed.holder_id, issuer, deed.facts["bank"], _applicant(deed), deed.rule("guardian_below_age", issuer)
    )
    [answer] = cards.apply_cards(deed.tx, [wanted], at=deed.at, actor=deed.actor)
    if isinstance(answer, cards.Card):
        return answer
    raise answer


def _activate(deed: Deed) -> cards.Card:
    if deed.facts.get("made_here"):
        cards.produce_here(deed.tx, **deed.who())
    handed_over = not deed.facts.get("delivered_only", False)
    coming = cards.card_on_its_way(deed.tx, holder_id=deed.holder_id)
    if coming is None:
        raise cards.NoCardOnItsWay
    halves = deed.halves(coming.issuer)
    active = cards.activate_card(deed.tx, halves=halves, handed_over=handed_over, **deed.who())
    ecards.follow_card(deed.tx, holder_id=deed.holder_id, issuer=active.issuer, at=deed.at)
    return active


def _cancel_loss(deed: Deed) -> cards.Card:
    return restore_card(deed.house, deed.tx, **deed.who())


def _replace(deed: Deed) -> cards.Card:
    facts = deed.facts
    return cards.replace_card(
        deed.tx,
        reason=facts["reason"],
        bank=facts["bank"],
        issuer=facts["issuer"],
        applicant=_applicant(deed),
        **deed.who(),
    )


def _withdraw(deed: Deed) -> cards.Card:
    return cards.withdraw_application(deed.tx, **deed.who())


def _issue_temporary(deed: Deed) -> cards.Card:
    days = deed.rule("temporary_card_days", deed.issuer())
    return cards.issue_temporary_card(deed.tx, until=deed.at + timedelta(days=days), **deed.who())


def _extend_temporary(deed: Deed) -> cards.Card:
    issuer = deed.issuer()
    by, at_most = (timedelta(days=deed.rule(f"temporary_card_{name}", issuer)) for name in ("days", "days_max"))
    return cards.extend_temporary_card(deed.tx, by=by, at_most=at_most, **deed.who())


def _cancel(deed: Deed) -> cards.Card:
    ended = cards.cancel_card(deed.tx, reason=deed.facts["reason"], **deed.who())
    if deed.facts["reason"] == "death":
        died_on = date.fromisoformat(deed.facts["died_on"])
        residents.record_death(deed.tx, holder_id=deed.holder_id, died_on=died_on)
    return ended


def _change_data(deed: Deed) -> cards.Card:
    name, phone = deed.unsealed("name"), deed.unsealed("phone")
    if phone is not None:
        residents.change_phone(deed.tx, holder_id=deed.holder_id, phone=phone, keyring=deed.house.keyring)
    if name is not None:
        residents.change_name(deed.tx, holder_id=deed.holder_id, name=name, keyring=deed.house.keyring)
        held = cards.cards_of(deed.tx, holder_id=deed.holder_id)
        if not any(one.state in ("applied", "produced", "delivered") for one in held):
            return cards.replace_card(deed.tx, reason="data_change", **deed.who())
    card = cards.card_of(deed.tx, holder_id=deed.holder_id)
    if card is None:
        raise cards.NoValidCard
    return card


def _applicant(deed: Deed) -> cards.Applicant:
    told = deed.facts["applicant"]
    agent = UUID(told["holder_id"]) if told.get("holder_id") else None
    return cards.Applicant(told["kind"], told["relation"], told["proof"], agent)


_DEEDS: Mapping[cards.Operation, Callable[[Deed], cards.Card]] = {
    "apply": _apply,
    "activate": _activate,
    "cancel_loss": _cancel_loss,
    "replace": _replace,
    "withdraw": _withdraw,
    "issue_temporary": _issue_temporary,
    "extend_temporary": _extend_temporary,
    "cancel": _cancel,
    "change_data": _change_data,
}
