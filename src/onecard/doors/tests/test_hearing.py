"""Events find who hears of them: a day closed is proved, a card stopped by others signs its holder out."""

from typing import Any

import pytest
from tests.factories import make_cardholder

from onecard.domains.cards import api as cards
from onecard.domains.cards import handlers as of_cards
from onecard.domains.clearing.handlers import prove
from onecard.domains.delegations import handlers as delegations
from onecard.domains.ecards import handlers as ecards
from onecard.doors.bootstrap import House
from onecard.doors.entitlements import handlers as of_entitlements
from onecard.doors.hearing import all_handlers, joined
from onecard.doors.openid.handlers import end_with_card, end_with_session
from onecard.doors.security import handlers as security
from onecard.doors.security.sessions import find_session, open_session
from onecard.doors.wallet.handlers import TOPICS, follow_card
from onecard.doors.worker import deliver
from onecard.kernel import outbox
from onecard.kernel.postgres.transaction import Transaction


def test_handlers_are_found_by_looking() -> None:
    carriers, wallets = ecards.HANDLERS.keys() - {"residents.died"}, set(TOPICS)
    follows = {
        topic: [*[ecards.follow] * (topic in carriers), *[follow_card] * (topic in wallets)]
        for topic in carriers | wallets
    }
    ended = [one.end_with_life for one in (of_cards, ecards, delegations, security)]
    assert all_handlers() == {
        **follows,
        "clearing.day_closed": [prove],
        "security.signed_out": [end_with_session],
        "residents.died": [*ended, follow_card, of_entitlements.end_with_life],
        "cards.loss_reported": [ecards.follow, security.sign_out, end_with_card, follow_card],
        "ecards.suspended": [end_with_card, follow_card],
        "ecards.cancelled": [end_with_card, follow_card],
    }


def test_two_parts_may_hear_of_one_topic() -> None:
    def one(tx: Transaction, event: outbox.Event) -> None: ...
    def other(tx: Transaction, event: outbox.Event) -> None: ...

    assert joined([{"a.b": [one]}, {"a.b": [other]}]) == {"a.b": [one, other]}


@pytest.mark.parametrize(("actor", "stays"), [("resident", True), ("0193535e-0000-7000-8000-000000000001", False)])
def test_who_did_not_report_the_loss_herself_is_signed_out(house: House, actor: str, stays: bool) -> None:
    at = house.clock()
    with house.app.writing() as tx:
        holder = make_cardholder(tx, keyring=house.keyring, at=at).holder_id
        neighbour = make_cardholder(tx, keyring=house.keyring, at=at).holder_id
        tokens = [open_session(tx, kind="resident", subject_id=who, at=at) for who in (holder, neighbour)]
        cards.report_loss(tx, holder_id=holder, kind="formal", at=at, actor=actor)
    assert deliver(house) == 1
    with house.app.reading() as tx:
        assert [find_session(tx, token, at=at) is not None for token in tokens] == [stays, True]


def test_a_loss_is_told_once_and_so_is_its_end(house: House, owner_tx: Any) -> None:
    at = house.clock()
    with house.app.writing() as tx:
        holder = make_cardholder(tx, keyring=house.keyring, at=at)
        for _ in range(2):
            cards.report_loss(tx, holder_id=holder.holder_id, kind="formal", at=at, actor="resident")
        cards.cancel_loss(tx, holder_id=holder.holder_id, at=at, actor="resident", unhang_after_formal=True)
    told = owner_tx.execute("select topic, body from kernel.outbox order by event_id").fetchall()
    ids = {"holder_id": str(holder.holder_id), "card_id": str(holder.card.card_id), "actor": "resident"}
    ids["issuer"] = holder.card.issuer
    assert told == [
        ("cards.loss_reported", {**ids, "state": "lost"}),
        ("cards.loss_cancelled", {**ids, "state": "active"}),
    ]
