"""The wallet door's verbs: each opens its transaction, does one thing, and answers as the protocol says."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.wallet import metadata
from onecard.doors.wallet.addresses import ECARD, Addresses
from onecard.doors.wallet.answering import take_answer
from onecard.doors.wallet.asking import open_ask, request_object
from onecard.doors.wallet.errors import (
    CredentialRequestMalformed,
    CredentialUnknown,
    NotificationMalformed,
    NotificationUnknown,
    ProofRefused,
    WalletGrantUnsupported,
    WalletProblem,
    WalletTokenRefused,
)
from onecard.doors.wallet.issuing import issue, signer_of, withdraw
from onecard.doors.wallet.keys import known_keys
from onecard.doors.wallet.lists import StatusLists
from onecard.doors.wallet.offers import TOKEN_LIFE, find_offer, redeem, token_hash
from onecard.doors.wallet.proofs import check_proofs, make_nonce
from onecard.doors.wallet.store import sql
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.status_list import aggregation

_NATION = 0
#: Credential requests under one access token: a wallet that lost the answer may ask once more.
BATCHES_MAX = 2
EVENTS = ("credential_accepted", "credential_failure", "credential_deleted")


class Counter:
    """One house's counter for wallets."""

    def __init__(self, house: House) -> None:
        self.house, self.addresses = house, Addresses.of(house.settings)
        self.lists = StatusLists(self.addresses, house.keyring)

    def issuer_metadata(self) -> dict[str, Any]:
        """What is issued here and how."""
        return metadata.issuer_metadata(self.addresses, ages=self._value("ages"), copies=self._value("copies"))

    def type_metadata(self) -> dict[str, Any]:
        """What the e-card's credential means."""
        return metadata.type_metadata(self.addresses, ages=self._value("ages"))

    def vc_issuer(self) -> dict[str, Any]:
        """Who signs."""
        return metadata.vc_issuer(self.addresses, known_keys(self.house.keyring, self.house.clock()))

    def status_lists(self) -> dict[str, Any]:
        """Every list, so that a verifier may fetch them before it needs them."""
        with self.house.app.reading() as tx:
            return aggregation(self.addresses.status_list(row.list_id) for row in sql.list_ids(tx))

    def status_list(self, list_id: UUID) -> str:
        """One list as it stands now."""
        with self.house.app.reading() as tx:
            return self.lists.token(tx, list_id, at=self.house.clock())

    def offer(self, offer_id: UUID) -> dict[str, Any]:
        """The offer behind a QR code."""
        with self.house.app.reading() as tx:
            offer = find_offer(tx, offer_id=offer_id, keyring=self.house.keyring, at=self.house.clock())
        return metadata.offer_document(self.addresses, offer)

    def token(self, form: Mapping[str, str]) -> dict[str, Any]:
        """An access token for a code and its six digits."""
        if form.get("grant_type") != metadata.PRE_AUTHORIZED:
            raise WalletGrantUnsupported
        code, digits = form.get("pre-authorized_code", ""), form.get("tx_code", "")
        with self.house.app.writing() as tx:
            token = redeem(tx, code=code, digits=digits, keyring=self.house.keyring, at=self.house.clock())
        if isinstance(token, WalletProblem):
            raise token
        seconds = int(TOKEN_LIFE.total_seconds())
        return {"access_token": token, "token_type": "Bearer", "expires_in": seconds}

    def nonce(self) -> str:
        """What the next key proof is made over."""
        return make_nonce(self.house.keyring, self.house.clock())

    def credential(self, token: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Credentials for the keys that are proven."""
        house, at = self.house, self.house.clock()
        with house.app.writing() as tx:
            offer = self._offer_of(tx, token)
            if offer.batches >= BATCHES_MAX:
                raise WalletTokenRefused
            _check_configuration(wanted)
            texts = _proofs_in(wanted, self._value("copies"))
            proven = check_proofs(tx, texts, audience=self.addresses.issuer, keyring=house.keyring, at=at)
            keys = [one.jwk for one in proven]
            signer = signer_of(self.addresses, house.keyring, at)
            issued = issue(tx, holder_id=offer.holder_id, keys=keys, signer=signer, book=house.book, at=at)
            sql.count_batch(tx, offer_id=offer.offer_id)
        credentials = [{"credential": text} for text in issued.credentials]
        return {"credentials": credentials, "notification_id": str(issued.batch_id)}

    def notification(self, token: str, told: Mapping[str, Any]) -> None:
        """What became of what was issued; a credential its holder deleted has ended for good."""
        batch_id, event = _uuid(told.get("notification_id")), told.get("event")
        if event not in EVENTS:
            raise NotificationMalformed
        at = self.house.clock()
        with self.house.app.writing() as tx:
            offer = self._offer_of(tx, token)
            if batch_id is None or not sql.note_told(tx, holder_id=offer.holder_id, batch_id=batch_id, told=event):
                raise NotificationUnknown
            if event != "credential_accepted":
                withdraw(tx, holder_id=offer.holder_id, batch_id=batch_id, at=at, event=event)

    def question(self, ask_id: UUID, wallet_nonce: str) -> str:
        """The signed question behind a QR code."""
        house, at = self.house, self.house.clock()
        with house.app.reading() as tx:
            ask = open_ask(tx, ask_id=ask_id, at=at)
            agency = agencies.find_agencies(tx, [ask.asker.agency_id])[ask.asker.agency_id]
        return request_object(
            ask, agency, addresses=self.addresses, keyring=house.keyring, at=at, wallet_nonce=wallet_nonce[:512]
        )

    def answer(self, ask_id: UUID, form: Mapping[str, str]) -> None:
        """A wallet's answer; it is told why where nothing is proven."""
        problem = take_answer(self.house, self.lists, self.addresses, ask_id=ask_id, form=form)
        if isinstance(problem, Problem):
            raise problem

    def _offer_of(self, tx: Transaction, token: str) -> Any:
        row = sql.take_token(tx, token_hash=token_hash(token))
        if row is None or row.token_until <= self.house.clock():
            raise WalletTokenRefused
        return row

    def _value(self, name: str) -> Any:
        return self.house.book.value(f"wallet.{name}", place=_NATION, on=day_of(self.house.clock())).value


def _check_configuration(wanted: Mapping[str, Any]) -> None:
    if "credential_identifier" in wanted or not isinstance(wanted.get("credential_configuration_id"), str):
        raise CredentialRequestMalformed
    if wanted["credential_configuration_id"] != ECARD:
        raise CredentialUnknown


def _proofs_in(wanted: Mapping[str, Any], most: int) -> list[str]:
    proofs = wanted.get("proofs")
    texts = proofs.get("jwt") if isinstance(proofs, dict) and set(proofs) == {"jwt"} else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= most or not all(isinstance(one, str) for one in texts):
        raise ProofRefused("proofs.jwt")
    return texts


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
