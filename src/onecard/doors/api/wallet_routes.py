"""Credentials in wallets, for their holder; proofs, for partners. Wallets themselves speak OpenID4VC below /wallet."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody

from onecard.domains.ecards import api as ecards
from onecard.doors.api import examples_wallet as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheLimits, ThePartner, TheResident
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_wallet import (
    CredentialsShape,
    OfferShape,
    OfferWanted,
    ProofShape,
    ProofWanted,
    WantedShape,
)
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident, scope_of
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.asking import Ask, Asker, find_ask, link_of, make_ask
from onecard.doors.wallet.claims import check_wanted
from onecard.doors.wallet.errors import CardNotStanding, CredentialsUnknown
from onecard.doors.wallet.errors_proofs import AskUnknown, WantedUnknown
from onecard.doors.wallet.issuing import Batch, batches_of, withdraw
from onecard.doors.wallet.offers import Offer, make_offer, offer_of
from onecard.doors.wallet.told import link_of as offer_link
from onecard.doors.wallet.told import state_of
from onecard.kernel.clock import day_of

_NATION = 0


class _Made(msgspec.Struct, frozen=True):
    """What is kept of an offer: its secrets are derived again and never stored."""

    offer_id: UUID
    expires_at: datetime


@operation(
    "GET", "/me/credentials", id="listMyCredentials", summary="我的证明 · My credentials in wallets", tag="me",
    said=[examples.CREDENTIALS],
)  # fmt: skip
def list_my_credentials(house: TheHouse, resident: TheResident) -> list[CredentialsShape]:
    """What my wallets hold, the latest first."""
    with house.app.reading(scope_of(resident)) as tx:
        batches = batches_of(tx, holder_id=resident.holder_id, at=house.clock())
    return [_told(house, one) for one in batches]


@operation(
    "POST", "/me/credentials/offers", id="offerMyCredentials", summary="领取到钱包 · Add my e-card to a wallet",
    tag="me",
    problems=(CardNotStanding, ecards.PasswordWrong, ecards.SignInLocked, ecards.EcardStopped, RequestKeyTaken),
    sent=examples.OFFER_WANTED, said=examples.OFFER,
)  # fmt: skip
def offer_my_credentials(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[OfferWanted]
) -> OfferShape:
    """An offer for one wallet, for a few minutes (OpenID4VCI, pre-authorized code with a transaction code)."""
    offer = offer_to_wallet(house, resident, request_key, data.password)
    link = offer_link(offer, Addresses.of(house.settings))
    return OfferShape(offer.offer_id, link, offer.digits, offer.expires_at)


@operation(
    "POST", "/me/credentials/{credentials_id:uuid}/withdrawal", id="withdrawMyCredentials",
    summary="收回证明 · Withdraw what a wallet holds", tag="me", problems=(CredentialsUnknown, RequestKeyTaken),
    said=examples.ENDED,
)  # fmt: skip
def withdraw_my_credentials(
    house: TheHouse, resident: TheResident, request_key: RequestKey, credentials_id: FromPath[UUID]
) -> CredentialsShape:
    """For good, everywhere, within the time a verifier may keep a status list."""
    return take_from_wallet(house, resident, request_key, credentials_id)


@operation(
    "POST", "/proofs", id="askForProof", summary="请求出示证明 · Ask a person for a proof", tag="partners",
    problems=(WantedUnknown, RequestKeyTaken), sent=examples.PROOF_WANTED, said=examples.PROOF,
)  # fmt: skip
def ask_for_proof(
    house: TheHouse, limits: TheLimits, partner: ThePartner, request_key: RequestKey, data: JSONBody[ProofWanted]
) -> ProofShape:
    """A question for whoever scans its QR code with a wallet (OpenID4VP); ask for the answer at getProof."""
    limits.take("look", partner.client_id)
    at, wanted = house.clock(), {one.claim: one.value for one in data.wanted}
    ages = house.book.value("wallet.ages", place=_NATION, on=day_of(at)).value
    check_wanted(wanted, ages, house.book.places)
    request = request_of(partner, "askForProof", request_key, data, house.keyring)
    asker, addresses = Asker("partner", partner.client_id, partner.agency_id), Addresses.of(house.settings)
    with house.app.writing(scope_of(partner)) as tx:

        def ask() -> ProofShape:
            made = make_ask(tx, asker=asker, wanted=wanted, addresses=addresses, keyring=house.keyring, at=at)
            return _shown(house, made)

        return once(tx, request, ProofShape, ask, at=at)


@operation(
    "GET", "/proofs/{proof_id:uuid}", id="getProof", summary="查询出示结果 · Whether it is proven", tag="partners",
    problems=(AskUnknown,), said=examples.PROVEN,
)  # fmt: skip
def get_proof(house: TheHouse, partner: ThePartner, proof_id: FromPath[UUID]) -> ProofShape:
    """Yes or no, once the person has answered; a day later the question is forgotten."""
    with house.app.reading(scope_of(partner)) as tx:
        ask = find_ask(tx, ask_id=proof_id, agency_id=partner.agency_id)
    return _shown(house, ask)


def offer_to_wallet(house: House, resident: Resident, request_key: str, password: str) -> Offer:
    """An offer of her e-card for who knows the password; the same one again under the same key."""
    at, request = house.clock(), request_of(resident, "offerMyCredentials", request_key, None, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, _Made)
    if kept is None:
        prove_holder(house, resident.holder_id, password)
        with house.app.writing(scope_of(resident)) as tx:

            def make() -> _Made:
                offer = make_offer(tx, holder_id=resident.holder_id, keyring=house.keyring, at=at)
                return _Made(offer.offer_id, offer.expires_at)

            kept = once(tx, request, _Made, make, at=at)
    return offer_of(kept.offer_id, kept.expires_at, house.keyring)


def take_from_wallet(house: House, resident: Resident, request_key: str, credentials_id: UUID) -> CredentialsShape:
    """Withdraw what one wallet holds, once."""
    at, holder_id = house.clock(), resident.holder_id
    request = request_of(resident, "withdrawMyCredentials", request_key, str(credentials_id), house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def take_back() -> CredentialsShape:
            withdraw(tx, holder_id=holder_id, batch_id=credentials_id, at=at)
            batches = batches_of(tx, holder_id=holder_id, at=at)
            return _told(house, next(one for one in batches if one.batch_id == credentials_id))

        return once(tx, request, CredentialsShape, take_back, at=at)


def _told(house: House, batch: Batch) -> CredentialsShape:
    state = state_of(batch, house.clock())
    return CredentialsShape(batch.batch_id, batch.issued_at, batch.expires_at, batch.copies, state)


def _shown(house: House, ask: Ask) -> ProofShape:
    wanted = [WantedShape(claim, value) for claim, value in ask.wanted.items()]
    link = link_of(ask, Addresses.of(house.settings))
    return ProofShape(ask.ask_id, ask.state(house.clock()), wanted, link, ask.expires_at, ask.why)


WALLET_ROUTES = [list_my_credentials, offer_my_credentials, withdraw_my_credentials, ask_for_proof, get_proof]
