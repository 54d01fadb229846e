"""The counter view in words: the card with its halves, the e-card, and what happened to them, by whom and where."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.desk import Console
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words, province_words
from onecard.doors.look.writing import masked_card, reference_of
from onecard.kernel.clock import day_of

Say = Callable[..., str]
EVENTS_SHOWN = 30
_GOOD = {"active": "good", "applied": "warn", "produced": "warn", "delivered": "warn", "inactive": "warn"}


def told_card(counter: Counter, t: Say, manner: Manner) -> dict[str, Any] | None:
    """The valid card, or the latest: number masked, state in words, since and until when, and its three halves."""
    card = counter.card
    if card is None:
        return None
    return {
        "number": masked_card(card.card_number),
        "issuer": place_words(counter.house.book.places, card.issuer, manner),
        "bank": card.bank or "",
        "state": manner.pick(*cards.STATE_WORDS[counter.state]),
        "kind": _GOOD.get(counter.state, "bad"),
        "since": _since(card, counter.at),
        "until": card.state_until if counter.state == "temporarily_lost" else None,
        "halves": [told_half(one, t, manner) for one in counter.halves],
        "coming": _state(counter.coming, counter.at, manner) if counter.coming is not card else "",
        "bridge_until": counter.bridge.valid_until if counter.bridge else None,
        "others": sum(one.state in ("replaced", "cancelled") for one in counter.held if one is not card),
    }


def told_half(one: cards.HalfStanding, t: Say, manner: Manner) -> dict[str, str]:
    """One half: its state with what locks it, and how its password stands."""
    locks = manner.pick("、", ", ").join(manner.pick(*cards.CAUSE_WORDS[lock.cause]) for lock in one.locks)
    state = manner.pick(*cards.HALF_STATE_WORDS[one.state])
    return {
        "name": manner.pick(*cards.HALF_WORDS[one.half]),
        "state": locks or state,
        "kind": _GOOD.get(one.state, "bad"),
        "pin": t(f"pin.{one.pin}"),
    }


def _state(card: cards.Card | None, at: datetime, manner: Manner) -> str:
    return manner.pick(*cards.STATE_WORDS[card.effective(at)]) if card else ""


def _since(card: cards.Card, at: datetime) -> datetime:
    """From when the state counts; a loss that lapsed ended when it lapsed."""
    lapsed = card.effective(at) != card.state
    return card.state_until if lapsed and card.state_until else card.state_since


def told_ecard(counter: Counter, t: Say) -> dict[str, Any] | None:
    """The e-card: its level, whether it has a password, and whether it works, which hangs on the card too."""
    ecard = counter.ecard
    if ecard is None:
        return None
    works = ecard.state == "active" and counter.state == "active"
    state = ecard.state if ecard.state != "active" or works else "follows"
    return {
        "state": t(f"ecard.state.{state}"),
        "kind": "good" if works else "bad",
        "level": t(f"ecard.of_level.{ecard.level}"),
        "password": t("ecard.password_set" if ecard.has_password else "ecard.password_none"),
        "since": ecard.issued_at,
    }


def told_carriers(counter: Counter, t: Say) -> list[dict[str, Any]]:
    """What may show the person's codes for days and holds now: phones and prints."""
    return [
        {"kind": t(f"carrier.{one.kind}"), "serial": one.serial, "until": day_of(one.expires_at)}
        for one in counter.carriers
    ]


def told_events(console: Console, counter: Counter, t: Say, manner: Manner) -> list[dict[str, Any]]:
    """What happened, newest first: what, when, by whom and where, with its number; of which card where several."""
    numbers = {one.card_id: masked_card(one.card_number) for one in counter.held}
    shown = counter.events[:EVENTS_SHOWN]
    where = _agencies_of(console, {one.actor for one in shown}, manner)
    known = console.pages.words.codes()
    return [
        {
            "what": t(f"event.{one.event}") if f"event.{one.event}" in known else one.event,
            "at": one.happened_at,
            "by": _by(one.actor, counter, where, t),
            "card": numbers.get(one.card_id, ""),
            "number": reference_of(one.event_id),
        }
        for one in shown
    ]


def _by(actor: str, counter: Counter, where: dict[str, str], t: Say) -> str:
    if actor == counter.actor:
        return t("by.you")
    if actor.startswith("staff "):
        return t("by.staff", agency=where.get(actor, ""))
    return t("by.resident") if actor == "resident" else t("by.system")


def _agencies_of(console: Console, actors: set[str], manner: Manner) -> dict[str, str]:
    """The organisations of the members of staff who acted; who left is not known any more."""
    wanted = {actor: UUID(actor.removeprefix("staff ")) for actor in actors if actor.startswith("staff ")}
    with console.house.app.reading() as tx:
        found = {actor: agencies.find_staff(tx, staff_id=staff_id) for actor, staff_id in wanted.items()}
        of = agencies.find_agencies(tx, {one.agency_id for one in found.values() if one})
    return {
        actor: manner.pick(of[one.agency_id].name_zh, of[one.agency_id].name_en)
        for actor, one in found.items()
        if one is not None
    }


def told_requests(console: Console, counter: Counter, t: Say, manner: Manner) -> list[dict[str, Any]]:
    """What was asked of another province for this person: what, when, who decides, and what became of it."""
    places = console.house.book.places
    return [
        {
            "what": t(f"deed.{one.operation}"),
            "at": one.taken_at,
            "by": province_words(places, one.issuer, manner),
            "state": t(f"request.{one.state}"),
            "kind": {"accepted": "good", "refused": "bad"}.get(one.state, "warn"),
            "answer": one.answer or "",
            "number": reference_of(one.request_id),
        }
        for one in counter.requests
    ]
