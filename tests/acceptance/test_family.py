"""A relative acts for a person through the doors: asked, agreed, shown, used, named in both records, withdrawn."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.acceptance.cast import PASSWORD, Cast
from tests.factories import make_cardholder

from onecard.doors.family.chores import end_due, name_fresh_uses, name_late_uses

TERMS = {
    "scopes": ["show_code", "report_loss", "see_record", "see_uses"],
    "scenes": ["transit"],
    "codes_per_day": 2,
    "until": "2027-06-30",
}


@pytest.fixture
def daughter(house: Any, visit: Callable[[], httpx.Client], cast: Cast) -> httpx.Client:
    """The daughter of the resident, signed in."""
    from datetime import date

    with house.app.writing() as tx:
        facts = {"keyring": house.keyring, "at": house.clock(), "born": date(1975, 3, 1), "password": PASSWORD}
        person = make_cardholder(tx, name="李女儿", **facts)
    client = visit()
    signed = {"card_number": person.card.card_number, "password": PASSWORD}
    client.headers["x-csrf-token"] = client.post("/v1/sign-in/resident", json=signed).json()["csrf_token"]
    client.number = person.number  # type: ignore[attr-defined]
    return client


def said(answer: httpx.Response, code: str = "") -> Any:
    """The answer's body; a refusal only where its code is expected."""
    assert (answer.json().get("code", "") if answer.status_code >= 400 else "") == code, answer.text
    return answer.json()


@pytest.fixture
def delegation(daughter: httpx.Client, resident: httpx.Client, cast: Cast) -> str:
    """The daughter asked, and the mother agreed with her password."""
    ask = {"name": "何秀英", "number": cast.resident.number, "relation": "daughter", "terms": TERMS}
    found: str = said(daughter.post("/v1/me/family/asks", json=ask))["delegation_id"]
    (waiting,) = said(resident.get("/v1/me/family"))["delegates"]
    assert (waiting["name"], waiting["waits_for_me"], waiting["relation_zh"]) == ("李女儿", True, "女儿")
    path = f"/v1/me/family/{found}/acceptance"
    said(resident.post(path, json={}), "delegations.proof_missing")
    said(resident.post(path, json={"password": "271829"}), "ecards.password_wrong")
    assert said(resident.post(path, json={"password": PASSWORD}))["state"] == "active"
    return found


def use(gate: httpx.Client, cast: Cast, text: str, sequence: int = 1) -> httpx.Response:
    """The gate reads the code."""
    body = {"sequence": sequence, "presentation": text, "happened_at": cast.clock().isoformat()}
    content = json.dumps(body).encode()
    headers = cast.gate.headers("POST", "/v1/uses", content, at=cast.clock())
    return gate.post("/v1/uses", content=content, headers=headers)


def test_a_use_is_shown_by_the_daughter_in_both_records(house, daughter, resident, nobody, cast, delegation):
    code = said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}))
    accepted = said(use(nobody, cast, code["text"]))
    assert name_fresh_uses(house) == 1
    (hers,), (mine,) = (
        said(client.get("/v1/me/family/acts", params={"by_me": by_me}))
        for client, by_me in ((resident, False), (daughter, True))
    )
    assert (hers["name"], hers["kind"], hers["scene"], hers["use_id"]) == (
        "李*儿", "code_shown", "transit", accepted["use_id"],
    )  # fmt: skip
    assert (mine["name"], mine["part"], mine["use_id"]) == ("何*英", "delegate", accepted["use_id"])
    assert name_late_uses(house) == 0, "what is named is named once"


def test_a_code_shown_by_a_delegate_serves_once_and_only_in_its_scene(daughter, nobody, cast, delegation):
    code = said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}))["text"]
    assert use(nobody, cast, code).status_code == 200
    assert use(nobody, cast, code, 2).status_code == 409
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "tourism"}), "delegations.scope_not_given")
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "any"}), "api.scene_unknown")


def test_withdrawn_the_next_code_is_refused(daughter, resident, delegation):
    said(resident.post(f"/v1/me/family/{delegation}/end"))
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}), "delegations.not_in_force")


def test_the_daughter_reports_the_card_lost_and_no_code_is_left(daughter, resident, delegation):
    key = {"idempotency-key": "one-report"}
    lost = [said(daughter.post(f"/v1/me/family/{delegation}/card-loss", headers=key)) for _ in range(2)]
    assert lost[0] == lost[1]
    assert said(resident.get("/v1/me/card"))["state"] == "temporarily_lost"
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}), "ecards.physical_card_stops")
    kinds = [act["kind"] for act in said(resident.get("/v1/me/family/acts"))]
    assert kinds == ["loss_reported"], "a report sent twice is one"


def test_whose_own_card_is_lost_does_nothing_for_others(daughter, delegation):
    said(daughter.post("/v1/me/card/loss", json={"kind": "temporary"}))
    for path in ("record", "uses"):
        said(daughter.get(f"/v1/me/family/{delegation}/{path}"), "delegations.delegate_stopped")


def test_what_a_delegate_reads_is_in_the_chained_log(house, daughter, resident, delegation, staff):
    record = said(daughter.get(f"/v1/me/family/{delegation}/record"))
    assert (record["card"]["state"], [event["event"] for event in record["events"]]) == ("active", ["issued"])
    assert said(daughter.get(f"/v1/me/family/{delegation}/uses")) == []
    looks = said(resident.get("/v1/me/looks"))
    assert [(look["by"], look["agency_zh"], look["purpose_zh"]) for look in looks] == [
        ("delegate", "女儿 李*儿", "亲情服务代办")
    ] * 2
    assert said(staff("auditor").get("/v1/access-log/proof"))["holds"]


def test_a_stranger_gets_nowhere_with_somebody_elses_delegation(visit, cast, house, delegation):
    with house.app.writing() as tx:
        other = make_cardholder(tx, keyring=house.keyring, at=house.clock(), password=PASSWORD)
    client = visit()
    signed = {"card_number": other.card.card_number, "password": PASSWORD}
    client.headers["x-csrf-token"] = client.post("/v1/sign-in/resident", json=signed).json()["csrf_token"]
    path = f"/v1/me/family/{delegation}"
    for answer in (
        client.post(f"{path}/code", json={"scene": "transit"}),
        client.post(f"{path}/end"),
        client.post(f"{path}/acceptance", json={"password": PASSWORD}),
        client.get(f"{path}/record"),
    ):
        said(answer, "delegations.unknown")


def test_an_offer_needs_the_password_and_is_made_once(resident, daughter):
    offer = {"name": "李女儿", "number": daughter.number, "relation": "daughter", "terms": TERMS}
    said(resident.post("/v1/me/family/offers", json={**offer, "password": "271829"}), "ecards.password_wrong")
    key = {"idempotency-key": "one-offer"}
    first, second = (
        said(resident.post("/v1/me/family/offers", json={**offer, "password": PASSWORD}, headers=key)) for _ in range(2)
    )
    assert first == second
    (held,) = said(daughter.get("/v1/me/family"))["helping"]
    assert (held["waits_for_me"], held["name"]) == (True, "何秀英")
    assert said(daughter.post(f"/v1/me/family/{held['delegation_id']}/acceptance", json={}))["state"] == "active"


def test_a_question_under_another_name_is_not_shown(resident, daughter, cast):
    ask = {"name": "何美英", "number": cast.resident.number, "relation": "daughter", "terms": TERMS}
    said(daughter.post("/v1/me/family/asks", json=ask))
    assert said(resident.get("/v1/me/family"))["delegates"] == []


def test_terms_are_changed_with_the_password(resident, daughter, delegation):
    less = {"scopes": ["see_uses"], "codes_per_day": 1, "until": "2027-01-31"}
    path = f"/v1/me/family/{delegation}/terms"
    assert said(resident.post(path, json={"terms": less, "password": PASSWORD}))["scopes"] == ["see_uses"]
    said(daughter.post(f"/v1/me/family/{delegation}/code", json={"scene": "transit"}), "delegations.scope_not_given")
    said(daughter.post(path, json={"terms": TERMS, "password": PASSWORD}), "delegations.unknown")


def at_counter(cast: Cast, daughter: Any, **change: Any) -> dict[str, Any]:
    return {
        "number": cast.resident.number,
        "delegate_number": daughter.number,
        "proof": "in_person",
        "proof_reference": "窗口 3 号 A107",
        "legal_basis": "consent",
        **change,
    }


def test_a_person_without_a_phone_is_represented_by_a_counters_act(staff, resident, daughter, cast):
    clerk = staff("card_operator")
    register = at_counter(cast, daughter, kind="delegation", relation="daughter", terms=TERMS)
    one = said(clerk.post("/v1/people/family", json=register))
    assert (one["state"], one["proof"]) == ("active", "in_person")
    said(daughter.post(f"/v1/me/family/{one['delegation_id']}/code", json={"scene": "transit"}))
    wanted = {"number": cast.resident.number, "purpose": "service_desk", "legal_basis": "consent"}
    (found,) = said(clerk.post("/v1/people/family/find", json=wanted))["delegates"]
    assert found["name"] == "李*儿"
    ended = said(clerk.post("/v1/people/family/end", json=at_counter(cast, daughter, because="revoked")))
    assert [one["ended_because"] for one in ended["delegates"]] == ["revoked"]
    assert len(said(resident.get("/v1/me/looks"))) == 3, "each act of the counter was a look"


def test_a_counter_keeps_no_identity_number_as_proof(staff, daughter, cast):
    register = at_counter(cast, daughter, kind="delegation", relation="daughter", terms=TERMS)
    register["proof_reference"] = cast.resident.number
    said(staff("card_operator").post("/v1/people/family", json=register), "sharing.reference_holds_number")


def test_an_elder_is_no_child_to_be_guarded(staff, daughter, cast):
    register = at_counter(cast, daughter, kind="guardianship", relation="mother", terms=TERMS)
    said(staff("card_operator").post("/v1/people/family", json=register), "delegations.holder_not_child")


def test_without_marriage_there_is_no_divorce(staff, daughter, cast, delegation):
    end = at_counter(cast, daughter, because="divorced", proof="divorce_certificate")
    said(staff("card_operator").post("/v1/people/family/end", json=end), "delegations.unknown")


def test_the_worker_writes_down_what_has_ended(house, cast, resident, delegation):
    cast.clock.move(days=300)
    assert end_due(house) == 1
    assert end_due(house) == 0
