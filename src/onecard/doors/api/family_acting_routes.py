"""Acting for a relative: her code for a scene, her card stopped, her record and uses seen; and what was done."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar.params import FromPath, JSONBody, QueryParameter

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_family as examples
from onecard.doors.api import examples_people
from onecard.doors.api.cards_told import tell_card
from onecard.doors.api.errors import SceneUnknown
from onecard.doors.api.family_acting import acting_for, report_loss, see_record, see_uses, show_code
from onecard.doors.api.family_told import tell_acts
from onecard.doors.api.given import RequestKey, TheAnswers, TheHouse, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_family import CardEventShape, FamilyAct, FamilyCodeWanted, FamilyRecord
from onecard.doors.api.shapes_people import CardShape, CodeShown
from onecard.doors.api.uses_routes import USE_EXAMPLE, UseTold, tell_use
from onecard.doors.paging import NO_ID, start_of_page
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import scope_of

_ACTING = (
    delegations.DelegationUnknown, delegations.DelegationNotInForce, delegations.DelegateStopped,
    delegations.PersonDied, delegations.ScopeNotGiven,
)  # fmt: skip
Before = Annotated[datetime | None, QueryParameter(description="earlier than this moment")]
AtMost = Annotated[int, QueryParameter(ge=1, le=100)]


@operation(
    "POST", "/me/family/{delegation_id:uuid}/code", id="showCodeFor", summary="代为展码 · Show a relative's code",
    tag="family",
    problems=(
        *_ACTING, SceneUnknown, delegations.CodesUsedUp, ecards.EcardUnknown, ecards.EcardStopped,
        ecards.PhysicalCardStops,
    ),
    sent=examples.CODE_WANTED, said=examples_people.CODE,
)  # fmt: skip
def show_code_for(
    house: TheHouse, resident: TheResident, delegation_id: FromPath[UUID], data: JSONBody[FamilyCodeWanted]
) -> CodeShown:
    """A fresh one-time code of the relative, for one scene; counted, and shown to both in their records."""
    code, _ = show_code(house, resident, delegation_id, data.scene)
    return CodeShown(code.text, code.expires_at)


@operation(
    "POST", "/me/family/{delegation_id:uuid}/card-loss", id="reportLossFor", tag="family",
    summary="代为挂失 · Report a relative's card lost",
    problems=(*_ACTING, cards.NoValidCard, cards.CardMoveRefused, RequestKeyTaken), said=examples_people.LOST_CARD,
)  # fmt: skip
def report_loss_for(
    house: TheHouse, resident: TheResident, request_key: RequestKey, delegation_id: FromPath[UUID]
) -> CardShape:
    """Temporarily and at once, everywhere; only the relative herself takes it back."""
    at = house.clock()
    request = request_of(resident, "reportLossFor", request_key, str(delegation_id), house.keyring)
    with acting_for(house, resident, delegation_id, scope="report_loss") as acting:
        # Kept with the person it is done for, in whose scope this runs.
        request = replace(request, asker=acting.delegation.holder_id, request_key=f"{delegation_id} {request_key}")

        def stop() -> CardShape:
            card = report_loss(house, acting)
            return tell_card(card, ecards.ecard_of(acting.tx, holder_id=card.holder_id), at)

        return once(acting.tx, request, CardShape, stop, at=at)


@operation(
    "GET", "/me/family/{delegation_id:uuid}/record", id="getRecordFor", tag="family",
    summary="家人的卡和卡事件 · A relative's card and its events", problems=_ACTING, said=examples.RECORD,
)  # fmt: skip
def get_record_for(house: TheHouse, resident: TheResident, delegation_id: FromPath[UUID]) -> FamilyRecord:
    """Each time is a look that the relative sees."""
    found, _ = see_record(house, resident, delegation_id)
    card = tell_card(found.card, found.ecard, house.clock()) if found.card else None
    return FamilyRecord(card, [CardEventShape(one.event, one.happened_at) for one in found.events])


@operation(
    "GET", "/me/family/{delegation_id:uuid}/uses", id="listUsesFor", summary="家人的用卡记录 · A relative's uses",
    tag="family", problems=_ACTING, said=[USE_EXAMPLE],
)  # fmt: skip
def list_uses_for(
    house: TheHouse,
    answers: TheAnswers,
    resident: TheResident,
    delegation_id: FromPath[UUID],
    *,
    before: Before = None,
    before_use: Annotated[UUID, QueryParameter(description="among uses of that moment: before this one")] = NO_ID,
    at_most: AtMost = 30,
) -> list[UseTold]:
    """Newest first, in pages as one's own uses; each time is a look that the relative sees."""
    start = start_of_page(before)
    rows, _ = see_uses(house, resident, delegation_id, before=start, before_use=before_use, at_most=at_most)
    return [tell_use(answers, row) for row in rows]


@operation(
    "GET", "/me/family/acts", id="listFamilyActs", summary="代办记录 · What was done by delegation", tag="family",
    said=[examples.ACT],
)  # fmt: skip
def list_family_acts(
    house: TheHouse,
    resident: TheResident,
    *,
    by_me: Annotated[bool, QueryParameter(description="what I did for others, and not others for me")] = False,
    before: Before = None,
    before_act: Annotated[UUID, QueryParameter(description="among acts of that moment: before this one")] = NO_ID,
    at_most: AtMost = 30,
) -> list[FamilyAct]:
    """Newest first; for the next page give the last `happened_at` as `before` and its `act_id` as `before_act`."""
    me, start = resident.holder_id, start_of_page(before)
    with house.app.reading(scope_of(resident)) as tx:
        if by_me:
            acts = delegations.acts_by(tx, delegate_id=me, before=start, before_act=before_act, at_most=at_most)
            known = delegations.helping_of(tx, delegate_id=me)
        else:
            acts = delegations.acts_for(tx, holder_id=me, before=start, before_act=before_act, at_most=at_most)
            known = delegations.delegations_of(tx, holder_id=me)
    return tell_acts(house, acts, {one.delegation_id: one for one in known}, me)


FAMILY_ACTING_ROUTES = [show_code_for, report_loss_for, get_record_for, list_uses_for, list_family_acts]
