"""The life of a person's card at a counter: applied for, activated, replaced, bridged, ended, its data changed.

Each is done at once for cards of the counter's own province and otherwise sent on to the issuing one (card_counter).
"""

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_cards as examples
from onecard.doors.api.card_counter import Wish, is_at_home
from onecard.doors.api.card_deeds import seal_facts
from onecard.doors.api.examples_people import WANTED
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, TheStaff
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_cards import (
    ActivationWanted,
    CancellationWanted,
    CardApplication,
    DataChange,
    Handled,
    ReplacementWanted,
)
from onecard.doors.api.shapes_people import PersonWanted
from onecard.doors.security.errors_visitors import RequestKeyTaken, RequestMalformed
from onecard.kernel.clock import day_of

PERSON_PROBLEMS = (
    residents.NumberMalformed,
    residents.NumberCheckWrong,
    residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
    residents.NumberOldUnclear,
    residents.NumberOfAnotherScheme,
    sharing.PurposeUnknown,
    sharing.ReferenceHoldsNumber,
)
_PROBLEMS = (*PERSON_PROBLEMS, cards.NoValidCard, cards.CardMoveRefused, cards.RequestOpen, RequestKeyTaken)
_ABOUT_NAMES = (residents.NameMalformed, residents.NameCharacterUnassigned)


@operation(
    "POST", "/people/card-application", id="applyCardForPerson", summary="申领 · Apply for a person's card",
    tag="people", problems=(
        *_PROBLEMS, *_ABOUT_NAMES, cards.ValidCardExists, cards.ApplicationOpen, cards.HolderDeceased,
        cards.GuardianWanted, cards.ProofWanted, cards.HolderUnknown, cards.CardNumberTaken,
        residents.DivisionUnknown,
    ),
    sent=examples.APPLICATION, said=examples.APPLIED,
)  # fmt: skip
def apply_card_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[CardApplication]
) -> Handled:
    """Registers the person where she is new. One valid card a person: the whole nation is looked through."""
    wish = Wish(house, limits, staff, data)
    issuer = data.issuer or data.division
    known_divisions(house, issuer, data.division)
    residents.read_name(data.name)
    facts = {
        "division": data.division,
        "issuer": issuer,
        "bank": data.bank,
        "applicant": wish.applicant(data.applicant),
        "sealed": seal_facts(house, wish.holder_id, number=wish.number.text, name=data.name, phone=data.phone),
    }
    return wish.handle("apply", request_key, facts, data.division, home=issuer)


@operation(
    "POST", "/people/card-withdrawal", id="withdrawApplicationForPerson",
    summary="撤回申领 · Withdraw a person's application", tag="people",
    problems=(*_PROBLEMS, cards.NoCardOnItsWay, cards.ProductionBegun), sent=WANTED, said=examples.ENDED,
)  # fmt: skip
def withdraw_application_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> Handled:
    """As long as no maker has it."""
    wish = Wish(house, limits, staff, data)
    return wish.handle("withdraw", request_key, {}, home=wish.standing.coming)


@operation(
    "POST", "/people/card-activation", id="activateCardForPerson", summary="启用 · Activate a person's card",
    tag="people",
    problems=(
        *_PROBLEMS, cards.NoCardOnItsWay, cards.ValidCardExists, cards.HolderDeceased, cards.ProductionBegun,
    ),
    sent=examples.ACTIVATION, said=examples.DONE,
)  # fmt: skip
def activate_card_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[ActivationWanted]
) -> Handled:
    """The card is handed over and works; the one it replaces ends in the same moment."""
    wish = Wish(house, limits, staff, data)
    home = wish.standing.coming
    if data.made_here and home is not None and not is_at_home(staff, home):
        raise RequestMalformed("made_here: only in the issuing province")
    return wish.handle("activate", request_key, {"made_here": data.made_here}, home=home)


@operation(
    "POST", "/people/card-loss/cancellation", id="cancelLossForPerson", summary="解挂 · Cancel a person's loss report",
    tag="people", problems=(*_PROBLEMS, cards.FormalLossStands, cards.ReplacementOpen),
    sent=WANTED, said=examples.DONE,
)  # fmt: skip
def cancel_loss_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> Handled:
    """The card was found and lies on the counter; whether that helps after a formal report is the place's rule."""
    return Wish(house, limits, staff, data).handle("cancel_loss", request_key, {})


@operation(
    "POST", "/people/card-replacement", id="replaceCardForPerson", summary="补换卡 · Replace a person's card",
    tag="people",
    problems=(
        *_PROBLEMS, cards.ApplicationOpen, cards.ProofWanted, cards.CardNumberTaken, residents.DivisionUnknown,
    ),
    sent=examples.REPLACEMENT, said=examples.APPLIED,
)  # fmt: skip
def replace_card_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[ReplacementWanted]
) -> Handled:
    """The old card works until the new one does, unless it is lost; everything of the person follows."""
    wish = Wish(house, limits, staff, data)
    if (data.issuer is not None) != (data.reason == "transfer"):
        raise RequestMalformed("issuer: with the reason transfer, and only then")
    known_divisions(house, data.issuer)
    facts = {
        "reason": data.reason,
        "bank": data.bank,
        "issuer": data.issuer,
        "applicant": wish.applicant(data.applicant),
    }
    return wish.handle("replace", request_key, facts, data.issuer)


@operation(
    "POST", "/people/temporary-card", id="issueTemporaryCard", summary="临时卡 · Issue a temporary card", tag="people",
    problems=(*_PROBLEMS, cards.TemporaryCardRefused, cards.CardNumberTaken),
    sent=WANTED, said=examples.TEMPORARY,
)  # fmt: skip
def issue_temporary_card(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> Handled:
    """For who has lost the card or waits for one: in its own province, without a bank half, for the place's days."""
    return Wish(house, limits, staff, data).handle("issue_temporary", request_key, {})


@operation(
    "POST", "/people/temporary-card/extension", id="extendTemporaryCard",
    summary="临时卡延期 · Extend a temporary card", tag="people",
    problems=(*_PROBLEMS, cards.NoTemporaryCard, cards.TemporaryCardLimit),
    sent=WANTED, said=examples.TEMPORARY,
)  # fmt: skip
def extend_temporary_card(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[PersonWanted]
) -> Handled:
    """By the place's days again, up to its limit."""
    return Wish(house, limits, staff, data).handle("extend_temporary", request_key, {})


@operation(
    "POST", "/people/card-cancellation", id="cancelCardForPerson", summary="注销 · End a person's card for good",
    tag="people", problems=_PROBLEMS, sent=examples.CANCELLATION, said=examples.ENDED,
)  # fmt: skip
def cancel_card_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[CancellationWanted]
) -> Handled:
    """After a death, an emigration, or where somebody held two; a death is recorded with its day."""
    wish = Wish(house, limits, staff, data)
    is_death = data.reason == "death"
    if is_death != (data.died_on is not None):
        raise RequestMalformed("died_on: with the reason death, and only then")
    if data.died_on is not None and not wish.number.birth_date <= data.died_on <= day_of(wish.at):
        raise RequestMalformed("died_on: neither before the birth nor after today")
    facts = {"reason": data.reason, "died_on": data.died_on.isoformat() if data.died_on else None}
    return wish.handle("cancel", request_key, facts)


@operation(
    "POST", "/people/data-change", id="changeDataForPerson", summary="信息变更 · Change a person's data", tag="people",
    problems=(*_PROBLEMS, *_ABOUT_NAMES, residents.ResidentUnknown, cards.CardNumberTaken),
    sent=examples.DATA_CHANGE, said=examples.APPLIED,
)  # fmt: skip
def change_data_for_person(
    house: TheHouse, limits: TheLimits, staff: TheStaff, request_key: RequestKey, data: JSONBody[DataChange]
) -> Handled:
    """Another name is sealed anew, and a replacement is asked for, because the card bears the old one."""
    wish = Wish(house, limits, staff, data)
    if data.name is None and data.phone is None:
        raise RequestMalformed("name or phone: one of them changes")
    if data.name is not None:
        residents.read_name(data.name)
    facts = {"sealed": seal_facts(house, wish.holder_id, name=data.name, phone=data.phone)}
    return wish.handle("change_data", request_key, facts)


def known_divisions(house: TheHouse, *divisions: int | None) -> None:
    """A card comes from, and a person lives in, a place that exists."""
    if any(one is not None and one not in house.book.places.divisions for one in divisions):
        raise residents.DivisionUnknown


CARD_ROUTES = [
    apply_card_for_person,
    withdraw_application_for_person,
    activate_card_for_person,
    cancel_loss_for_person,
    replace_card_for_person,
    issue_temporary_card,
    extend_temporary_card,
    cancel_card_for_person,
    change_data_for_person,
]
