"""What a row is told: each check refuses what it is for, and nothing else."""

from datetime import date

from tests.factories import number_of

from onecard.domains.cards import api as cards
from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import ELSEWHERE, Desk, a_row
from onecard.rules.programmes.errors import ProgrammeNotInForce


def test_a_good_row_passes_and_becomes_an_entry(desk: Desk):
    project = desk.project()
    roster_id = desk.checked(people=3, project=project)
    assert desk.answers(roster_id) == {1: None, 2: None, 3: None}
    assert [(one.number, one.amount_fen, one.state) for one in desk.entries(roster_id)] == [
        (1, 8_000, "standing"), (2, 8_000, "standing"), (3, 8_000, "standing"),
    ]  # fmt: skip
    assert (desk.now(project).used_fen, desk.now(project).used_entries) == (24_000, 3)
    assert desk.state(roster_id) == "checked"


def test_a_row_that_cannot_be_read_says_which_cell_and_holds_up_nobody(desk: Desk):
    good = desk.person()
    assert desk.said(
        a_row("51138119500501002", 2), a_row(good, 3, amount="八十"), a_row(good, 4, account="12-34"),
        a_row(good, 5, amount="0"), a_row(good, 6, source="x" * 61), a_row(good, 7),
    ) == [
        "residents.number_malformed", "rosters.amount_malformed", "rosters.account_malformed",
        "rosters.amount_malformed", "rosters.source_malformed", None,
    ]  # fmt: skip


def test_what_spreadsheets_do_to_amounts_is_undone(desk: Desk):
    people = [desk.person() for _ in range(4)]
    amounts = ["80", "80.0", "¥80.00", "80.00元"]
    rows = [a_row(number, n, amount=text) for n, (number, text) in enumerate(zip(people, amounts, strict=True), 2)]
    assert desk.said(*rows) == [None] * 4


def test_nobody_of_that_number_and_somebody_of_another_name(desk: Desk):
    known = desk.person(name="李建国")
    assert desk.said(a_row(number_of(sequence=499), 2), a_row(known, 3)) == ["residents.unknown", "cards.name_differs"]


def test_the_dead_are_not_paid(desk: Desk):
    number = desk.person()
    residents.record_death(desk.tx, holder_id=desk.holder(number), died_on=date(2026, 10, 1))
    assert desk.said(a_row(number)) == ["rosters.deceased"]


def test_an_account_in_another_name_is_refused_and_in_her_own_is_not(desk: Desk):
    one, other = desk.person(), desk.person()
    assert desk.said(a_row(one, 2, owner="李建国"), a_row(other, 3, owner="何秀英")) == [
        "rosters.account_of_another",
        None,
    ]


def test_money_goes_to_a_card_that_can_receive_it(desk: Desk):
    none, idle, lost = desk.person(card=False), desk.person(bank="inactive"), desk.person()
    cards.report_loss(desk.tx, holder_id=desk.holder(lost), kind="formal", at=desk.clock(), actor="x")
    assert desk.said(a_row(none, 2), a_row(idle, 3), a_row(lost, 4)) == [
        "rosters.card_missing", "rosters.bank_half_idle", "rosters.card_stopped",
    ]  # fmt: skip


def test_a_person_stands_once_in_a_roster_unless_the_sources_differ(desk: Desk):
    number = desk.person()
    assert desk.said(a_row(number, 2), a_row(number, 3), a_row(number, 4, source="地块二")) == [
        None, "rosters.row_twice", None,
    ]  # fmt: skip


def test_a_person_stands_once_in_all_rosters_of_the_programme_and_period(desk: Desk):
    project, number = desk.project(), desk.person()
    assert desk.said(a_row(number), project=project) == [None]
    assert desk.said(a_row(number), project=project) == ["rosters.taken_elsewhere"]


def test_another_place_does_not_pay_the_same_person_again_whatever_the_source(desk: Desk):
    number = desk.person()
    assert desk.said(a_row(number)) == [None]
    assert desk.said(a_row(number, source="地块九"), project=desk.project(place=ELSEWHERE)) == [
        "rosters.taken_elsewhere"
    ]


def test_what_is_not_paid_beside_another_is_refused_while_the_other_stands(desk: Desk):
    number, due = desk.person(), "807.69"  # 1.3 times the illustrative line
    support = desk.project(programme="extreme_hardship_support", purpose="特困供养")
    assert desk.said(a_row(number, amount=due), project=support) == [None]
    assert desk.said(a_row(number)) == ["rosters.programmes_exclude"]


def test_the_amount_is_the_rules_and_the_answer_says_which(desk: Desk):
    assert desk.said(a_row(desk.person(), amount="90.00")) == ["rosters.amount_differs"]


def test_a_fact_the_list_tells_is_held_against_the_rule(desk: Desk):
    grade = {"disability_grade": "9"}
    assert desk.said(a_row(desk.person(), 2, **grade), a_row(desk.person(), 3, disability_grade="3")) == [
        "rosters.not_entitled", None,
    ]  # fmt: skip


def test_who_is_too_young_for_the_rule_is_refused(desk: Desk):
    project = desk.project(programme="veteran_old_age_allowance", purpose="老年生活补助")
    young = desk.person(born=date(1990, 1, 1))
    assert desk.said(a_row(young, amount="200.00"), project=project) == ["rosters.not_entitled"]


def test_an_amount_follows_from_the_facts_of_the_list_and_from_nothing_where_they_are_not_told(desk: Desk):
    project = desk.project(programme="veteran_old_age_allowance", purpose="老年生活补助", entry_fen_most=100_000)
    rows = [
        a_row(desk.person(), 2, amount="200.00", service_years="4"),
        a_row(desk.person(), 3, amount="210.00", service_years="4"),
        a_row(desk.person(), 4, amount="210.00"),
        a_row(desk.person(), 5, amount="2100.00"),
        a_row(desk.person(), 6, amount="200.00", service_years="four"),
    ]
    assert desk.said(*rows, project=project) == [
        None, "rosters.amount_differs", None, "rosters.amount_above", "programmes.fact_malformed",
    ]  # fmt: skip


def test_an_entry_above_the_projects_limit_is_refused(desk: Desk):
    project = desk.project(entry_fen_most=7_999)
    assert desk.said(a_row(desk.person()), project=project) == ["rosters.amount_above"]


def test_the_quota_goes_to_the_earlier_rows_and_the_rest_is_told(desk: Desk):
    project = desk.project(quota_fen=20_000)
    rows = [a_row(desk.person(), n) for n in (2, 3, 4)]
    assert desk.said(*rows, project=project) == [None, None, "rosters.quota_exceeded"]
    assert desk.now(project).left_fen == 4_000
    few = desk.project(place=511300, quota_entries=1)
    assert desk.said(a_row(desk.person(), 2), a_row(desk.person(), 3), project=few) == [None, "rosters.quota_exceeded"]


def test_a_refused_row_that_is_mended_is_added_to_the_same_roster(desk: Desk):
    number = desk.person()
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(number, amount="8.00")])
    desk.check()
    desk.add(roster_id, [a_row(number)])
    desk.check()
    assert desk.answers(roster_id) == {1: "rosters.amount_differs", 2: None}
    assert [one.number for one in desk.entries(roster_id)] == [2]


def test_a_programme_that_is_in_force_no_longer_answers_every_row_and_stops_nobody_else(desk: Desk):
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(desk.person(), 2), a_row(desk.person(), 3)])

    def lost(project: rosters.Project) -> rosters.ProgrammeTerms:
        raise ProgrammeNotInForce(name_zh="补贴", name_en="subsidy", missing="monthly")

    given = {"keyring": desk.keyring, "divisions": desk.divisions, "at": desk.clock()}
    assert rosters.check_parts(desk.tx, lost, **given).refused == 2
    assert rosters.check_parts(desk.tx, lost, **given) is None
    assert list(desk.answers(roster_id).values()) == ["programmes.not_in_force"] * 2
    assert desk.state(roster_id) == "checked"
