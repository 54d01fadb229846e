"""A card's whole life over the API: at home it is done at once, elsewhere the issuing province decides."""

from datetime import date
from typing import Any

import pyotp
import pytest
from tests.acceptance.cast import PASSWORD, STAFF_PASSWORD
from tests.country import agency
from tests.factories import LANGZHONG, YUZHONG, number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.kernel.ids import new_id

GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "窗口 3"}
NEW = number_of(division=YUZHONG, born=date(1988, 3, 9), sequence=77)
CHILD = number_of(division=LANGZHONG, born=date(2016, 3, 9), sequence=78)


@pytest.fixture
def elsewhere(visit, house, clock, cast):
    """A counter in Chongqing, whose clerk holds every card role."""
    with house.app.writing() as tx:
        where = agencies.Agency(
            agency("card_agency 50"), "card_agency", 500000, "重庆社保卡中心(示例)", "Chongqing (sample)"
        )
        agencies.register_agencies(tx, [where], at=clock())
        made = agencies.create_staff(
            tx, agency_id=where.agency_id, sign_in_name="chongqing", name_zh="某某", password=STAFF_PASSWORD,
            roles=["card_operator", "card_producer", "card_decider"], keyring=house.keyring, at=clock(),
        )  # fmt: skip
    clock.move(seconds=30)
    client = visit()
    code = pyotp.TOTP(made.totp_secret).at(clock())
    given = {"sign_in_name": "chongqing", "password": STAFF_PASSWORD, "one_time_code": code}
    client.headers["x-csrf-token"] = client.post("/v1/sign-in/staff", json=given).json()["csrf_token"]
    return client


def ask(client: Any, path: str, number: str, **more: Any) -> dict[str, Any]:
    answer = client.post(f"/v1/people/{path}", json={"number": number, **GROUND, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: Any, path: str, number: str, **more: Any) -> str:
    answer = client.post(f"/v1/people/{path}", json={"number": number, **GROUND, **more})
    assert answer.status_code >= 400, answer.text
    return answer.json()["code"]


def test_a_first_card_from_the_application_to_its_use(staff, house):
    clerk, producer = staff("card_operator"), staff("card_producer")
    applied = ask(clerk, "card-application", NEW, name="钱㛃", division=YUZHONG, issuer=LANGZHONG)
    assert (applied["done"], applied["card"]["state"]) == (True, "applied")
    assert refused(clerk, "card-application", NEW, name="钱㛃", division=YUZHONG, issuer=LANGZHONG) == (
        "cards.application_open"
    )
    order = producer.post("/v1/cards/production", json={}).json()
    assert (order["cards"], order["issuer"], order["finished_at"]) == (1, 510000, None)
    assert [one["order_id"] for one in producer.get("/v1/cards/production").json()] == [order["order_id"]]
    [to_make] = producer.get(f"/v1/cards/production/{order['order_id']}").json()
    done = producer.post(f"/v1/cards/production/{order['order_id']}/completion", json={})
    assert done.json()["spoiled"] == 0 and done.json()["finished_at"]
    box = {"identifiers": [to_make["identifier"], "0" * 32]}
    arrived = clerk.post("/v1/cards/deliveries", json=box).json()
    assert arrived == {"answers": ["delivered", "cards.identifier_unknown"]}
    assert ask(clerk, "card-activation", NEW)["card"]["state"] == "active"
    with house.app.reading() as tx:
        [holder_id] = cards.holders_by_number(tx, card_number=to_make["card_number"])
        halves = cards.halves_of(tx, holder_id=holder_id, at=house.clock())
    assert [half.state for half in halves] == ["active", "inactive", "active"], "the bank's waits for the bank"
    assert refused(clerk, "card-application", NEW, name="钱㛃", division=YUZHONG, issuer=LANGZHONG) == (
        "cards.valid_card_exists"
    )


def test_a_card_printed_at_the_counter_is_handed_over_at_once(staff):
    clerk = staff("card_operator")
    ask(clerk, "card-application", NEW, name="钱某", division=YUZHONG, issuer=LANGZHONG)
    assert ask(clerk, "card-activation", NEW, made_here=True)["card"]["state"] == "active"


def test_a_child_needs_a_guardian_and_a_guardian_a_proof(staff):
    clerk, facts = staff("card_operator"), {"name": "孙小", "division": LANGZHONG}
    assert refused(clerk, "card-application", CHILD, **facts) == "cards.guardian_wanted"
    assert refused(clerk, "card-application", CHILD, **facts, applicant={"kind": "guardian"}) == "cards.proof_wanted"
    mother = {"kind": "guardian", "relation": "母亲", "proof": f"户口簿 {CHILD}"}
    assert refused(clerk, "card-application", CHILD, **facts, applicant=mother) == "sharing.reference_holds_number"
    mother["proof"] = "户口簿"
    assert ask(clerk, "card-application", CHILD, **facts, applicant=mother)["card"]["state"] == "applied"


def test_a_lost_card_is_replaced_and_a_temporary_one_bridges_the_time(staff, resident, cast):
    clerk, number = staff("card_operator"), cast.resident.number
    assert refused(clerk, "temporary-card", number) == "cards.temporary_refused"
    stopped = clerk.post("/v1/people/card-loss/formal", json={"number": number, **GROUND}).json()
    assert stopped["state"] == "lost"
    assert refused(clerk, "card-loss/cancellation", number) == "cards.formal_loss_stands"
    bridge = ask(clerk, "temporary-card", number)["card"]
    assert (bridge["kind"], bridge["valid_until"][:10]) == ("temporary", "2027-01-22")
    longer = ask(clerk, "temporary-card/extension", number)["card"]
    assert longer["valid_until"][:10] == "2027-03-23"
    assert ask(clerk, "card-replacement", number, reason="lost", bank="示例银行")["card"]["state"] == "applied"
    active = ask(clerk, "card-activation", number, made_here=True)["card"]
    assert (active["state"], active["bank"], active["ecard"]) == ("active", "示例银行", "active")
    mine = [(one["kind"], one["state"], one["reason"]) for one in resident.get("/v1/me/cards").json()]
    assert mine == [("standard", "active", "lost"), ("standard", "replaced", None), ("temporary", "cancelled", None)]


def test_a_death_ends_the_card_and_is_recorded_with_its_day(staff, cast, house):
    clerk, number = staff("card_operator"), cast.resident.number
    for wrong in (
        {"reason": "death"},
        {"reason": "death", "died_on": "2026-11-24"},
        {"reason": "duplicate", "died_on": "2026-11-20"},
    ):
        assert refused(clerk, "card-cancellation", number, **wrong) == "door.request_malformed"
    assert ask(clerk, "card-cancellation", number, reason="death", died_on="2026-11-20")["card"]["state"] == "cancelled"
    with house.app.reading() as tx:
        gone = residents.find_resident(tx, holder_id=cast.resident.holder_id)
    assert gone is not None and gone.died_on == date(2026, 11, 20)
    assert refused(clerk, "card-application", number, name="何秀英", division=LANGZHONG) == "cards.holder_deceased"


def test_an_old_number_of_fifteen_digits_finds_the_same_person(staff):
    clerk, old = staff("card_operator"), NEW[:6] + NEW[8:17]
    applied = ask(clerk, "card-application", old, name="钱㛃", division=YUZHONG, issuer=LANGZHONG)
    assert applied["card"]["state"] == "applied"
    given = {"name": "钱㛃", "division": YUZHONG, "issuer": LANGZHONG}
    assert refused(clerk, "card-application", NEW, **given) == "cards.application_open"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("E12345678", "residents.number_of_another_scheme"),
        ("CHN110105491231", "residents.number_of_another_scheme"),
        ("H1234567800", "residents.number_of_another_scheme"),
        (NEW[:-1] + ("1" if NEW[-1] != "1" else "2"), "residents.number_check_wrong"),
    ],
)
def test_a_number_that_is_none_is_refused_in_words_that_tell_what_to_do(staff, number, code):
    asked = {"number": number, **GROUND, "name": "某某", "division": YUZHONG}
    answer = staff("card_operator").post("/v1/people/card-application", json=asked)
    said = answer.json()
    assert (said["code"], answer.status_code < 500) == (code, True)
    assert said["next_step"] and said["next_step_zh"] and number not in answer.text


def test_another_name_is_sealed_and_asks_for_another_card(staff, cast, house, resident):
    clerk, number = staff("card_operator"), cast.resident.number
    assert refused(clerk, "data-change", number) == "door.request_malformed"
    assert refused(clerk, "data-change", number, name="何\ue863") == "residents.name_character_unassigned"
    changed = ask(clerk, "data-change", number, name="何䶮", phone="13900000000")["card"]
    assert (changed["state"], changed["reason"]) == ("applied", "data_change")
    whole = resident.get("/v1/me/identity").json()
    assert (whole["name"], whole["phone"]) == ("何䶮", "13900000000")


def test_a_counter_elsewhere_sends_on_and_the_issuing_province_decides(staff, elsewhere, resident, cast):
    number = cast.resident.number
    sent = ask(elsewhere, "card-replacement", number, reason="damaged")
    assert (sent["done"], sent["card"], sent["decided_in"]) == (False, None, 510000)
    assert refused(elsewhere, "card-replacement", number, reason="damaged") == "cards.request_open"
    assert elsewhere.get("/v1/card-requests").json() == []
    assert (
        elsewhere.post(f"/v1/card-requests/{sent['request_id']}/acceptance").json()["code"] == "cards.request_unknown"
    )
    decider = staff("card_decider")
    [waiting] = decider.get("/v1/card-requests").json()
    assert (waiting["request_id"], waiting["operation"], waiting["taken_division"]) == (
        sent["request_id"], "replace", 500000,
    )  # fmt: skip
    opened = decider.post(f"/v1/card-requests/{sent['request_id']}/opening", json=GROUND).json()
    assert (opened["name"], opened["facts"]["reason"], opened["card"]["state"]) == ("何*英", "damaged", "active")
    accepted = decider.post(f"/v1/card-requests/{sent['request_id']}/acceptance").json()
    assert (accepted["done"], accepted["card"]["state"]) == (True, "applied")
    again = decider.post(f"/v1/card-requests/{sent['request_id']}/acceptance").json()
    assert again["code"] == "cards.request_decided"
    assert [one["state"] for one in elsewhere.get("/v1/card-requests/taken").json()] == ["accepted"]
    assert [one["state"] for one in resident.get("/v1/me/card/requests").json()] == ["accepted"]
    looks = [(one["agency_en"], one["by"]) for one in resident.get("/v1/me/looks").json()]
    assert looks == [
        ("Sichuan card centre (sample)", "staff"),
        ("Chongqing (sample)", "staff"),
        ("Chongqing (sample)", "staff"),
    ]


def test_a_refused_request_says_why_and_changes_nothing(staff, elsewhere, resident, cast):
    sent = ask(elsewhere, "card-cancellation", cast.resident.number, reason="emigration")
    path = f"/v1/card-requests/{sent['request_id']}/refusal"
    decider = staff("card_decider")
    assert decider.post(path, json={"why": cast.resident.number}).json()["code"] == "sharing.reference_holds_number"
    assert decider.post(path, json={"why": "请补交证明"}).json()["state"] == "refused"
    [told] = resident.get("/v1/me/card/requests").json()
    assert (told["state"], told["answer"]) == ("refused", "请补交证明")
    assert resident.get("/v1/me/card").json()["state"] == "active"


def test_an_application_taken_elsewhere_registers_the_person_only_when_it_is_accepted(
    staff, elsewhere, house, owner_tx
):
    facts = {"name": "钱某", "division": YUZHONG, "issuer": LANGZHONG, "phone": "13700000000"}
    sent = ask(elsewhere, "card-application", NEW, **facts)
    assert sent["decided_in"] == 510000
    kept = str(owner_tx.execute("select facts from cards.request").fetchone())
    assert not any(secret in kept for secret in (NEW, "钱某", "13700000000"))
    assert owner_tx.execute("select count(*) from residents.resident where division = 500103").fetchone()[0] == 0
    decider = staff("card_decider")
    accepted = decider.post(f"/v1/card-requests/{sent['request_id']}/acceptance")
    assert accepted.json()["card"]["state"] == "applied", accepted.text
    assert "sealed" not in str(owner_tx.execute("select facts from cards.request").fetchone())
    assert ask(staff("card_operator"), "card-activation", NEW, made_here=True)["card"]["state"] == "active"


def test_a_transfer_is_agreed_by_the_old_province_and_the_e_card_follows(staff, elsewhere, cast, house):
    number = cast.resident.number
    assert refused(elsewhere, "card-replacement", number, reason="transfer") == "door.request_malformed"
    sent = ask(elsewhere, "card-replacement", number, reason="transfer", issuer=YUZHONG)
    staff("card_decider").post(f"/v1/card-requests/{sent['request_id']}/acceptance")
    active = ask(elsewhere, "card-activation", number, made_here=True)
    assert (active["done"], active["card"]["issuer"], active["card"]["state"]) == (True, YUZHONG, "active")
    with house.app.reading() as tx:
        held = cards.cards_of(tx, holder_id=cast.resident.holder_id)
        board = dict(tx.execute("select * from ecards.by_province").fetchall())
    assert [(one.issuer, one.state) for one in held] == [(YUZHONG, "active"), (LANGZHONG, "replaced")]
    assert board == {51: 1, 50: 1}


def test_a_loss_is_never_sent_on(elsewhere, resident, cast):
    wanted = {"number": cast.resident.number, "purpose": "loss_report", "legal_basis": "consent"}
    stopped = elsewhere.post("/v1/people/card-loss", json=wanted)
    assert stopped.json()["state"] == "temporarily_lost"
    assert resident.get("/v1/me/card").json()["state"] == "temporarily_lost"


def test_the_same_wish_sent_again_is_done_once(staff, cast):
    clerk, key = staff("card_operator"), {"idempotency-key": str(new_id())}
    asked = {"number": cast.resident.number, **GROUND, "reason": "damaged"}
    first, second = (clerk.post("/v1/people/card-replacement", json=asked, headers=key) for _ in range(2))
    assert first.status_code == 200 and first.json() == second.json()


def test_a_resident_orders_a_new_card_with_her_password_and_activates_it_once_delivered(resident, staff, cast, house):
    asked = {"reason": "lost", "password": "000000"}
    assert resident.post("/v1/me/card/replacement", json=asked).json()["code"] == "ecards.password_wrong"
    assert resident.get("/v1/me/card").json()["state"] == "active"
    new = resident.post("/v1/me/card/replacement", json={**asked, "password": PASSWORD}).json()
    assert (new["state"], resident.get("/v1/me/card").json()["state"]) == ("applied", "lost")
    gone = resident.post("/v1/me/card/withdrawal", json={"password": PASSWORD}).json()
    assert gone["state"] == "cancelled"
    resident.post("/v1/me/card/replacement", json={**asked, "password": PASSWORD})
    early = resident.post("/v1/me/card/activation", json={"password": PASSWORD}).json()
    assert early["code"] == "cards.move_refused"
    with house.app.writing() as tx:
        made = cards.produce_here(tx, holder_id=cast.resident.holder_id, at=house.clock(), actor="test")
        cards.deliver_cards(tx, [made.identifier], at=house.clock(), actor="test")
    active = resident.post("/v1/me/card/activation", json={"password": PASSWORD}).json()
    assert active["state"] == "active"


@pytest.mark.parametrize(
    ("number", "code"),
    [("E12345678", "residents.number_of_another_scheme"), ("511381500501997", "residents.number_old_unclear")],
)
def test_other_documents_numbers_are_told_apart(staff, number, code):
    assert refused(staff("card_operator"), "find", number) == code


def test_an_old_number_finds_its_person(staff, cast):
    number = cast.resident.number
    assert ask(staff("card_operator"), "find", number[:6] + number[8:17])["name"] == "何*英"
