"""Staff and partners look at people: only with a ground, only within reach, and never without a trace."""

import pytest
from tests.factories import TIANHE, make_cardholder, number_of

from onecard.domains.sharing import api as sharing

GROUND = {"purpose": "service_desk", "legal_basis": "consent", "reference": "窗口 3 号 A107"}


def looks(resident) -> list[tuple[str, str, str, str]]:
    said = resident.get("/v1/me/looks").json()
    return [(one["by"], one["subject_en"], one["purpose_zh"], one["reference"]) for one in said]


def test_clerk_finds_a_person_masked_and_the_person_can_read_it(staff, resident, cast):
    found = staff("card_operator").post("/v1/people/find", json={"number": cast.resident.number, **GROUND})
    assert found.status_code == 200, found.text
    assert (found.json()["name"], found.json()["card"]["state"]) == ("何*英", "active")
    assert cast.resident.number not in found.text
    assert looks(resident) == [("staff", "basic facts, masked", "窗口办事", "窗口 3 号 A107")]
    assert resident.get("/v1/me/looks").json()[0]["agency_zh"] == "四川省社保卡中心(示例)"


def test_revealing_shows_all_and_says_so_in_the_log(staff, resident, cast):
    whole = staff("card_operator").post("/v1/people/reveal", json={"number": cast.resident.number, **GROUND})
    assert (whole.json()["name"], whole.json()["number"]) == ("何秀英", cast.resident.number)
    assert [subject for _, subject, _, _ in looks(resident)] == ["full identity"]


def test_a_reference_with_somebodys_number_is_refused_and_neither_answered_nor_kept(staff, cast, owner_tx):
    asked = {"number": cast.resident.number, **GROUND, "reference": f"来电 {cast.resident.number}"}
    for path in ("/v1/people/find", "/v1/people/reveal", "/v1/people/card-loss"):
        refused = staff("card_operator").post(path, json=asked)
        assert (refused.status_code, refused.json()["code"]) == (422, "sharing.reference_holds_number")
        assert cast.resident.number not in refused.text
    assert owner_tx.execute("select count(*) from sharing.look").fetchone()[0] == 0


def test_hotline_may_stop_a_card_and_never_reveal(staff, cast):
    hotline = staff("hotline_operator")
    wanted = {"number": cast.resident.number, "purpose": "loss_report", "legal_basis": "consent"}
    assert hotline.post("/v1/people/card-loss", json=wanted).json()["state"] == "temporarily_lost"
    refused = hotline.post("/v1/people/reveal", json=wanted)
    assert (refused.status_code, refused.json()["code"]) == (403, "door.not_for_you")


def test_person_of_another_province_is_not_found_and_the_try_is_kept(staff, house, cast, owner_tx):
    with house.app.writing() as tx:
        stranger = make_cardholder(tx, keyring=house.keyring, at=house.clock(), division=TIANHE, name="远方")
    answer = staff("card_operator").post("/v1/people/find", json={"number": stranger.number, **GROUND})
    assert (answer.status_code, answer.json()["code"]) == (404, "residents.unknown")
    [row] = owner_tx.execute("select found, holder_id from sharing.look").fetchall()
    assert (row.found, row.holder_id) == (False, stranger.holder_id)


def test_look_without_a_ground_that_is_on_the_list_is_refused(staff, cast):
    clerk = staff("card_operator")
    for change in ({"purpose": "curiosity"}, {"legal_basis": "because"}):
        answer = clerk.post("/v1/people/find", json={"number": cast.resident.number, **GROUND, **change})
        assert (answer.status_code, answer.json()["code"]) == (422, "sharing.purpose_unknown")


def test_mistyped_number_is_refused_without_repeating_it(staff, cast):
    number = cast.resident.number[:-1] + ("0" if cast.resident.number[-1] != "0" else "1")
    answer = staff("card_operator").post("/v1/people/find", json={"number": number, **GROUND})
    assert (answer.status_code, answer.json()["code"]) == (422, "residents.number_check_wrong")
    assert number not in answer.text


def test_loss_report_that_fails_is_still_a_look(staff, resident, cast, owner_tx):
    owner_tx.execute("update cards.card set state = 'cancelled' where holder_id = %s", (cast.resident.holder_id,))
    wanted = {"number": cast.resident.number, "purpose": "loss_report", "legal_basis": "consent"}
    answer = staff("hotline_operator").post("/v1/people/card-loss", json=wanted)
    assert (answer.status_code, answer.json()["code"]) == (404, "cards.none_valid")
    assert len(looks(resident)) == 1


@pytest.mark.parametrize(
    ("claim", "holds"), [("card_valid", True), ("aged_65", True), ("aged_80", False), ("student", False)]
)
def test_partner_learns_yes_or_no_and_nothing_else(partner, resident, cast, claim, holds):
    asked = {"number": cast.resident.number, "claim": claim, "legal_basis": "consent", "reference": "order 4711"}
    answer = partner.post("/v1/claims", json=asked)
    assert answer.json() == {"claim": claim, "holds": holds, "on": "2026-11-23"}
    assert looks(resident) == [("partner", "whether a condition holds (yes or no only)", "核对待遇资格", "order 4711")]


def test_partner_cannot_tell_the_unknown_from_the_unentitled(partner):
    asked = {"number": number_of(sequence=499), "claim": "card_valid", "legal_basis": "consent"}
    assert partner.post("/v1/claims", json=asked).json()["holds"] is False


def test_lost_card_is_no_valid_card_for_a_partner(partner, resident, cast):
    resident.post("/v1/me/card/loss", json={"kind": "temporary"})
    asked = {"number": cast.resident.number, "claim": "card_valid", "legal_basis": "consent"}
    assert partner.post("/v1/claims", json=asked).json()["holds"] is False


def test_auditor_proves_the_log_and_sees_where_a_hand_was_in_it(staff, cast, house, owner_tx):
    clerk, auditor = staff("card_operator"), staff("auditor")
    for _ in range(3):
        clerk.post("/v1/people/find", json={"number": cast.resident.number, **GROUND})
    assert auditor.get("/v1/access-log/proof").json() == {"chains": 1, "looks": 3, "holds": True, "findings": []}
    owner_tx.execute("update sharing.look set purpose = 'inspection' where sequence = 2")
    proof = auditor.get("/v1/access-log/proof").json()
    assert (proof["holds"], len(proof["findings"])) == (False, 1)
    with house.app.reading() as tx:
        assert [one.sequence for one in sharing.verify(tx, keyring=house.keyring).findings] == [2]


def test_residents_own_reading_writes_no_look(resident, owner_tx):
    for path in ("/v1/me", "/v1/me/identity", "/v1/me/card", "/v1/me/uses"):
        assert resident.get(path).status_code == 200
    assert owner_tx.execute("select count(*) as looks from sharing.look").fetchone().looks == 0
