"""The work list in words: requests with where they were taken and how long they wait; a request with what it asks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.doors.console.deciding import Case, facts_asked
from onecard.doors.console.desk import Console
from onecard.doors.console.operation import Said
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import place_words, province_words
from onecard.doors.look.writing import masked_card, reference_of
from onecard.kernel.clock import day_of

Say = Callable[..., str]
_STATES = {"accepted": "good", "refused": "bad"}


def told_waiting(
    console: Console, requests: Sequence[cards.CardRequest], at: datetime, t: Say, manner: Manner
) -> list[dict[str, Any]]:
    """Rows of the list; nobody is shown."""
    with console.house.app.reading() as tx:
        takers = agencies.find_agencies(tx, {one.taken_agency for one in requests})
    places = console.house.book.places
    return [
        {
            "id": one.request_id,
            "what": t(f"deed.{one.operation}"),
            "at": one.taken_at,
            "days": (day_of(at) - day_of(one.taken_at)).days,
            "agency": manner.pick(takers[one.taken_agency].name_zh, takers[one.taken_agency].name_en),
            "decider": province_words(places, one.issuer, manner),
            "state": t(f"request.{one.state}"),
            "kind": _STATES.get(one.state, "warn"),
            "answer": one.answer or "",
            "number": reference_of(one.request_id),
        }
        for one in requests
    ]


def told_case(console: Console, case: Case, t: Say, manner: Manner) -> dict[str, Any]:
    """A request with its person, masked, and everything it asks, in words."""
    at = console.house.clock()
    [row] = told_waiting(console, [case.request], at, t, manner)
    card = case.card
    return {
        **row,
        "open": case.request.state == "open",
        "name": case.masked.name if case.masked else "",
        "masked_number": case.masked.number if case.masked else "",
        "card": masked_card(card.card_number) if card else "",
        "card_state": manner.pick(*cards.STATE_WORDS[card.effective(at)]) if card else "",
        "asked": _asked(console, facts_asked(case.request), t, manner),
    }


def _asked(console: Console, facts: dict[str, Any], t: Say, manner: Manner) -> list[tuple[str, str]]:
    places = console.house.book.places
    told: list[tuple[str, str]] = []
    for name, value in facts.items():
        match name:
            case "reason":
                told.append((t("case.reason"), manner.pick(*REASONS[value])))
            case "issuer" | "division":
                told.append((t(f"case.{name}"), place_words(places, value, manner)))
            case "applicant":
                said = [t(f"who.{value['kind']}"), value.get("relation", ""), value.get("proof", "")]
                told.append((t("case.applicant"), " · ".join(one for one in said if one)))
            case "bank" | "died_on":
                told.append((t(f"case.{name}"), str(value)))
    return told


REASONS: dict[str, Said] = {
    "lost": ("遗失补领", "it is lost"),
    "damaged": ("损坏换领", "it is damaged"),
    "upgrade": ("换新一代卡", "a newer generation"),
    "bank_change": ("更换合作银行", "another bank"),
    "data_change": ("卡面信息变更", "changed data on the card"),
    "transfer": ("转到新居住地发卡", "transfer to where the person lives now"),
    "death": ("持卡人离世", "the person has died"),
    "emigration": ("出国(境)定居", "the person has emigrated"),
    "duplicate": ("重复持卡", "the person held two cards"),
}
