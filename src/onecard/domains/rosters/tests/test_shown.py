"""What everybody may read of a roster while its notice runs, and one row's checks as they are now."""

from datetime import date, timedelta

import pytest

from onecard.domains.residents import api as residents
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import CLERK, HEAD, OFFICER, Desk, a_row, terms_of
from onecard.kernel.ids import new_id


def running(desk, **asked):
    return [one.roster_id for one in rosters.public_notices(desk.tx, at=desk.clock(), **asked)]


def checks_of(desk: Desk, roster_id, number):
    roster = rosters.find_roster(desk.tx, roster_id=roster_id, agency_id=CLERK.agency_id)
    project = rosters.find_project(desk.tx, project_id=roster.project_id)
    return rosters.check_again(
        desk.tx, terms_of, roster=roster, project=project, number=number, keyring=desk.keyring,
        divisions=desk.divisions, at=desk.clock(),
    )  # fmt: skip


def test_a_notice_is_shown_from_its_first_to_its_last_moment_and_near_its_place(desk):
    roster_id = desk.checked(2)
    assert running(desk) == []
    desk.post(roster_id)
    assert running(desk) == running(desk, near="51") == running(desk, near="511381") == [roster_id]
    assert running(desk, near="50") == []
    found = rosters.public_notice(desk.tx, roster_id=roster_id, at=desk.clock())
    assert (found.entries, found.amount_fen, found.programme) == (2, 16_000, "disabled_living_allowance")
    last = found.until_at - timedelta(microseconds=1)
    assert rosters.public_notice(desk.tx, roster_id=roster_id, at=last) == found
    for moment in (found.until_at, found.from_at - timedelta(microseconds=1)):
        with pytest.raises(rosters.NoticeUnknown):
            rosters.public_notice(desk.tx, roster_id=roster_id, at=moment)
    with pytest.raises(rosters.NoticeUnknown):
        rosters.public_notice(desk.tx, roster_id=new_id(), at=desk.clock())


def test_a_notice_that_became_void_is_gone_and_each_round_says_what_hung(desk):
    roster_id = desk.checked(2)
    desk.post(roster_id)
    desk.add(roster_id, [a_row(desk.person())])
    assert running(desk) == []
    desk.check()
    desk.clock.move(seconds=1)
    desk.post(roster_id)
    assert running(desk) == [roster_id]
    told = rosters.notices_of(desk.tx, roster_id=roster_id)
    assert [(one.round, one.entries, one.amount_fen) for one in told] == [(1, 2, 16_000), (2, 3, 24_000)]
    rosters.withdraw_roster(desk.tx, roster_id=roster_id, hand=CLERK, at=desk.clock())
    assert running(desk) == []


def test_what_everybody_reads_is_masked_and_comes_page_by_page(desk):
    roster_id = desk.checked(3)
    desk.post(roster_id)
    pages = [
        list(rosters.public_lines(desk.tx, roster_id=roster_id, keyring=desk.keyring, after=after, at_most=2))
        for after in (0, 2, 3)
    ]
    assert [[line.number for line in page] for page in pages] == [[1, 2], [3], []]
    assert {line.name for page in pages for line in page} == {"何*英"}


def test_a_rows_checks_are_told_by_name_and_its_own_entry_does_not_count_against_it(desk):
    roster_id = desk.checked(1)
    told = checks_of(desk, roster_id, 1)
    names = ["identity", "life", "account", "card", "twice", "elsewhere", "exclusive", "rule", "amount"]
    assert [one.name for one in told.checks] == names
    assert all(one.looked_at and one.problem is None for one in told.checks)
    assert (told.name, told.amount_fen, told.unreadable) == ("何*英", 8_000, None)


def test_what_happened_since_is_seen_and_what_comes_after_is_not_reached(desk):
    number = desk.person()
    roster_id = desk.begin()
    desk.add(roster_id, [a_row(number)])
    desk.check()
    residents.record_death(desk.tx, holder_id=desk.holder(number), died_on=date(2026, 11, 1))
    told = checks_of(desk, roster_id, 1).checks
    assert [(one.name, one.problem and one.problem.code) for one in told if one.looked_at] == [
        ("identity", None), ("life", "rosters.deceased"),
    ]  # fmt: skip
    assert [one.name for one in told if not one.looked_at] == [
        "account", "card", "twice", "elsewhere", "exclusive", "rule", "amount",
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_looks_at_nobody(desk):
    roster_id = desk.begin()
    desk.add(roster_id, [a_row("123")])
    desk.check()
    told = checks_of(desk, roster_id, 1)
    assert (told.holder_id, told.checks, told.name) == (None, (), "")
    assert told.unreadable is not None


def test_a_row_beyond_the_last_is_unknown_and_a_forgotten_one_says_so(desk):
    roster_id = desk.checked(1)
    for number in (0, 2, -1, 2**40):
        with pytest.raises(rosters.EntryUnknown):
            checks_of(desk, roster_id, number)
    rosters.withdraw_roster(desk.tx, roster_id=roster_id, hand=CLERK, at=desk.clock())
    rosters.forget_rows(desk.tx, before=desk.clock() + timedelta(days=1))
    with pytest.raises(rosters.RowForgotten):
        checks_of(desk, roster_id, 1)


def test_a_duty_is_told_to_whom_it_belongs_and_rosters_are_found_by_state(desk):
    roster_id = desk.noticed(1)
    assert rosters.duty_of(desk.tx, roster_id=roster_id, hand=CLERK) == "maker"
    assert rosters.duty_of(desk.tx, roster_id=roster_id, hand=HEAD) is None
    desk.approve(roster_id, "township")
    assert rosters.duty_of(desk.tx, roster_id=roster_id, hand=HEAD) == "township"
    found = rosters.rosters_of(desk.tx, agency_id=OFFICER.agency_id, states=["township_approved"])
    assert [one.roster_id for one in found] == [roster_id]
    assert rosters.rosters_of(desk.tx, agency_id=OFFICER.agency_id, states=["checked"]) == []
