"""A department, a township and finance, each with a system of its own: from a quota to a batch of payment."""

import pytest
from tests.acceptance.cast import CARD_AGENCY, FINANCE
from tests.acceptance.county import (
    PROJECTS,
    ROSTERS,
    TOWNSHIP,
    YES,
    a_week_later,
    county,
    hands,
    people,
    project_of,
    row_of,
)

from onecard.domains.disbursement import api as pay
from onecard.domains.sharing import api as sharing
from onecard.doors.rosters import check_rosters
from onecard.kernel.ids import new_id

__all__ = ["a_week_later", "county", "hands", "people"]  # fixtures


@pytest.fixture
def roster(house, hands, people):
    """A roster of the two, checked: one passed and one was refused."""
    project_id = project_of(hands, house).json()["project_id"]
    clerk, roster_id = hands["village_clerk"], str(new_id())
    begun = clerk.post(ROSTERS, json={"roster_id": roster_id, "project_id": project_id, "name": "东街村"})
    assert begun.status_code == 200, begun.text
    rows = {"rows": [row_of(number) for number in people]}
    assert clerk.post(f"{ROSTERS}/{roster_id}/rows", json=rows).json()["waiting"] == 2
    check_rosters(house)
    return f"{ROSTERS}/{roster_id}"


def test_from_a_quota_to_a_batch_of_payment(house, hands, roster, a_week_later):
    clerk, head, officer, treasurer = hands.values()
    told = clerk.get(roster).json()
    assert (told["state"], told["passed"], told["refused"], told["entries"]) == ("checked", 1, 1, {"standing": 1})
    answers = clerk.get(f"{roster}/answers").json()
    assert [one["code"] for one in answers] == [None, "rosters.bank_half_idle"]
    assert answers[1]["title_zh"] and answers[1]["next_step"]
    assert clerk.post(f"{roster}/notice", json=YES).json()["state"] == "on_notice"
    assert clerk.get(f"{roster}/notice").json() == [{"number": 1, "name": "何*英", "amount_fen": 8_000}]
    early = head.post(f"{roster}/approvals/township", json=YES)
    assert (early.status_code, early.json()["code"]) == (409, "rosters.notice_runs")
    a_week_later()
    clerk, head, officer, treasurer = hands.values()
    for level, hand in (("township", head), ("department", officer), ("finance", treasurer)):
        said = hand.post(f"{roster}/approvals/{level}", json=YES)
        assert said.status_code == 200, said.text
    key = {"idempotency-key": "hand-over-1"}
    first = treasurer.post(f"{roster}/handover", json=YES, headers=key)
    assert first.status_code == 200, first.text
    assert treasurer.post(f"{roster}/handover", json=YES, headers=key).json() == first.json()
    assert treasurer.post(f"{roster}/handover", json=YES).json()["code"] == "rosters.nothing_stands"
    with house.app.reading() as tx:
        batch = pay.progress(tx, agency_id=FINANCE, batch_id=first.json()["batch_id"])
    assert (batch.lines, batch.amount_fen, batch.purpose) == (1, 8_000, "困难残疾人生活补贴")
    events = [one["event"] for one in officer.get(f"{roster}/history").json()]
    assert events == [
        "begin", "add", "check", "post", "approve_township", "approve_department", "approve_finance", "hand_over",
    ]  # fmt: skip


def test_a_level_is_closed_to_every_other_role_and_the_maker_has_none(hands, roster, a_week_later):
    hands["village_clerk"].post(f"{roster}/notice", json=YES)
    a_week_later()
    levels = {"township_officer": "township", "programme_officer": "department", "finance_officer": "finance"}
    for role, hand in hands.items():
        for other, level in levels.items():
            if role != other:
                said = hand.post(f"{roster}/approvals/{level}", json=YES)
                assert (said.status_code, said.json()["code"]) == (403, "door.not_for_you")


def test_somebody_with_both_roles_still_does_not_approve_what_she_made(staff, house, hands, people):
    project_id = project_of(hands, house).json()["project_id"]
    both = staff("both", roles=["village_clerk", "township_officer"], agency_id=TOWNSHIP)
    roster_id = str(new_id())
    both.post(ROSTERS, json={"roster_id": roster_id, "project_id": project_id, "name": "西街村"})
    both.post(f"{ROSTERS}/{roster_id}/rows", json={"rows": [row_of(people[0])]})
    check_rosters(house)
    both.post(f"{ROSTERS}/{roster_id}/notice", json=YES)
    house.clock.move(days=8)
    both = staff("both")
    said = both.post(f"{ROSTERS}/{roster_id}/approvals/township", json=YES)
    assert (said.status_code, said.json()["code"]) == (403, "rosters.duty_taken")
    assert "填报人" in said.json()["title_zh"]


def test_an_objection_holds_one_entry_and_the_department_settles_it(hands, roster):
    here = f"{roster}/entries/1"
    assert hands["village_clerk"].post(f"{here}/objection", json={"ground": "moved"}).json()["state"] == "held"
    assert hands["village_clerk"].post(f"{here}/settlement", json={"outcome": "upheld"}).status_code == 403
    settled = hands["programme_officer"].post(f"{here}/settlement", json={"outcome": "unfounded"})
    assert settled.json()["state"] == "standing"
    assert hands["village_clerk"].post(f"{here}/drop", json=YES).json()["state"] == "dropped"
    gone = hands["village_clerk"].post(f"{roster}/entries/9/drop", json=YES)
    assert (gone.status_code, gone.json()["code"]) == (404, "rosters.entry_unknown")


def test_a_roster_sent_back_is_told_why_and_withdrawn_gives_its_quota_back(hands, roster):
    clerk, officer = hands["village_clerk"], hands["programme_officer"]
    clerk.post(f"{roster}/notice", json=YES)
    back = officer.post(f"{roster}/returns/department", json={"reason": "amounts_doubtful"})
    assert (back.json()["state"], back.json()["round"]) == ("checked", 2)
    last = officer.get(f"{roster}/history").json()[-1]
    assert (last["event"], last["reason"]) == ("send_back", "amounts_doubtful")
    assert clerk.post(f"{roster}/withdrawal", json=YES).json()["state"] == "withdrawn"
    (project,) = officer.get(PROJECTS).json()
    assert (project["used_fen"], project["used_entries"]) == (0, 0)


def test_the_same_rows_again_change_nothing_even_under_another_key(hands, roster, people):
    clerk = hands["village_clerk"]
    rows = {"rows": [row_of(number) for number in people]}
    assert clerk.post(f"{roster}/rows", json=rows).json()["rows"] == 2


def test_a_project_is_set_up_once_in_ones_own_place_by_rules_that_are_known(hands, house):
    first = project_of(hands, house)
    assert first.status_code == 200, first.text
    assert project_of(hands, house).json() == first.json()
    assert project_of(hands, house, quota_fen=1).json()["code"] == "rosters.project_exists"
    assert project_of(hands, house, place=500103).json()["code"] == "door.not_for_you"
    assert project_of(hands, house, programme="old_age_allowance").json()["code"] == "programmes.not_in_force"
    assert project_of(hands, house, programme="nobody").json()["code"] == "programmes.unknown"
    assert project_of(hands, house, programme="hiring_subsidy").json()["code"] == "rosters.paid_to_no_person"
    assert project_of(hands, house, period="2026").json()["code"] == "rosters.period_malformed"
    more = {"quota_fen": 200_000, "quota_entries": 20, "closes_on": first.json()["closes_on"]}
    here = f"{PROJECTS}/{first.json()['project_id']}/quota"
    assert hands["programme_officer"].post(here, json=more).json()["quota_fen"] == 200_000
    for role in ("village_clerk", "finance_officer"):
        assert len(hands[role].get(PROJECTS).json()) == 1


def test_another_agencys_roster_is_not_there(staff, hands, roster, county):
    stranger = staff("stranger", roles=["village_clerk"], agency_id=CARD_AGENCY)
    assert stranger.get(roster).json()["code"] == "rosters.unknown"
    assert stranger.get(ROSTERS).json() == []
    for verb in ("rows", "notice", "withdrawal"):
        body = {"rows": [row_of("1")]} if verb == "rows" else YES
        assert stranger.post(f"{roster}/{verb}", json=body).json()["code"] == "rosters.unknown"


def test_what_a_refusal_told_of_somebody_stands_in_that_persons_record(house, roster, people):
    with house.app.reading() as tx:
        looks = sharing.looks_at(tx, house.keyring.holder_id(people[1]))
        assert [(one.subject, one.purpose, one.agency_id) for one in looks] == [
            ("entitlement", "benefit_check", TOWNSHIP)
        ]  # fmt: skip
        assert sharing.looks_at(tx, house.keyring.holder_id(people[0])) == []
