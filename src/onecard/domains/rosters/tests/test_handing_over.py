"""To payment: what was approved and still stands, once; objections hold one entry, and quota is given back."""

from datetime import date

import pytest

from onecard.domains.cards import api as cards
from onecard.domains.disbursement import api as pay
from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import (
    CLERK,
    FINANCE,
    HEAD,
    OFFICER,
    OTHER_OFFICER,
    PROGRAMME,
    Desk,
    a_row,
)


def object_to(desk: Desk, roster_id, number: int, hand: rosters.Hand = HEAD) -> rosters.Entry:
    return rosters.object_to_entry(
        desk.tx, roster_id=roster_id, number=number, ground="not_entitled", hand=hand, at=desk.clock()
    )


def settle(desk: Desk, roster_id, number: int, outcome: str, hand: rosters.Hand = OFFICER) -> rosters.Entry:
    return rosters.settle_objection(
        desk.tx, roster_id=roster_id, number=number, outcome=outcome, hand=hand, at=desk.clock()
    )


def test_what_finance_approved_becomes_a_batch_of_payment(desk: Desk):
    roster_id = desk.approved(people=3)
    handed = desk.hand_over(roster_id)
    batch = pay.progress(desk.tx, agency_id=FINANCE, batch_id=handed.batch_id)
    assert (batch.lines, batch.amount_fen, batch.counts) == (3, 24_000, {"approved": 3})
    assert (batch.programme, batch.period, batch.purpose) == (PROGRAMME, "2026-11", "困难残疾人生活补贴")
    assert {one.state for one in desk.entries(roster_id)} == {"handed_over"}
    assert desk.state(roster_id) == "handed_over"
    assert desk.broken() == []


def test_it_is_handed_over_once(desk: Desk):
    roster_id = desk.approved()
    desk.hand_over(roster_id)
    with pytest.raises(rosters.NothingStands):
        desk.hand_over(roster_id)
    assert len(pay.batches_of(desk.tx, agency_id=FINANCE)) == 1


@pytest.mark.parametrize("levels", [(), ("township",), ("township", "department")])
def test_nothing_is_handed_over_before_every_level_has_approved(desk: Desk, levels):
    roster_id = desk.noticed()
    for level in levels:
        desk.approve(roster_id, level)
    with pytest.raises(rosters.RosterMoveRefused):
        desk.hand_over(roster_id)


def test_only_the_finance_department_of_the_project_hands_over(desk: Desk):
    roster_id = desk.approved()
    for hand in (CLERK, HEAD, OFFICER):
        with pytest.raises(rosters.LevelOfAnother):
            desk.hand_over(roster_id, hand)


def test_the_payee_that_was_approved_is_paid_and_no_other(desk: Desk):
    roster_id = desk.approved()
    asked = "select holder_id from rosters.entry where roster_id = %s and number = 1"
    one = desk.tx.execute(asked, (roster_id,)).fetchone()
    stranger = desk.keyring.seal('["李建国","9990000000009999",""]', about=one.holder_id, field="roster.payee")
    desk.tx.execute("update rosters.entry set payee_sealed = %s where holder_id = %s", (stranger, one.holder_id))
    with pytest.raises(rosters.RosterChanged):
        desk.hand_over(roster_id)


def test_an_objection_holds_one_entry_and_the_others_are_paid(desk: Desk):
    roster_id = desk.noticed(people=3)
    assert object_to(desk, roster_id, 2).state == "held"
    for level in rosters.LEVELS:
        desk.approve(roster_id, level)
    assert desk.hand_over(roster_id).entries == 2
    assert [one.state for one in desk.entries(roster_id)] == ["handed_over", "held", "handed_over"]
    assert desk.broken() == []


def test_an_objection_without_ground_lets_the_entry_follow_by_itself(desk: Desk):
    roster_id = desk.noticed(people=2)
    object_to(desk, roster_id, 1)
    for level in rosters.LEVELS:
        desk.approve(roster_id, level)
    first = desk.hand_over(roster_id)
    assert settle(desk, roster_id, 1, "unfounded").state == "standing"
    second = desk.hand_over(roster_id)
    assert (first.handover, second.handover, second.entries, second.amount_fen) == (1, 2, 1, 8_000)
    assert rosters.handovers_of(desk.tx, roster_id=roster_id) == [first, second]
    assert desk.broken() == []


def test_an_objection_that_is_upheld_drops_the_entry_and_frees_the_quota_and_the_person(desk: Desk):
    project, number = desk.project(), desk.person()
    roster_id = desk.begin(project)
    desk.add(roster_id, [a_row(number, 2), a_row(desk.person(), 3)])
    desk.check()
    object_to(desk, roster_id, 1)
    assert settle(desk, roster_id, 1, "upheld").state == "dropped"
    assert desk.now(project).used_fen == 8_000
    assert desk.said(a_row(number), project=project) == [None]


def test_who_made_the_roster_or_wrote_the_objection_down_does_not_settle_it(desk: Desk):
    roster_id = desk.noticed(people=2)
    object_to(desk, roster_id, 1, OFFICER)
    with pytest.raises(rosters.OwnRecord):
        settle(desk, roster_id, 1, "unfounded", OFFICER)
    with pytest.raises(rosters.LevelOfAnother):
        settle(desk, roster_id, 1, "unfounded", CLERK)
    with pytest.raises(rosters.DutyTaken):
        settle(desk, roster_id, 1, "unfounded", rosters.Hand(CLERK.staff, OFFICER.agency_id))
    assert settle(desk, roster_id, 1, "unfounded", OTHER_OFFICER).state == "standing"
    with pytest.raises(rosters.ObjectionUnknown):
        settle(desk, roster_id, 1, "unfounded", OTHER_OFFICER)


def test_an_entry_that_is_with_payment_is_not_objected_to_here(desk: Desk):
    roster_id = desk.approved()
    desk.hand_over(roster_id)
    with pytest.raises(rosters.EntryMoveRefused):
        object_to(desk, roster_id, 1)
    with pytest.raises(rosters.EntryUnknown):
        object_to(desk, roster_id, 99)


def test_who_died_or_lost_the_card_meanwhile_is_held_and_the_others_go(desk: Desk):
    numbers = [desk.person() for _ in range(3)]
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(number, n) for n, number in enumerate(numbers, 2)])
    desk.check()
    desk.post(roster_id)
    desk.clock.move(days=8)
    for level in rosters.LEVELS:
        desk.approve(roster_id, level)
    residents.record_death(desk.tx, holder_id=desk.holder(numbers[0]), died_on=date(2026, 11, 28))
    cards.report_loss(desk.tx, holder_id=desk.holder(numbers[1]), kind="formal", at=desk.clock(), actor="x")
    assert desk.hand_over(roster_id).entries == 1
    told = rosters.objections_of(desk.tx, roster_id=roster_id)
    assert [(one.number, one.ground, one.recorded_by) for one in told] == [
        (1, "deceased", "system"), (2, "card", "system"),
    ]  # fmt: skip
    assert desk.broken() == []


def test_an_entry_taken_out_by_the_township_leaves_the_others_approved(desk: Desk):
    project = desk.project()
    roster_id = desk.noticed(people=2, project=project)
    desk.approve(roster_id, "township")
    rosters.drop_entry(desk.tx, roster_id=roster_id, number=1, hand=CLERK, at=desk.clock())
    for level in ("department", "finance"):
        desk.approve(roster_id, level)
    assert desk.hand_over(roster_id).entries == 1
    assert desk.now(project).used_fen == 8_000


def test_a_withdrawn_roster_gives_everything_back(desk: Desk):
    project = desk.project()
    roster_id = desk.approved(people=2, project=project)
    assert rosters.withdraw_roster(desk.tx, roster_id=roster_id, hand=CLERK, at=desk.clock()).state == "withdrawn"
    assert (desk.now(project).used_fen, desk.now(project).used_entries) == (0, 0)
    with pytest.raises(rosters.RosterMoveRefused):
        desk.hand_over(roster_id)
    assert desk.broken() == []


def test_rows_that_wait_are_left_alone_when_their_roster_is_withdrawn(desk: Desk):
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(desk.person())])
    rosters.withdraw_roster(desk.tx, roster_id=roster_id, hand=CLERK, at=desk.clock())
    desk.check()
    assert desk.entries(roster_id) == []


def test_a_quota_is_raised_but_not_below_what_is_used(desk: Desk):
    project = desk.project(quota_fen=16_000)
    desk.checked(people=2, project=project)
    given = {
        "project_id": project.project_id, "quota_entries": 10, "closes_on": project.closes_on, "at": desk.clock(),
        "staff": OFFICER.staff,
    }  # fmt: skip
    with pytest.raises(rosters.QuotaBelowUse):
        rosters.change_quota(desk.tx, quota_fen=15_999, **given)
    assert rosters.change_quota(desk.tx, quota_fen=24_000, **given).left_fen == 8_000


def test_a_project_is_set_up_once_and_another_for_the_same_is_refused(desk: Desk):
    project = desk.project()
    assert desk.project(project_id=project.project_id) == project
    with pytest.raises(rosters.ProjectExists):
        desk.project(purpose="另一项")
    with pytest.raises(rosters.ProjectExists):
        desk.project(project_id=project.project_id, quota_fen=1)


def test_a_project_needs_a_fund_of_its_finance_department_and_a_bank(desk: Desk):
    with pytest.raises(pay.FundNotYours):
        desk.project(fund=99_999)
    with pytest.raises(pay.FundNotYours):
        desk.project(finance=OFFICER.agency_id)
    with pytest.raises(pay.BankUnknown):
        desk.project(bank="nobody")
    with pytest.raises(rosters.PeriodMalformed):
        desk.project(period="2026")
    with pytest.raises(rosters.WindowMalformed):
        desk.project(closes_on=date(2026, 10, 1))


def test_seals_are_made_again_under_a_new_key_and_what_was_approved_stands(desk: Desk):
    roster_id = desk.approved()
    desk.keyring.rotate("seal")
    desk.keyring.rotate("secret")
    assert rosters.reseal(desk.tx, keyring=desk.keyring) == 3  # a part and two payees
    assert rosters.reseal(desk.tx, keyring=desk.keyring) == 0
    assert desk.hand_over(roster_id).entries == 2
    assert desk.answers(roster_id) == {1: None, 2: None}


def test_rows_are_forgotten_some_time_after_the_roster_is_through(desk: Desk):
    roster_id = desk.approved()
    assert rosters.forget_rows(desk.tx, before=desk.clock()) == 0
    desk.hand_over(roster_id)
    desk.clock.move(days=31)
    assert rosters.forget_rows(desk.tx, before=desk.clock()) == 1
    assert desk.answers(roster_id) == {}
    assert (desk.progress(roster_id).passed, len(desk.entries(roster_id))) == (2, 2)
