"""Takes a wallet's answer: opens it, checks it, tells the asker yes or no, and writes into the person's record.

Only an answer that is genuine and its holder's decides a question: whoever merely photographed the QR code can send
rubbish, and the question goes on waiting.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwe
from joserfc.errors import JoseError

from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.asking import ENCODINGS, QUERY, Ask, answer_key, open_ask
from onecard.doors.wallet.errors_proofs import AskGone, PresentationProblem, ResponseUnreadable, StatusUntrusted
from onecard.doors.wallet.keys import known_keys
from onecard.doors.wallet.lists import Place, StatusLists
from onecard.doors.wallet.standing import standing_of
from onecard.doors.wallet.store import sql
from onecard.doors.wallet.verifying import Shown, Trust, check_status, check_wanted, raise_for, read_presentation
from onecard.kernel.clock import day_of
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier.status_list import INVALID

_NATION = 0


def take_answer(
    house: House, lists: StatusLists, addresses: Addresses, *, ask_id: UUID, form: Mapping[str, str]
) -> PresentationProblem | None:
    """None where the proof holds, or the problem: returned, so that what it decides is committed first."""
    at = house.clock()
    with house.app.writing() as tx:
        ask = open_ask(tx, ask_id=ask_id, at=at, hold=True)
        if "error" in form and "response" not in form:
            sql.answer_ask(tx, ask_id=ask_id, outcome="declined", why=None, at=at)
            return None
        text = _presentation_in(form.get("response", ""), ask, house)
        trust = Trust(addresses, known_keys(house.keyring, at))
        shown = read_presentation(text, trust=trust, audience=ask.client_id, nonce=ask.nonce, at=at)
        holder_id = _whose(tx, shown, addresses)
        problem = _judge(house, tx, lists, shown=shown, ask=ask, trust=trust, holder_id=holder_id)
        if problem is not None and not problem.tells:
            raise problem
        _record(house, tx, ask, holder_id, at)
        outcome, why = ("not_proven", problem.code) if problem else ("proven", None)
        sql.answer_ask(tx, ask_id=ask_id, outcome=outcome, why=why, at=at)
        return problem


def _presentation_in(response: str, ask: Ask, house: House) -> str:
    """The presentation in an encrypted answer."""
    if not ask.sealed_key:
        raise AskGone
    try:
        opened = jwe.decrypt_compact(response, answer_key(ask, house.keyring), algorithms=["ECDH-ES", *ENCODINGS])
        assert opened.plaintext is not None
        answer: dict[str, Any] = json.loads(opened.plaintext)
        (text,) = answer["vp_token"][QUERY]
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ResponseUnreadable from None
    if not isinstance(text, str):
        raise ResponseUnreadable
    return text


def _whose(tx: Transaction, shown: Shown, addresses: Addresses) -> UUID:
    """Whose credential stands at that place of that list: for her record, and never for the asker."""
    list_id = addresses.list_of(shown.list_uri)
    row = sql.find_entry(tx, list_id=list_id, list_index=shown.list_index) if list_id else None
    if row is None:
        raise StatusUntrusted
    holder_id: UUID = row.holder_id
    return holder_id


def _judge(
    house: House, tx: Transaction, lists: StatusLists, *, shown: Shown, ask: Ask, trust: Trust, holder_id: UUID
) -> PresentationProblem | None:
    """None where the credential is good and says what was asked."""
    at, list_id = house.clock(), trust.addresses.list_of(shown.list_uri)
    assert list_id is not None, "the entry was found there"
    minutes = house.book.value("wallet.status_minutes", place=_NATION, on=day_of(at)).value
    try:
        token = lists.token(tx, list_id, at=at)
        check_status(token, shown, trust=trust, at=at, oldest=timedelta(minutes=minutes))
        _check_this_moment(tx, Place(list_id, shown.list_index), holder_id, at)
        check_wanted(shown, ask.wanted)
    except PresentationProblem as problem:
        return problem
    return None


def _check_this_moment(tx: Transaction, place: Place, holder_id: UUID, at: datetime) -> None:
    """What the list will say within the second, we know already."""
    entry = sql.find_entry(tx, list_id=place.list_id, list_index=place.index)
    credential = sql.find_credential(tx, holder_id=holder_id, credential_id=entry.credential_id)
    standing = standing_of(tx, holder_id=holder_id, at=at)
    raise_for(standing.of(credential.card_id)[0] if credential and not credential.withdrawn_at else INVALID)


def _record(house: House, tx: Transaction, ask: Ask, holder_id: UUID, at: datetime) -> None:
    sharing.record_look(
        tx,
        holder_id=holder_id,
        onlooker=sharing.Onlooker(ask.asker.kind, ask.asker.actor, ask.asker.agency_id),
        subject="wallet.proof",
        ground=sharing.Ground("benefit_check", "consent", " ".join(ask.wanted)),
        found=True,
        at=at,
        keyring=house.keyring,
    )
