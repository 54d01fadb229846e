"""What residents may ask about themselves: identity, card, code, and who looked. Each in the resident's own scope."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from litestar.params import JSONBody, QueryParameter

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_people as examples
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.errors import SceneUnknown
from onecard.doors.api.given import TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_people import CardShape, CodeShown, CodeWanted, LookShape, Me, WholeMe
from onecard.doors.family.telling import onlookers
from onecard.doors.paging import NO_ID, start_of_page
from onecard.doors.security.visitors import scope_of
from onecard.kernel.clock import day_of
from onecard.kernel.words import load_words

_WORDS = load_words("onecard.domains.sharing")


@operation(
    "GET", "/me", id="getMe", summary="我的信息 · Me, masked", tag="me", problems=(residents.ResidentUnknown,),
    said=examples.ME,
)  # fmt: skip
def get_me(house: TheHouse, resident: TheResident) -> Me:
    """Name and number masked, with what entitles."""
    day = day_of(house.clock())
    with house.app.reading(scope_of(resident)) as tx:
        masked = residents.show_masked(tx, holder_id=resident.holder_id, keyring=house.keyring)
        found = residents.find_resident(tx, holder_id=resident.holder_id)
        held = residents.statuses_of(tx, holder_id=resident.holder_id)
    assert found is not None, "whoever can be shown masked can be found"
    today = [one.kind for one in held if holds_on(one, day)]
    return Me(masked.name, masked.number, found.division, found.birth_date, today)


@operation(
    "GET", "/me/identity", id="revealMe", summary="我的完整信息 · Me, in full", tag="me",
    problems=(residents.ResidentUnknown,), said=examples.WHOLE_ME,
)  # fmt: skip
def reveal_me(house: TheHouse, resident: TheResident) -> WholeMe:
    """The resident's own identity in full."""
    with house.app.reading(scope_of(resident)) as tx:
        whole = residents.reveal(tx, holder_id=resident.holder_id, keyring=house.keyring)
        card = cards.card_of(tx, holder_id=resident.holder_id)
    return WholeMe(whole.name, whole.number, whole.phone, card.card_number if card else None)


@operation(
    "GET", "/me/card", id="getMyCard", summary="我的卡 · My card", tag="me", problems=(cards.NoValidCard,),
    said=examples.CARD,
)  # fmt: skip
def get_my_card(house: TheHouse, resident: TheResident) -> CardShape:
    """The valid card, or the latest, with the state of the e-card."""
    with house.app.reading(scope_of(resident)) as tx:
        card = cards.card_of(tx, holder_id=resident.holder_id)
        ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    if card is None:
        raise cards.NoValidCard
    return tell_card(card, ecard, house.clock())


@operation(
    "POST", "/me/code", id="showMyCode", summary="出示电子社保卡码 · Show my code", tag="me",
    problems=(SceneUnknown, ecards.EcardUnknown, ecards.EcardStopped, ecards.PhysicalCardStops),
    sent=examples.CODE_WANTED, said=examples.CODE,
)  # fmt: skip
def show_my_code(house: TheHouse, resident: TheResident, data: JSONBody[CodeWanted]) -> CodeShown:
    """A fresh one-time code; it carries no name and no number."""
    if data.scene is not None and data.scene not in house.scenes:
        raise SceneUnknown
    wire = house.scenes[data.scene].manner.wire if data.scene is not None else 0
    with house.app.reading(scope_of(resident)) as tx:
        code = ecards.show_code(
            tx,
            holder_id=resident.holder_id,
            scene=wire,
            at=house.clock(),
            keyring=house.keyring,
            seconds=house.settings.code_seconds,
        )
    return CodeShown(code.text, code.expires_at)


@operation(
    "GET", "/me/looks", id="listLooksAtMe", summary="谁查看过我的信息 · Who looked at my data", tag="me",
    said=[examples.LOOK],
)  # fmt: skip
def list_looks_at_me(
    house: TheHouse,
    resident: TheResident,
    *,
    before: Annotated[datetime | None, QueryParameter(description="earlier than this moment")] = None,
    before_look: Annotated[UUID, QueryParameter(description="among looks of that moment: before this one")] = NO_ID,
    at_most: Annotated[int, QueryParameter(ge=1, le=100)] = 100,
) -> list[LookShape]:
    """Every look by staff, partner or delegate, newest first: which agency or relative, at what, why, by what right.

    For the next page give the last `looked_at` as `before` and its `look_id` as `before_look`.
    """
    start = start_of_page(before)
    with house.app.reading(scope_of(resident)) as tx:
        looks = sharing.looks_at(tx, resident.holder_id, before=start, before_look=before_look, count=at_most)
        names = agencies.find_agencies(tx, {look.agency_id for look in looks})
        relatives = onlookers(tx, resident.holder_id, looks, house.keyring)
    return [_tell_look(look, names.get(look.agency_id), relatives.get(look.look_id, ("", ""))) for look in looks]


def holds_on(status: residents.Status, day: date) -> bool:
    """Whether a status counts on this day."""
    return status.valid_from <= day and (status.valid_until is None or day <= status.valid_until)


def _tell_look(look: sharing.Look, agency: agencies.Agency | None, relative: tuple[str, str]) -> LookShape:
    zh, en = ({code: _say(code, language) for code in _codes(look)} for language in ("zh", "en"))
    subject, purpose, basis = _codes(look)
    return LookShape(
        look_id=look.look_id,
        looked_at=look.looked_at,
        agency_zh=agency.name_zh if agency else relative[0],
        agency_en=agency.name_en if agency else relative[1],
        by=look.actor_kind,
        subject_zh=zh[subject],
        subject_en=en[subject],
        purpose_zh=zh[purpose],
        purpose_en=en[purpose],
        legal_basis_zh=zh[basis],
        legal_basis_en=en[basis],
        reference=look.reference,
    )


def _codes(look: sharing.Look) -> tuple[str, str, str]:
    return f"subject.{look.subject}", f"purpose.{look.purpose}", f"legal_basis.{look.legal_basis}"


def _say(code: str, language: str) -> str:
    return _WORDS.say(code, {}, language)


RESIDENT_ROUTES = [get_me, reveal_me, get_my_card, show_my_code, list_looks_at_me]
