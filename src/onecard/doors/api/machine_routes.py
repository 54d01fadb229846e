"""What machines ask besides the hot paths: a terminal who it is and which keys verify codes; a partner one claim."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_people as examples
from onecard.doors.api.agency_routes import POINT, tell_point
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, ThePartner, TheTerminal
from onecard.doors.api.operation import operation
from onecard.doors.api.resident_routes import holds_on
from onecard.doors.api.shapes_people import ClaimAnswer, ClaimAsked, PointShape
from onecard.doors.bootstrap import House
from onecard.doors.security.errors import TerminalUnknown
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import once, request_of
from onecard.doors.security.visitors import Partner, scope_about
from onecard.kernel.clock import age_on, day_of
from onecard.kernel.postgres.transaction import Transaction


class CodeKeyTold(msgspec.Struct, frozen=True):
    """A public key in base64, with its algorithm."""

    suite: str
    public: str


class CodeKeys(msgspec.Struct, frozen=True):
    """The key set of `onecard.verifier`: public keys of codes by key id."""

    codes: dict[str, CodeKeyTold]


@operation(
    "GET", "/terminal", id="whoAmI", summary="本终端 · This terminal", tag="terminal", problems=(TerminalUnknown,),
    said=POINT,
)  # fmt: skip
def who_am_i(house: TheHouse, terminal: TheTerminal) -> PointShape:
    """The acceptance point of the terminal that signed this request."""
    with house.app.reading() as tx:
        point = agencies.find_points(tx, [terminal.point_id]).get(terminal.point_id)
    if point is None:
        raise TerminalUnknown
    return tell_point(point)


@operation(
    "GET", "/terminal/code-keys", id="getCodeKeys", summary="验码公钥 · Keys for codes", tag="terminal",
    said=CodeKeys({"1": CodeKeyTold("intl", "O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=")}),
)  # fmt: skip
def get_code_keys(house: TheHouse) -> CodeKeys:
    """The public keys a gate needs to verify codes without a network; fetch them daily."""
    return msgspec.json.decode(house.keyring.code_keys().to_json(), type=CodeKeys)


@operation(
    "POST", "/claims", id="checkClaim", summary="核验一项资格 · Check one claim", tag="partners",
    problems=(
        residents.NumberMalformed, residents.NumberCheckWrong, residents.NumberDivisionUnknown,
        residents.NumberBirthDateImpossible, residents.NumberOldUnclear, residents.NumberOfAnotherScheme,
        sharing.PurposeUnknown,
        sharing.ReferenceHoldsNumber, RequestKeyTaken,
    ),
    sent=examples.CLAIM, said=examples.CLAIM_ANSWER,
)  # fmt: skip
def check_claim(
    house: TheHouse, limits: TheLimits, partner: ThePartner, request_key: RequestKey, data: JSONBody[ClaimAsked]
) -> ClaimAnswer:
    """Yes or no and nothing else; the person can read that it was asked."""
    limits.take("look", partner.client_id)
    number = residents.SocialSecurityNumber.parse(data.number, house.book.places.divisions)
    holder_id, at = residents.holder_of(number, keyring=house.keyring), house.clock()
    request = request_of(partner, "checkClaim", request_key, data, house.keyring)
    with house.app.writing(scope_about(partner, holder_id)) as tx:

        def answer() -> ClaimAnswer:
            return _answer(house, tx, partner, data, holder_id=holder_id, at=at)

        return once(tx, request, ClaimAnswer, answer, at=at)


def _answer(
    house: House, tx: Transaction, partner: Partner, data: ClaimAsked, *, holder_id: UUID, at: datetime
) -> ClaimAnswer:
    person = residents.find_resident(tx, holder_id=holder_id)
    card = cards.card_of(tx, holder_id=holder_id)
    active = card is not None and card.effective(at) == "active"
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker("partner", partner.client_id, partner.agency_id),
        subject="entitlement",
        ground=sharing.Ground("benefit_check", data.legal_basis, data.reference),
        found=person is not None,
        at=at,
        keyring=house.keyring,
    )
    holds = person is not None and _holds(tx, person, data.claim, active=active, day=day_of(at))
    return ClaimAnswer(data.claim, holds, day_of(at))


def _holds(tx: Transaction, person: residents.Resident, claim: str, *, active: bool, day: date) -> bool:
    if person.died_on is not None:
        return False
    if claim == "card_valid":
        return active
    if claim.startswith("aged_"):
        return age_on(person.birth_date, day) >= int(claim.removeprefix("aged_"))
    held = residents.statuses_of(tx, holder_id=person.holder_id)
    return any(one.kind == claim and holds_on(one, day) for one in held)


MACHINE_ROUTES = [who_am_i, get_code_keys, check_claim]
