"""What a resident may do with her own cards: see them all, ask for a new one, withdraw that, activate it.

Each changing step asks for the e-card password once more: an open phone must not order cards.
"""

from collections.abc import Mapping
from typing import Any

from litestar.params import JSONBody

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_cards as examples
from onecard.doors.api.card_deeds import Deed, do
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.given import RequestKey, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.request_routes import tell_request
from onecard.doors.api.shapes_cards import MyReplacement, Proven, RequestTold
from onecard.doors.api.shapes_people import CardShape
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident, scope_of

_PROBLEMS = (ecards.PasswordWrong, ecards.SignInLocked, ecards.EcardStopped, RequestKeyTaken)


@operation("GET", "/me/cards", id="listMyCards", summary="我的全部卡 · All my cards", tag="me", said=[examples.MINE])
def list_my_cards(house: TheHouse, resident: TheResident) -> list[CardShape]:
    """The valid one first, then the latest, with one on its way and a temporary one."""
    with house.app.reading(scope_of(resident)) as tx:
        held = cards.cards_of(tx, holder_id=resident.holder_id)
        ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    return [tell_card(one, ecard, house.clock()) for one in held]


@operation(
    "GET", "/me/card/requests", id="listMyCardRequests", summary="我的异地办理 · What I asked for in other provinces",
    tag="me", said=[examples.REQUEST],
)  # fmt: skip
def list_my_card_requests(house: TheHouse, resident: TheResident) -> list[RequestTold]:
    """With what the issuing province decided."""
    with house.app.reading(scope_of(resident)) as tx:
        return [tell_request(one) for one in cards.requests_of(tx, holder_id=resident.holder_id)]


@operation(
    "POST", "/me/card/replacement", id="replaceMyCard", summary="补换卡 · Ask for a new card", tag="me",
    problems=(*_PROBLEMS, cards.NoValidCard, cards.ApplicationOpen, cards.CardNumberTaken),
    sent=examples.MY_REPLACEMENT, said=examples.MINE,
)  # fmt: skip
def replace_my_card(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[MyReplacement]
) -> CardShape:
    """Because it is lost (which stops it for good), damaged, old, or of another bank."""
    facts = {"reason": data.reason, "bank": data.bank, "issuer": None, "applicant": _MYSELF}
    return _do(house, resident, request_key, password=data.password, what="replace", facts=facts)


@operation(
    "POST", "/me/card/withdrawal", id="withdrawMyApplication", summary="撤回申请 · Withdraw my application", tag="me",
    problems=(*_PROBLEMS, cards.NoCardOnItsWay, cards.ProductionBegun), sent=examples.PROVEN, said=examples.MINE,
)  # fmt: skip
def withdraw_my_application(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[Proven]
) -> CardShape:
    """As long as no maker has it."""
    return _do(house, resident, request_key, password=data.password, what="withdraw", facts={})


@operation(
    "POST", "/me/card/activation", id="activateMyCard", summary="启用新卡 · Activate my new card", tag="me",
    problems=(*_PROBLEMS, cards.NoCardOnItsWay, cards.CardMoveRefused, cards.ValidCardExists, cards.HolderDeceased),
    sent=examples.PROVEN, said=examples.MINE,
)  # fmt: skip
def activate_my_card(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[Proven]
) -> CardShape:
    """Once it was delivered; the old card ends in the same moment."""
    return _do(house, resident, request_key, password=data.password, what="activate", facts=_ONLY_DELIVERED)


def _do(
    house: House,
    resident: Resident,
    request_key: str,
    *,
    password: str,
    what: cards.Operation,
    facts: Mapping[str, Any],
) -> CardShape:
    at, request = house.clock(), request_of(resident, f"my {what}", request_key, facts, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, CardShape)
    if kept is not None:
        return kept
    prove_holder(house, resident.holder_id, password)
    with house.app.writing(scope_of(resident)) as tx:

        def work() -> CardShape:
            card = do(what, Deed(house, tx, resident.holder_id, facts, at, "resident"))
            return tell_card(card, ecards.ecard_of(tx, holder_id=resident.holder_id), at)

        return once(tx, request, CardShape, work, at=at)


_ONLY_DELIVERED = {"delivered_only": True}
_MYSELF = {"kind": "self", "relation": "", "proof": "", "holder_id": None}
MY_CARD_ROUTES = [
    list_my_cards,
    list_my_card_requests,
    replace_my_card,
    withdraw_my_application,
    activate_my_card,
]
