"""What the pages of family delegations share: one's own delegation, the scenes to choose from, refusals in words."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.delegations import api as delegations
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.family import telling
from onecard.doors.look.manner import Manner
from onecard.doors.portal.desk import Portal
from onecard.doors.portal.family_form import ANYWHERE, CODES, DAYS, TermsForm
from onecard.doors.security.visitors import Resident
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

#: Which field of the page a refusal belongs to; others stand at the top.
_FIELD_OF: dict[type[Problem], str] = {
    residents.NameMalformed: "name",
    residents.NumberMalformed: "number",
    residents.NumberCheckWrong: "number",
    residents.NumberDivisionUnknown: "number",
    residents.NumberBirthDateImpossible: "number",
    delegations.OwnDelegate: "number",
    delegations.DelegationExists: "number",
    ecards.PasswordWrong: "password",
    ecards.SignInLocked: "password",
}


def find_own(tx: Transaction, resident: Resident, delegation_id: UUID) -> delegations.Delegation:
    """A delegation between this resident and another; DelegationUnknown for any other."""
    me = resident.holder_id
    both = (*delegations.delegations_of(tx, holder_id=me), *delegations.helping_of(tx, delegate_id=me))
    found = next((one for one in both if one.delegation_id == delegation_id), None)
    if found is None:
        raise delegations.DelegationUnknown
    return found


def offered(portal: Portal, resident: Resident) -> list[str]:
    """The scenes of the province whose card it is: mine, also for a relative's code, whose province I may not know."""
    with portal.reading(resident) as tx:
        card = cards.card_of(tx, holder_id=resident.holder_id)
    return portal.offered(card.issuer) if card else []


def choices(portal: Portal, resident: Resident, form: TermsForm, manner: Manner) -> dict[str, Any]:
    """What the terms' fields offer, and what is chosen."""
    looks = [portal.looks.of(scene) for scene in offered(portal, resident)]
    return {
        "terms": form,
        "scopes": [(one, telling.say(f"scope.{one}", manner.language)) for one in delegations.SCOPES],
        "places": [(ANYWHERE, ""), *((look.id, manner.pick(look.name_zh, look.name_en)) for look in looks)],
        "codes": CODES,
        "days": DAYS,
    }


def said_of(problem: Problem, manner: Manner) -> dict[str, str]:
    """A refusal in words with its next step, under the field it belongs to or at the top."""
    words = problem.words()
    title, step = manner.pick(words["title_zh"], words["title"]), manner.pick(words["next_step_zh"], words["next_step"])
    return {_FIELD_OF.get(type(problem), ""): f"{title}{manner.pick('。', '. ')}{step}"}


def beside(wrong: Mapping[str, str]) -> dict[str, Any]:
    """What is wrong, for the page: the words of each field (nothing for the others), and the summary's lines."""
    return {"wrong": defaultdict(str, wrong), "problems": list(wrong.items())}
