"""Where a record's entries come from. A kind is one line of `SOURCES`: icon, colour, and what reads a page of it.

To add one write a function that returns the newest entries before the page asked for, and give it a line here and its
words in `words/`; pages, API, filter and file follow.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as disbursement
from onecard.domains.ecards import api as ecards
from onecard.domains.sharing import api as sharing
from onecard.domains.usage import api as usage
from onecard.doors.record.entries import Asked, Entry, by_of
from onecard.doors.record.family import read_family
from onecard.kernel.money import yuan

#: The e-card's events by what they tell of; all others are the e-card's own.
SIGN_INS = ("signed_in", "signed_out_everywhere", "sign_in_locked", "terminal_signed_in")
SERVICES = ("logged_in", "logged_out", "service_agreed", "service_withdrawn")
CARRIERS = (
    "phone_enrolled", "phone_renewed", "phone_stopped", "code_printed", "code_printed_anew", "print_stopped",
)  # fmt: skip
CREDENTIALS = (
    "credential_issued", "credential_stopped", "credential_restored", "credential_ended", "credential_withdrawn",
    "credential_deleted", "credential_failure",
)  # fmt: skip
_NOT_ITS_OWN = (*SIGN_INS, *SERVICES, *CARRIERS, *CREDENTIALS)
#: Signing in is told in the words of the e-card's events.
_SAID_AS = {"sign_in": "ecard"}


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of entries: the icon and colour it is shown with, and its reader."""

    mark: str
    colour: str
    read: Callable[[Asked], Iterable[Entry]]


def _uses(asked: Asked) -> Iterable[Entry]:
    rows = usage.list_uses(
        asked.tx, holder_id=asked.holder_id, before=asked.before, before_use=asked.before_entry, at_most=asked.at_most
    )
    return (Entry("use", row.use_id, row.happened_at, "use", "point", row.agency_id, row=row) for row in rows)


def _looks(asked: Asked) -> Iterable[Entry]:
    looks = sharing.looks_at(
        asked.tx, asked.holder_id, before=asked.before, before_look=asked.before_entry, count=asked.at_most
    )
    return (look_entry(one) for one in looks)


def look_entry(look: sharing.Look) -> Entry:
    """A look as an entry; behind a relative's stands no agency."""
    agency_id = look.agency_id if look.delegation_id is None else None
    code, by = f"look.{look.actor_kind}", by_of(look.actor_kind)
    return Entry("look", look.look_id, look.looked_at, code, by, agency_id, row=look)


def _of_cards(asked: Asked) -> Iterable[Entry]:
    found = cards.events_before(
        asked.tx, holder_id=asked.holder_id, before=asked.before, before_event=asked.before_entry, at_most=asked.at_most
    )
    return (
        Entry("card", one.event_id, one.happened_at, f"card.{one.event}", by_of(one.actor), facts=one.facts, row=one)
        for one in found
    )


def _of_ecards(kind: str, names: Sequence[str], *, only_these: bool = True) -> Callable[[Asked], Iterable[Entry]]:
    def read(asked: Asked) -> Iterable[Entry]:
        found = ecards.events_before(
            asked.tx,
            holder_id=asked.holder_id,
            before=asked.before,
            before_event=asked.before_entry,
            names=names,
            only_these=only_these,
            at_most=asked.at_most,
        )
        return (
            Entry(kind, one.event_id, one.happened_at, f"{_SAID_AS.get(kind, kind)}.{one.event}", by_of(one.actor),
                  one.agency_id, one.facts)
            for one in found
        )  # fmt: skip

    return read


def _of_carriers(asked: Asked) -> Iterable[Entry]:
    """What was made and stopped, and what has worn out by itself: whole pages of both, for the caller to order."""
    yield from _of_ecards("carrier", CARRIERS)(asked)
    ended = ecards.worn_out_before(
        asked.tx, holder_id=asked.holder_id, at=asked.at, before=asked.before, before_end=asked.before_entry,
        at_most=asked.at_most,
    )  # fmt: skip
    for one in ended:
        yield Entry("carrier", one.end_id, one.happened_at, f"carrier.{one.event}", "system")


def _of_payments(asked: Asked) -> Iterable[Entry]:
    found = disbursement.events_before(
        asked.tx, holder_id=asked.holder_id, before=asked.before, before_event=asked.before_entry,
        at_most=asked.at_most, keyring=asked.keyring,
    )  # fmt: skip
    for one in found:
        facts = {"paid_for": f"{one.purpose} {one.period}", "amount": yuan(one.amount_fen)}
        facts |= {"account_end": one.account_end} | ({"reason": one.reason} if one.reason else {})
        by, code = by_of(one.actor), f"payment.{one.event}"
        agency_id = None if by == "bank" else one.agency_id
        yield Entry("payment", one.event_id, one.happened_at, code, by, agency_id, facts, one)


SOURCES: Mapping[str, Source] = {
    "use": Source("receipt-text", "", _uses),
    "payment": Source("banknote", "gold", _of_payments),
    "look": Source("scan-eye", "violet", _looks),
    "card": Source("credit-card", "gold", _of_cards),
    "ecard": Source("smartphone", "green", _of_ecards("ecard", _NOT_ITS_OWN, only_these=False)),
    "carrier": Source("qr-code", "green", _of_carriers),
    "wallet": Source("wallet-cards", "green", _of_ecards("wallet", CREDENTIALS)),
    "family": Source("users", "violet", read_family),
    "service": Source("globe", "", _of_ecards("service", SERVICES)),
    "sign_in": Source("log-in", "", _of_ecards("sign_in", SIGN_INS)),
}
