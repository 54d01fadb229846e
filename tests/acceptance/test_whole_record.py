"""The record tells the rest of a person's life with the card: family, phones and prints, wallets, other services."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.acceptance.cast import CARD_AGENCY, FINANCE, PASSWORD
from tests.acceptance.sample_wallet import SampleWallet
from tests.acceptance.test_carriers import enrol
from tests.acceptance.test_family import TERMS, daughter, delegation, said, use
from tests.acceptance.test_my_record import export
from tests.country import SICHUAN
from tests.factories import HALVES, make_cardholder
from tests.paying import pay_people, say, set_up_bank

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.doors.hearing import all_handlers
from onecard.doors.openid.tests.relying import enlist, log_in
from onecard.doors.record.citing import places
from onecard.doors.record.entries import Asked, Entry
from onecard.doors.record.reading import read_record, whole_record
from onecard.doors.record.sealing import verify_record
from onecard.doors.record.sources import SOURCES
from onecard.kernel import outbox
from onecard.verifier.tests.carried import Phone

__all__ = ["daughter", "delegation"]
HELD_ANSWER = {"number": "", "purpose": "service_desk", "legal_basis": "consent", "reference": "A107"}
Told = dict[str, Any]


def told(client: httpx.Client, kind: str) -> list[Told]:
    """The newest page of one kind."""
    return list(said(client.get("/v1/me/record", params={"kind": kind, "at_most": 100})))


def titles(client: httpx.Client, kind: str) -> list[str]:
    """What happened, in its own order."""
    return [one["title_en"] for one in reversed(told(client, kind))]


def lines(entry: Told) -> dict[str, str]:
    return {line["label_en"]: line["words_en"] for line in entry["lines"]}


@pytest.fixture
def deliver(house: House) -> Callable[[], None]:
    """What the worker hears."""

    def run() -> None:
        while outbox.deliver(house.app, all_handlers(), at=house.clock()):
            pass

    return run


# Family, from both sides


def test_a_delegation_stands_in_both_records_with_who_did_what(daughter, resident, delegation, cast):
    cast.clock.move(minutes=1)
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}))
    cast.clock.move(minutes=1)
    said(resident.post(f"/v1/me/family/{delegation}/end"))
    hers = [(one["title_en"], one["by_en"]) for one in reversed(told(resident, "family"))]
    assert hers == [
        ("Family service: asked to act for you", "daughter 李*儿"),
        ("Family service: a relative now acts for you", "You"),
        ("A relative showed your code", "daughter 李*儿"),
        ("Family service: a relative no longer acts for you", "You"),
    ]
    mine = [(one["title_en"], one["by_en"]) for one in reversed(told(daughter, "family"))]
    assert mine == [
        ("Family service: asked that you act for somebody", "You"),
        ("Family service: you now act for a relative", "何*英"),
        ("You showed a relative's code", "You"),
        ("Family service: you no longer act for a relative", "何*英"),
    ]
    ended, shown, begun, _ = (lines(one) for one in told(resident, "family"))
    assert ended == {"Who acts": "daughter 李*儿", "Reason": "withdrawn by the person"}
    assert shown["Scene"] == "Transit"
    assert (begun["Kind"], begun["Proof"]) == ("delegation", "the person's e-card password")


def test_what_a_relative_read_is_a_look_for_her_and_an_act_for_the_relative(daughter, resident, delegation):
    said(daughter.get(f"/v1/me/family/{delegation}/record"))
    said(daughter.post(f"/v1/me/family/{delegation}/card-loss"))
    assert "You looked at a relative's card and its events" in titles(daughter, "family")
    assert "You reported a relative's card lost" in titles(daughter, "family")
    assert len(titles(resident, "family")) == 2, "asked and begun"
    assert told(resident, "look")[0]["by_en"] == "daughter 李*儿"
    assert told(resident, "card")[0]["by_en"] == "A relative acting for you"


def test_a_question_for_somebody_of_another_name_is_in_nobodys_record(daughter, resident, cast):
    ask = {"name": "别人家", "number": cast.resident.number, "relation": "daughter", "terms": TERMS}
    said(daughter.post("/v1/me/family/asks", json=ask))
    assert told(resident, "family") == []
    assert lines(told(daughter, "family")[0])["Rule"] == (
        "days in which a question is answered: 14 · sample value, no official document found · since 1 Jan 2020"
    )


# Phones and prints


def test_phones_and_prints_are_told_from_their_making_to_their_end(resident, staff, cast, house):
    phone = Phone()
    for _ in range(2):
        assert enrol(resident, phone).status_code == 200
        cast.clock.move(minutes=1)
    said(resident.post("/v1/me/carriers/prints", json={"password": PASSWORD}))
    clerk, wanted = staff("card_operator"), HELD_ANSWER | {"number": cast.resident.number}
    said(clerk.post("/v1/people/printed-code", json=wanted))
    cast.clock.move(minutes=1)
    said(clerk.post("/v1/people/carriers/revocation", json=wanted))
    assert sorted(titles(resident, "carrier")) == [
        "Code printed anew; the one before has ended",
        "Code printed on paper",
        "Offline codes of a phone stopped",
        "Phone enrolled to show codes offline",
        "Phone renewed for offline codes",
        "Printed code stopped",
    ]
    newest = told(resident, "carrier")[0]
    assert (newest["by_en"], lines(newest)["Reason"]) == ("Sichuan card centre (sample)", "lost")
    enrolled = next(one for one in told(resident, "carrier") if one["title_en"].startswith("Phone enrolled"))
    assert lines(enrolled)["Rule"].startswith("days a phone shows codes without having been online: 7 · sample value")
    assert enrolled["lines"][-1]["words_zh"].endswith("自2020年1月1日起")


def test_what_ends_by_itself_is_told_when_it_has_ended_and_not_before(resident, cast, visit):
    assert enrol(resident, Phone()).status_code == 200
    made = cast.clock()
    assert titles(resident, "carrier") == ["Phone enrolled to show codes offline"]
    cast.clock.move(days=8)
    again = visit()
    card = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    again.headers["x-csrf-token"] = said(again.post("/v1/sign-in/resident", json=card))["csrf_token"]
    worn, _ = told(again, "carrier")
    assert (worn["title_en"], worn["by_en"]) == ("A phone's days for offline codes were over", "Automatic")
    moment = datetime.fromisoformat(worn["happened_at"])
    assert timedelta(0) <= made + timedelta(days=7) - moment < timedelta(seconds=1)


# Wallets


@pytest.fixture
def filled(resident, visit, cast) -> SampleWallet:
    """A wallet that holds two copies of the e-card."""
    wallet = SampleWallet(visit(), cast.clock)
    offer = said(resident.post("/v1/me/credentials/offers", json={"password": PASSWORD}))
    wallet.receive(offer["link"], offer["digits"], copies=2)
    return wallet


def test_a_credential_in_a_wallet_is_told_as_it_follows_the_card(filled, resident, deliver, cast, house):
    deliver()
    assert titles(resident, "wallet") == ["E-card credential issued to a wallet"]
    assert lines(told(resident, "wallet")[0])["Copies"] == "2"
    for kind in ("temporary", "temporary"):
        cast.clock.move(minutes=1)
        said(resident.post("/v1/me/card/loss", json={"kind": kind}))
        deliver()
    stopped = told(resident, "wallet")[0]
    assert (stopped["title_en"], stopped["by_en"]) == ("Credential in a wallet stopped, as the card was", "Automatic")
    assert "Until" in lines(stopped) and len(told(resident, "wallet")) == 2, "reported twice it is stopped once"
    with house.app.writing() as tx:
        cards.cancel_loss(
            tx, holder_id=cast.resident.holder_id, at=cast.clock(), actor="staff x", unhang_after_formal=True
        )
    deliver()
    with house.app.writing() as tx:
        cards.cancel_card(tx, holder_id=cast.resident.holder_id, reason="emigration", at=cast.clock(), actor="staff x")
    deliver()
    assert titles(resident, "wallet")[-2:] == [
        "Credential in a wallet good again, as the card is", "Credential in a wallet ended with the card",
    ]  # fmt: skip


def test_a_stop_that_ran_out_by_itself_is_not_told_again_as_new(filled, resident, deliver, cast, house):
    with house.app.writing() as tx:
        facts = {"holder_id": cast.resident.holder_id, "actor": "resident"}
        until = cast.clock() + timedelta(hours=1)
        cards.report_loss(tx, kind="temporary", at=cast.clock(), until=until, **facts)
    deliver()
    cast.clock.move(hours=2)
    with house.app.writing() as tx:
        cards.lock_half(
            tx, holder_id=cast.resident.holder_id, half="transport", cause="holder", reason="asked", at=cast.clock(),
            actor="resident",
        )  # fmt: skip
    deliver()
    entries = record_of(house, cast.resident.holder_id, "wallet")
    assert [one.code for one in entries] == ["wallet.credential_stopped", "wallet.credential_issued"]


def test_what_the_wallet_or_its_holder_takes_back_is_told_apart(filled, resident):
    said(resident.get("/v1/me/credentials"))
    told_us = {"notification_id": filled.notification_id, "event": "credential_deleted"}
    bearer = {"authorization": f"Bearer {filled.token}"}
    assert filled.client.post("/wallet/notification", json=told_us, headers=bearer).status_code == 204
    assert titles(resident, "wallet") == ["E-card credential issued to a wallet", "A wallet deleted its credential"]


# Other services


def test_services_are_told_from_the_consent_to_the_sign_out(house, address, cast, visit, resident, deliver):
    portal = enlist(house, address, "portal", scopes=("profile", "phone"))
    browser = visit()
    log_in(portal, browser, cast.resident.card.card_number, scope="openid profile phone")
    agreed, entered = (one for one in reversed(told(resident, "service")))
    assert (agreed["title_en"], agreed["by_en"]) == ("Agreed to tell Sichuan services portal (sample)", "You")
    assert lines(agreed)["The service is told"] == "name, phone number"
    assert lines(entered) == {"Signed in by": "e-card password"}
    cast.clock.move(minutes=1)
    said(resident.post("/v1/me/card/loss", json={"kind": "temporary"}))
    deliver()
    left = told(resident, "service")[0]
    assert left["title_en"] == "Signed out of Sichuan services portal (sample)"
    assert (left["by_en"], lines(left)["Reason"]) == ("Automatic", "card or e-card stopped")


# Passwords of halves


def test_each_wrong_password_is_told_with_the_rule_that_counts_it(resident, cast, house):
    with house.app.writing() as tx:
        ids = {"holder_id": cast.resident.holder_id, "half": "social", "keyring": house.keyring, "at": cast.clock()}
        pin = cards.give_pin(tx, **ids, actor="staff x")
        wrong, rule = ("135797" if pin != "135797" else "246808"), cards.PinRule(3, by_day=False)
        for _ in range(3):
            cards.change_pin(tx, **ids, old=wrong, new="908173", rule=rule, actor="terminal x")
    found = told(resident, "card")
    [locked] = [one for one in found if one["title_en"].startswith("Too many wrong")]
    tries = [lines(one)["Tries left"] for one in found if one["title_en"].startswith("Wrong password")]
    assert sorted(tries) == ["1", "2"] and locked["by_en"] == "An acceptance point"
    assert lines(locked)["Rule"].startswith("wrong social passwords before the lock: 6 · ")


# The rule of the place and the day


def test_an_entry_cites_the_rule_of_where_the_card_was_issued_then(house, cast, resident):
    """A person moved from Sichuan to Beijing: what happened before cites the place of before."""
    ids = {"holder_id": cast.resident.holder_id, "actor": "staff x"}
    terms, days = ecards.CarrierTerms(2, 7, 20, 365), timedelta(days=10)
    with house.app.writing() as tx:
        for move in (True, False):
            holder_id, at = cast.resident.holder_id, cast.clock()
            cards.report_loss(tx, kind="temporary", at=at, until=at + days, **ids)
            cards.cancel_loss(tx, at=at, unhang_after_formal=False, **ids)
            ecards.print_code(tx, holder_id=holder_id, terms=terms, at=at, keyring=house.keyring)
            cast.clock.move(minutes=1)
            if move:
                cards.replace_card(tx, reason="transfer", issuer=110105, at=cast.clock(), **ids)
                cards.produce_here(tx, at=cast.clock(), **ids)
                cards.activate_card(tx, handed_over=True, halves=HALVES, at=cast.clock(), **ids)
                cast.clock.move(minutes=1)
    losses = [lines(one)["Rule"] for one in told(resident, "card") if one["title_en"] == "Reported lost for now"]
    assert len(losses) == 2 and "北京" in losses[0] and "sample value" in losses[1], losses
    with house.app.reading() as tx:
        place_of = places(tx, cast.resident.holder_id)
        assert [place_of(one) for one in record_of(house, cast.resident.holder_id, "carrier")] == [110105, 511381]


# Everything together


def record_of(house: House, holder_id: UUID, kind: str = "") -> list[Entry]:
    with house.app.reading() as tx:
        return read_record(Asked.of(house, tx, holder_id, at_most=1000), kind=kind)


@pytest.fixture
def full_life(daughter, resident, delegation, filled, cast, house, deliver, address, visit, nobody) -> UUID:
    """Something of every kind, much of it in the same instant: the clock hardly moves."""
    code = said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}))
    said(use(nobody, cast, code["text"]))
    enrol(resident, Phone())
    enrol(resident, Phone())
    log_in(enlist(house, address, "portal"), visit(), cast.resident.card.card_number)
    holder_id: UUID = cast.resident.holder_id
    at = cast.clock()
    with house.app.writing() as tx:
        for number in range(4):
            sharing.record_look(
                tx, holder_id=holder_id, onlooker=sharing.Onlooker("staff", f"clerk-{number}", CARD_AGENCY),
                subject="person.masked", ground=sharing.Ground("service_desk", "consent", "窗口"), found=True, at=at,
                keyring=house.keyring,
            )  # fmt: skip
            ecards.write_event(tx, holder_id=holder_id, event="signed_in", at=at)
            cards.report_loss(tx, holder_id=holder_id, kind="formal", at=at, actor="resident")
            cards.cancel_loss(tx, holder_id=holder_id, at=at, actor="resident", unhang_after_formal=True)
        set_up_bank(tx, SICHUAN, at=at)
        paid = pay_people(
            tx, [(holder_id, 100)], agency_id=FINANCE, province=SICHUAN, keyring=house.keyring, at=at
        )  # fmt: skip
        say(tx, "paid", paid[0], at=at)
    deliver()
    return holder_id


def test_pages_of_any_size_joined_are_the_whole_record(house, full_life, cast):
    cast.clock.move(days=8)  # the phones have worn out in one instant, too
    with house.app.reading() as tx:
        whole = [(one.kind, one.entry_id) for one in whole_record(house, tx, full_life)]
        moments = [one.happened_at for one in whole_record(house, tx, full_life)]
    assert {kind for kind, _ in whole} == set(SOURCES), "something of every kind"
    assert len(set(whole)) == len(whole) > 30 and len(set(moments)) < len(moments), "many tie"
    assert all(one >= other for one, other in pairwise(moments)), "newest first"
    by_kind = [(kind, one.entry_id) for kind in SOURCES for one in record_of(house, full_life, kind)]
    assert sorted(by_kind) == sorted(whole), "what stands in a kind alone stands in the whole, and the other way round"

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=12), kind=st.sampled_from(["", *SOURCES]))
    def joined(sizes: list[int], kind: str) -> None:
        wanted = [one for one in whole if kind in ("", one[0])]
        assert pages(house, full_life, sizes, kind) == wanted

    joined()


def pages(house: House, holder_id: UUID, sizes: list[int], kind: str) -> list[tuple[str, UUID]]:
    """The record read in pages of these sizes over and over, each beginning where the last one ended."""
    found: list[tuple[str, UUID]] = []
    after: dict[str, Any] = {}
    with house.app.reading() as tx:
        while page := read_record(
            Asked.of(house, tx, holder_id, at_most=sizes[len(found) % len(sizes)], **after), kind=kind
        ):
            found += [(one.kind, one.entry_id) for one in page]
            after = {"before": page[-1].happened_at, "before_entry": page[-1].entry_id}
    return found


def test_every_entry_has_words_of_its_own_and_names_nobody_in_full(full_life, resident, daughter, cast):
    for client in (resident, daughter):
        whole = said(client.get("/v1/me/record", params={"at_most": 100}))
        assert not [one["title_zh"] for one in whole if one["title_zh"].endswith("有变动")]
        text = json.dumps(whole, ensure_ascii=False)
        for secret in ("何秀英", "李女儿", cast.resident.number, "clerk-", "{service}", cast.resident.card.card_number):
            assert secret not in text, secret


def test_the_exported_file_holds_every_kind(full_life, resident, house):
    record = verify_record(export(resident, "json", PASSWORD).text, house.keyring.code_keys())
    assert {one["kind"] for one in record["entries"]} == set(SOURCES)
    table = export(resident, "csv").content.decode("utf-8-sig")
    for words in ("亲情服务", "离线与纸质码", "钱包凭证", "其他服务"):
        assert words in table
    page = resident.get("/records", headers={"accept": "text/html"}).text
    assert "/records?kind=family" in page and "/records?kind=service" in page


def test_one_persons_family_is_not_in_anothers_record(full_life, house):
    with house.app.writing() as tx:
        stranger = make_cardholder(tx, keyring=house.keyring, at=house.clock(), name="过路人", born=date(1980, 1, 1))
    assert {one.kind for one in record_of(house, stranger.holder_id)} <= {"card", "ecard"}
