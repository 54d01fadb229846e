"""Under which rule an entry stands: the rulebook's value that decided it, of that day and place, with its document.

Rules are dated, so what an entry cites does not change when the rule does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.record.entries import Entry
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Dated

#: The rule behind what happened, by the code of an entry; `{half}` is a fact of the entry.
_RULES: Mapping[str, str] = {
    "card.temporary_loss_reported": "cards.temporary_loss_days",
    "card.loss_lapsed": "cards.temporary_loss_days",
    "card.temporary_issued": "cards.temporary_card_days",
    "card.extended": "cards.temporary_card_days_max",
    "card.pin_wrong": "cards.{half}_password_attempts",
    "card.pin_locked": "cards.{half}_password_attempts",
    "carrier.phone_enrolled": "ecards.phone_days",
    "carrier.phone_renewed": "ecards.phone_days",
    "carrier.phone_worn_out": "ecards.phone_days",
    "carrier.code_printed": "ecards.print_days",
    "carrier.code_printed_anew": "ecards.print_days",
    "carrier.print_worn_out": "ecards.print_days",
    "wallet.credential_issued": "wallet.credential_days",
    "family.asked": "family.answer_days",
    "family.for.asked": "family.answer_days",
}


def rules_named(house: House, tx: Transaction, holder_id: UUID, entries: Iterable[Entry]) -> Mapping[UUID, Dated]:
    """The rule behind each of these entries that has one, by entry."""
    named = [(entry, rule) for entry in entries if (rule := _rule_of(entry))]
    if not named:
        return {}
    place_of, found = places(tx, holder_id), {}
    for entry, rule in named:
        value = house.book.find(rule, place=place_of(entry), on=day_of(entry.happened_at))
        if value is not None:
            found[entry.entry_id] = value
    return found


def _rule_of(entry: Entry) -> str:
    if entry.code == "family.ended":
        return "family.adult_years" if entry.facts.get("because") == "of_age" else ""
    # Whoever asks is bound by the rule of her own place: of a question from elsewhere nothing is cited here.
    if entry.kind == "family" and entry.by != "holder":
        return ""
    return _RULES.get(entry.code, "").format_map({"half": "", **entry.facts})


def places(tx: Transaction, holder_id: UUID) -> Callable[[Entry], int]:
    """Whose rule it was: the card's own issuer, the valid card's of that moment, of families the person's place."""
    issued = cards.issuers_of(tx, holder_id=holder_id)
    by_card = {one.card_id: one.issuer for one in issued}
    person = residents.find_resident(tx, holder_id=holder_id)

    def place_of(entry: Entry) -> int:
        if isinstance(entry.row, cards.CardEvent):
            return by_card.get(entry.row.card_id, 0)
        if isinstance(entry.row, delegations.Delegation):
            return person.division if person else 0
        return _issuer_at(issued, entry.happened_at)

    return place_of


def _issuer_at(issued: Sequence[cards.CardIssuer], at: datetime) -> int:
    """Who had issued the card that was valid then; 0, the nation, where none was."""
    return next((one.issuer for one in reversed(issued) if one.since is not None and one.since <= at), 0)
