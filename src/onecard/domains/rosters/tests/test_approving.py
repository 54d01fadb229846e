"""Public notice, approval by different people in their order, sending back, and what a change voids."""

import pytest

from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import (
    APPROVERS,
    CLERK,
    ELSEWHERE,
    HEAD,
    OFFICER,
    OTHER_CLERK,
    OTHER_TOWNSHIP,
    TREASURER,
    Desk,
    a_row,
)
from onecard.kernel.clock import SHANGHAI


def test_a_notice_masks_names_and_holds_neither_number_nor_account(desk: Desk):
    roster_id = desk.checked(people=2)
    desk.post(roster_id)
    lines = list(rosters.notice_lines(desk.tx, roster_id=roster_id, keyring=desk.keyring))
    assert lines == [rosters.NoticeLine(1, "何*英", 8_000), rosters.NoticeLine(2, "何*英", 8_000)]


def test_a_notice_stands_for_whole_days_and_nobody_approves_before(desk: Desk):
    roster_id = desk.checked()
    desk.post(roster_id)
    until = desk.progress(roster_id).notice_until
    assert f"{until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == "2026-12-01 00:00"  # posted on 23 November, seven days
    desk.clock.at = until.astimezone(SHANGHAI).replace(day=30, month=11, hour=23, minute=59)
    with pytest.raises(rosters.NoticeRuns):
        desk.approve(roster_id, "township")
    desk.clock.at = until
    assert desk.approve(roster_id, "township").state == "township_approved"


def test_a_roster_that_is_not_checked_yet_is_not_posted(desk: Desk):
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(desk.person())])
    with pytest.raises(rosters.RosterMoveRefused):
        desk.post(roster_id)


def test_a_roster_of_which_nothing_passed_is_not_posted(desk: Desk):
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(desk.person(), amount="1.00")])
    desk.check()
    with pytest.raises(rosters.NothingStands):
        desk.post(roster_id)


def test_three_levels_approve_one_after_another(desk: Desk):
    roster_id = desk.noticed()
    for level in ("department", "finance"):
        with pytest.raises(rosters.RosterMoveRefused):
            desk.approve(roster_id, level)
    states = [desk.approve(roster_id, level).state for level in rosters.LEVELS]
    assert states == ["township_approved", "department_approved", "approved"]
    assert set(desk.progress(roster_id).approved) == {"township", "department", "finance"}
    with pytest.raises(rosters.RosterMoveRefused):
        desk.approve(roster_id, "finance")


def test_nobody_approves_what_they_made(desk: Desk):
    roster_id = desk.noticed()
    with pytest.raises(rosters.DutyTaken):
        desk.approve(roster_id, "township", CLERK)
    desk.add(roster_id, [a_row(desk.person())], OTHER_CLERK)
    desk.check()
    desk.post(roster_id)
    desk.clock.move(days=8)
    with pytest.raises(rosters.DutyTaken):
        desk.approve(roster_id, "township", OTHER_CLERK)


def test_nobody_approves_at_two_levels(desk: Desk):
    """Even one who works for two agencies: what counts is who it is."""
    roster_id = desk.noticed()
    desk.approve(roster_id, "township")
    with pytest.raises(rosters.DutyTaken):
        desk.approve(roster_id, "department", rosters.Hand(HEAD.staff, OFFICER.agency_id))


def test_who_approved_makes_nothing_of_the_same_roster(desk: Desk):
    roster_id = desk.noticed()
    desk.approve(roster_id, "township")
    with pytest.raises(rosters.DutyTaken):
        desk.add(roster_id, [a_row(desk.person())], HEAD)
    assert desk.state(roster_id) == "township_approved"


@pytest.mark.parametrize("level", rosters.LEVELS)
def test_an_agency_approves_at_its_own_level_only(desk: Desk, level: rosters.Level):
    roster_id = desk.noticed()
    for other in (*(APPROVERS[one] for one in rosters.LEVELS if one != level), rosters.Hand("x", OTHER_TOWNSHIP)):
        with pytest.raises(rosters.LevelOfAnother):
            desk.approve(roster_id, level, other)


def test_more_rows_void_the_approvals_and_a_new_notice_begins(desk: Desk):
    roster_id = desk.approved()
    desk.add(roster_id, [a_row(desk.person())])
    assert desk.state(roster_id) == "taken"
    with pytest.raises(rosters.RosterMoveRefused):
        desk.hand_over(roster_id)
    desk.check()
    desk.post(roster_id)
    now = desk.progress(roster_id)
    assert (now.roster.round, now.approved, now.entries) == (2, {}, {"standing": 3})
    with pytest.raises(rosters.NoticeRuns):
        desk.approve(roster_id, "township")
    desk.clock.move(days=8)
    for level in rosters.LEVELS:
        desk.approve(roster_id, level)
    assert desk.hand_over(roster_id).entries == 3


def test_the_same_file_again_changes_nothing_even_when_it_is_approved(desk: Desk):
    roster_id, number = desk.begin(), desk.person()
    given = {"roster_id": roster_id, "digest": b"the same", "hand": CLERK, "keyring": desk.keyring, "at": desk.clock()}
    first = rosters.add_rows(desk.tx, rows=[a_row(number)], **given)
    desk.check()
    desk.post(roster_id)
    again = rosters.add_rows(desk.tx, rows=[a_row(number)], **given)
    assert (first.repeated, again.repeated, again.file, again.rows) == (False, True, 1, 1)
    assert desk.state(roster_id) == "on_notice"


def test_a_roster_sent_back_must_be_on_notice_anew_and_the_same_people_may_approve_again(desk: Desk):
    roster_id = desk.noticed()
    desk.approve(roster_id, "township")
    sent = rosters.send_back(
        desk.tx, roster_id=roster_id, level="department", hand=OFFICER, reason="rows_doubtful", at=desk.clock()
    )
    assert (sent.state, sent.round) == ("checked", 2)
    desk.post(roster_id)
    desk.clock.move(days=8)
    for level in rosters.LEVELS:
        desk.approve(roster_id, level)
    told = [(one.event, one.reason) for one in rosters.history_of(desk.tx, roster_id=roster_id)]
    assert ("send_back", "rows_doubtful") in told


def test_what_was_changed_outside_of_the_verbs_is_noticed(desk: Desk):
    for change in (
        "update rosters.entry set amount_fen = amount_fen + 1 where number = 1",
        "update rosters.entry set source = 'x' where number = 1",
        "update rosters.entry set payee_mac = payee_mac || '\\x00' where number = 1",
        "delete from rosters.entry where number = 1",
    ):
        roster_id = desk.noticed()
        desk.tx.execute("savepoint before")
        desk.tx.execute(f"{change} and roster_id = %s", (roster_id,))
        with pytest.raises(rosters.RosterChanged):
            desk.approve(roster_id, "township")
        desk.tx.execute("rollback to savepoint before")


def test_rows_are_taken_within_the_projects_days_only(desk: Desk):
    roster_id = desk.begin()
    desk.clock.move(days=60)
    with pytest.raises(rosters.ProjectClosed):
        desk.add(roster_id, [a_row(desk.person())])
    desk.clock.move(days=-90)
    with pytest.raises(rosters.ProjectClosed):
        desk.add(roster_id, [a_row(desk.person())])


def test_another_township_neither_fills_nor_posts_nor_sees_it(desk: Desk):
    roster_id, stranger = desk.checked(), rosters.Hand("staff stranger", OTHER_TOWNSHIP)
    with pytest.raises(rosters.LevelOfAnother):
        desk.add(roster_id, [a_row(desk.person())], stranger)
    with pytest.raises(rosters.LevelOfAnother):
        desk.post(roster_id, stranger)
    with pytest.raises(rosters.RosterUnknown):
        rosters.find_roster(desk.tx, roster_id=roster_id, agency_id=OTHER_TOWNSHIP)
    assert rosters.rosters_of(desk.tx, agency_id=OTHER_TOWNSHIP) == []
    for agency_id in (CLERK.agency_id, OFFICER.agency_id, TREASURER.agency_id):
        assert [one.roster_id for one in rosters.rosters_of(desk.tx, agency_id=agency_id)] == [roster_id]


def test_an_agency_of_another_place_uses_up_no_quota_here(desk: Desk):
    project = desk.project()
    elsewhere = desk.project(place=ELSEWHERE)
    with pytest.raises(rosters.PlaceOfAnother):
        desk.begin(elsewhere)
    with pytest.raises(rosters.PlaceOfAnother):
        desk.begin(project, TREASURER)  # of the whole province
    assert desk.begin(desk.project(place=511300, purpose="南充市"))  # a city's project is its counties' too
