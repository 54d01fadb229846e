"""E-cards in the programs of partners: applied for, linked, shown and unlinked there; level 2 confirmed by a bank.

What cannot be seen from here (a face, a telephone that answered) the partner signs for in a statement, with its own
reference; the person can read both. Each runs in one transaction of the system, because who the person is was proven in
the partner's program and by no session of ours; a refused act leaves the look and the spent statement standing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.api import examples_ecards as examples
from onecard.doors.api import examples_people
from onecard.doors.api.errors import NotTheBank, PersonNotMatched, SceneUnknown
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, ThePartner
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_ecards import (
    ChannelTold,
    CodeInChannel,
    EcardApplied,
    EcardLinked,
    EcardTold,
    LevelConfirmed,
    NumberOnly,
)
from onecard.doors.api.shapes_people import CodeShown
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken, StatementRefused
from onecard.doors.security.request_keys import Answer, Request, kept_answer, once, request_of
from onecard.doors.security.tokens import TOKEN_PATH, read_statement
from onecard.doors.security.visitors import Partner
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

_NUMBER = (
    residents.NumberMalformed, residents.NumberCheckWrong, residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
)  # fmt: skip
_LOOK = (*_NUMBER, sharing.PurposeUnknown, sharing.ReferenceHoldsNumber)


@operation(
    "POST", "/ecards/applications", id="applyForEcard", summary="渠道申领电子社保卡 · Apply for an e-card in a channel",
    tag="partners",
    problems=(
        *_LOOK, StatementRefused, PersonNotMatched, ecards.EcardExists, ecards.PhysicalCardStops,
        ecards.PasswordTooSimple, RequestKeyTaken,
    ),
    sent=examples.APPLIED, said=examples.TOLD,
)  # fmt: skip
def apply_for_ecard(
    house: TheHouse, limits: TheLimits, partner: ThePartner, request_key: RequestKey, data: JSONBody[EcardApplied]
) -> EcardTold:
    """At level 1, where name and number belong together and the channel signs for having checked the face."""
    limits.take("look", partner.client_id)
    request = request_of(partner, "applyForEcard", request_key, data.statement, house.keyring)

    def act(tx: Transaction, holder_id: UUID, claims: dict[str, Any]) -> EcardTold:
        by, at = ecards.Doer(f"partner {partner.client_id}", partner.agency_id), house.clock()
        facts = {"reference": _reference(claims), "face": "passed"}
        keyring, password = house.keyring, data.password
        made = ecards.issue_ecard(
            tx, holder_id=holder_id, password=password, keyring=keyring, at=at, by=by, facts=facts
        )
        ecards.link_channel(
            tx, holder_id=holder_id, client_id=partner.client_id, agency_id=partner.agency_id, at=at, by=by
        )
        return EcardTold(made.sign_no, made.level, made.state)

    def prepare(tx: Transaction) -> Callable[[], EcardTold]:
        claims = _stated(house, tx, partner, data.statement, "ecard.issue", face="passed")
        holder_id = _holder(house, claims)
        _look(house, tx, partner, holder_id=holder_id, legal_basis=data.legal_basis, reference=_reference(claims))
        name = claims.get("name")
        if not isinstance(name, str) or not residents.name_matches(
            tx, holder_id=holder_id, name=name, keyring=house.keyring
        ):
            return _refuse(PersonNotMatched())
        return lambda: act(tx, holder_id, claims)

    return _act_once(house, request, EcardTold, prepare)


@operation(
    "POST", "/ecards/channels", id="linkChannel", summary="关联渠道 · Link a channel to an e-card", tag="partners",
    problems=(
        *_NUMBER, ecards.SignInRefused, ecards.SignInLocked, ecards.EcardStopped, RequestKeyTaken,
    ),
    sent=examples.LINKED, said=examples.CHANNEL_TOLD,
)  # fmt: skip
def link_channel(
    house: TheHouse, limits: TheLimits, partner: ThePartner, request_key: RequestKey, data: JSONBody[EcardLinked]
) -> ChannelTold:
    """By number and e-card password, typed by the person; wrong ones lock as at sign-in, for every channel at once."""
    limits.take("account", f"link {data.number.strip().upper()}")
    request = request_of(partner, "linkChannel", request_key, data.number, house.keyring)
    holder_id = _parse(house, data.number)

    def prepare(tx: Transaction) -> Callable[[], ChannelTold]:
        at, keyring, number = house.clock(), house.keyring, data.number
        answer = ecards.check_password(
            tx, holder_id=holder_id, password=data.password, keyring=keyring, at=at, presented=number
        )
        if isinstance(answer, Problem):
            return _refuse(answer)

        def link() -> ChannelTold:
            ecards.link_channel(
                tx, holder_id=holder_id, client_id=partner.client_id, agency_id=partner.agency_id, at=at
            )
            return ChannelTold(partner.client_id, linked=True)

        return link

    return _act_once(house, request, ChannelTold, prepare)


@operation(
    "POST", "/ecards/channels/end", id="unlinkChannel", summary="渠道解除关联 · A channel unlinks itself",
    tag="partners", problems=(*_NUMBER, ecards.ChannelUnknown, RequestKeyTaken), sent=examples.NUMBER_ONLY,
    said=examples.CHANNEL_TOLD,
)  # fmt: skip
def unlink_channel(
    house: TheHouse, partner: ThePartner, request_key: RequestKey, data: JSONBody[NumberOnly]
) -> ChannelTold:
    """As the person asked there; from then on this program shows no code of hers."""
    request = request_of(partner, "unlinkChannel", request_key, data.number, house.keyring)
    holder_id = _parse(house, data.number)
    by = ecards.Doer(f"partner {partner.client_id}", partner.agency_id)

    def prepare(tx: Transaction) -> Callable[[], ChannelTold]:
        def unlink() -> ChannelTold:
            ecards.unlink_channel(tx, holder_id=holder_id, client_id=partner.client_id, at=house.clock(), by=by)
            return ChannelTold(partner.client_id, linked=False)

        return unlink

    return _act_once(house, request, ChannelTold, prepare)


@operation(
    "POST", "/ecards/code", id="showCodeInChannel", summary="渠道展码 · Show a code in a channel", tag="partners",
    problems=(
        *_NUMBER, SceneUnknown, ecards.ChannelUnknown, ecards.EcardUnknown, ecards.EcardStopped,
        ecards.PhysicalCardStops,
    ),
    sent=examples.IN_CHANNEL, said=examples_people.CODE,
)  # fmt: skip
def show_code_in_channel(house: TheHouse, partner: ThePartner, data: JSONBody[CodeInChannel]) -> CodeShown:
    """A fresh one-time code for the holder in front of this program, as long as it is linked and the card stands."""
    if data.scene is not None and data.scene not in house.scenes:
        raise SceneUnknown
    wire = house.scenes[data.scene].manner.wire if data.scene is not None else 0
    holder_id = _parse(house, data.number)
    with house.app.reading() as tx:
        ecards.require_channel(tx, holder_id=holder_id, client_id=partner.client_id)
        at, seconds = house.clock(), house.settings.code_seconds
        code = ecards.show_code(tx, holder_id=holder_id, scene=wire, at=at, keyring=house.keyring, seconds=seconds)
    return CodeShown(code.text, code.expires_at)


@operation(
    "POST", "/ecards/level-two", id="confirmLevelTwo", summary="银行确认开通支付 · A bank confirms level 2",
    tag="partners",
    problems=(
        *_NUMBER, StatementRefused, NotTheBank, ecards.EcardUnknown, ecards.EcardStopped, ecards.PhysicalCardStops,
        ecards.LevelNotAsked, ecards.BankHalfInactive, RequestKeyTaken,
    ),
    sent=examples.CONFIRMED, said=examples.TOLD,
)  # fmt: skip
def confirm_level_two(
    house: TheHouse, partner: ThePartner, request_key: RequestKey, data: JSONBody[LevelConfirmed]
) -> EcardTold:
    """Account active and the telephone reserved there confirmed, signed for by a bank of the place of the card."""
    request = request_of(partner, "confirmLevelTwo", request_key, data.statement, house.keyring)
    by = ecards.Doer(f"partner {partner.client_id}", partner.agency_id)

    def prepare(tx: Transaction) -> Callable[[], EcardTold]:
        claims = _stated(house, tx, partner, data.statement, "ecard.level_two", account="active", phone="confirmed")
        holder_id = _holder(house, claims)
        if not _is_bank_of(tx, partner, holder_id):
            return _refuse(NotTheBank())

        def confirm() -> EcardTold:
            reference = _reference(claims)
            made = ecards.confirm_level_two(tx, holder_id=holder_id, at=house.clock(), by=by, reference=reference)
            return EcardTold(made.sign_no, made.level, made.state)

        return confirm

    return _act_once(house, request, EcardTold, prepare)


def _act_once(
    house: House, request: Request, kind: type[Answer], prepare: Callable[[Transaction], Callable[[], Answer]]
) -> Answer:
    """The kept answer; or what `prepare` proves and writes down, and then the act it gives back, done once.

    A refused act is undone by itself, and raised after what was prepared is committed.
    """
    with house.app.writing() as tx:
        kept = kept_answer(tx, request, kind)
        if kept is not None:
            return kept
        act = prepare(tx)
        try:
            with tx.transaction():
                return once(tx, request, kind, act, at=house.clock())
        except Problem as problem:
            refused = problem
    raise refused


def _refuse(problem: Problem) -> Callable[[], Any]:
    def refuse() -> Any:
        raise problem

    return refuse


def _stated(house: House, tx: Transaction, partner: Partner, statement: str, act: str, **wanted: str) -> dict[str, Any]:
    """The claims of a statement that says all of `wanted`."""
    audience = house.settings.address + TOKEN_PATH
    claims = read_statement(tx, statement, client_id=partner.client_id, act=act, audience=audience, at=house.clock())
    if any(claims.get(name) != value for name, value in wanted.items()) or not _reference(claims):
        raise StatementRefused
    return claims


def _reference(claims: dict[str, Any]) -> str:
    found = claims.get("reference")
    return found.strip()[:120] if isinstance(found, str) else ""


def _holder(house: House, claims: dict[str, Any]) -> UUID:
    number = claims.get("number")
    if not isinstance(number, str) or len(number) > 40:
        raise StatementRefused
    return _parse(house, number)


def _parse(house: House, number: str) -> UUID:
    parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
    return residents.holder_of(parsed, keyring=house.keyring)


def _look(
    house: House, tx: Transaction, partner: Partner, *, holder_id: UUID, legal_basis: str, reference: str
) -> None:
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker("partner", partner.client_id, partner.agency_id),
        subject="identity.match",
        ground=sharing.Ground("service_desk", legal_basis, reference),
        found=residents.find_resident(tx, holder_id=holder_id) is not None,
        at=house.clock(),
        keyring=house.keyring,
    )


def _is_bank_of(tx: Transaction, partner: Partner, holder_id: UUID) -> bool:
    """Whether the partner is a bank, and acts where the person's card was issued."""
    agency = agencies.find_agencies(tx, [partner.agency_id]).get(partner.agency_id)
    card = cards.card_of(tx, holder_id=holder_id)
    if agency is None or agency.kind != "bank" or card is None:
        return False
    return f"{card.issuer:06d}".startswith(agencies.reach_of(agency.division))


ECARD_PARTNER_ROUTES = [apply_for_ecard, link_channel, unlink_channel, show_code_in_channel, confirm_level_two]
