"""Cases by hand: silence is told before anything else, and no month is lost over a suspension."""

from datetime import date, timedelta

import pytest

from onecard.domains.cards import api as cards
from onecard.domains.entitlements import api as entitlements
from onecard.domains.entitlements.tests.conftest import Office

GRANTED = date(2026, 11, 23)
UNTIL = date(2027, 11, 23)


def test_who_is_granted_is_confirmed_for_a_year_and_left_in_peace(office: Office) -> None:
    who = office.entitled()
    assert office.of(who).valid_until == UNTIL
    assert office.days(GRANTED, date(2027, 9, 20), step=30) == []
    assert (office.of(who).state, office.history(who)) == ("in_payment", ["granted"])


def test_silence_is_told_reminded_and_only_then_suspends(office: Office) -> None:
    who = office.entitled()
    moves = office.days(date(2027, 9, 20), date(2028, 1, 31))
    assert [one.what for one in moves] == ["noticed", "reminded", "reminded", "reminded", "suspended"]
    found = office.of(who)
    assert found.state == "suspended"
    assert found.noticed_on == UNTIL - timedelta(days=60)
    assert found.state_since.date() == found.noticed_on + timedelta(days=90)


def test_the_oldest_are_offered_a_visit_and_given_time_for_it(office: Office) -> None:
    who = office.entitled(born=date(1940, 1, 1))
    office.days(date(2027, 9, 20), date(2027, 10, 30))
    assert office.of(who).visit_offered_on == date(2027, 10, 24)
    late = office.person(born=date(1940, 1, 2))
    office.on(date(2027, 10, 30)).grant([late.holder_id])
    assert office.of(late).visit_offered_on is None


def test_a_run_on_the_same_day_again_does_nothing(office: Office) -> None:
    office.entitled()
    assert [one.what for one in office.on(date(2027, 9, 24)).run()] == ["noticed"]
    assert office.run() == []


def test_a_service_at_a_counter_and_uses_of_the_card_confirm_silently(office: Office, owner_tx) -> None:
    who = office.entitled()
    add_uses(owner_tx, who.holder_id, ["2027-08-01", "2027-08-02"], medium="c")
    office.on(date(2027, 9, 1))
    with office.database.writing() as tx:
        cards.give_pin(
            tx, holder_id=who.holder_id, half="social", keyring=office.keyring, at=office.clock(), actor="staff 7"
        )
    moves = office.on(date(2027, 9, 24)).run()
    assert [one.what for one in moves] == ["confirmed"]
    found = office.of(who)
    assert (found.confirmed_on, found.confirmed_by) == (date(2027, 9, 1), "service_visit")
    assert found.valid_until == date(2028, 9, 1)


def test_one_use_of_the_card_is_not_enough_and_a_code_never_counts(office: Office, owner_tx) -> None:
    who = office.entitled()
    add_uses(owner_tx, who.holder_id, ["2027-08-01"], medium="c")
    add_uses(owner_tx, who.holder_id, [f"2027-08-{day:02d}" for day in range(2, 20)], medium="e")
    assert [one.what for one in office.on(date(2027, 9, 24)).run()] == ["noticed"]


def test_evidence_older_than_its_rule_does_not_count(office: Office, owner_tx) -> None:
    who = office.entitled()
    add_uses(owner_tx, who.holder_id, ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"], medium="c")
    assert [one.what for one in office.on(date(2027, 9, 24)).run()] == ["noticed"]


def test_restoring_pays_every_missed_month_once_and_in_full(office: Office) -> None:
    who = office.entitled()
    for month in range(11, 13):
        office.month(date(2026, month, 1))
        office.on(date(2026, 12, 5))
    for month in range(1, 13):
        office.on(date(2027, month, 2)).month(date(2027, month, 1))
        office.days(date(2027, month, 3), date(2027, month, 28))
    assert office.of(who).state == "suspended"
    for month in range(1, 5):
        office.on(date(2028, month, 2)).month(date(2028, month, 1))
    assert office.of(who).state == "suspended"
    assert office.months(who)[-1] == date(2027, 12, 1)
    office.on(date(2028, 4, 20))
    [move] = office.do(entitlements.confirm_seen, who, reference="窗口 3", actor="staff 7")
    assert (move.what, move.facts["months"], move.facts["amount_fen"]) == ("restored", 4, 4 * 14_300)
    assert len(office.months(who)) == len(set(office.months(who))) == 18
    assert office.of(who).state == "in_payment"
    assert office.do(entitlements.confirm_seen, who, reference="窗口 3", actor="staff 7") == []


def test_a_failed_face_changes_nothing_and_stands_in_the_history(office: Office) -> None:
    who = office.entitled()
    office.on(date(2027, 9, 24)).run()
    for _ in range(5):
        answer = office.do(entitlements.hear_face, who, matched=False, reference="比对 1", actor="partner 1")
        assert answer == []
    assert office.of(who).state == "noticed"
    assert office.history(who)[-5:] == ["face_failed"] * 5
    [move] = office.do(entitlements.hear_face, who, matched=True, reference="比对 2", actor="partner 1")
    assert (move.what, office.of(who).confirmed_by) == ("confirmed", "face_match")


def test_self_service_needs_level_two(office: Office) -> None:
    who = office.entitled(level=1)
    with pytest.raises(entitlements.LevelTwoNeeded):
        office.do(entitlements.confirm_self, who)


def test_a_home_visit_takes_two_different_members_of_staff(office: Office) -> None:
    who = office.entitled(born=date(1930, 1, 1))
    office.on(date(2027, 9, 30))
    visit = {"day": date(2027, 9, 29), "reference": "上门 1", "actor": "staff 1"}
    with pytest.raises(entitlements.TwoStaffNeeded):
        office.do(entitlements.confirm_visited, who, visitors=["wang", "Wang "], **visit)
    with pytest.raises(entitlements.EvidenceDayImpossible):
        office.do(entitlements.confirm_visited, who, visitors=["wang", "li"], **(visit | {"day": date(2027, 10, 1)}))
    [move] = office.do(entitlements.confirm_visited, who, visitors=["wang", "li"], **visit)
    assert (move.what, move.facts["day"]) == ("confirmed", date(2027, 9, 29))


def test_nobody_confirms_what_nobody_has(office: Office) -> None:
    with pytest.raises(entitlements.NotEntitled):
        office.do(entitlements.confirm_self, office.person())


def test_who_is_entitled_already_is_not_entitled_twice(office: Office) -> None:
    who = office.entitled()
    assert office.grant([who.holder_id], fen=99_900) == 0
    assert office.of(who).monthly_fen == 14_300


def test_death_stops_from_the_next_month_and_finds_what_was_paid_too_much(office: Office, owner_tx) -> None:
    who = office.entitled()
    for month in (11, 12):
        office.month(date(2026, month, 1))
    office.on(date(2027, 1, 2)).month(date(2027, 1, 1))
    owner_tx.execute("update entitlements.due set batch_id = gen_random_uuid() where month <= '2027-01-01'")
    office.on(date(2027, 1, 25)).month(date(2027, 2, 1))
    assert office.on(date(2027, 2, 10)).dies(who, date(2026, 12, 30)) == 14_300
    found = office.of(who)
    assert (found.state, found.stopped_from, found.stop_reason) == ("stopped", date(2027, 1, 1), "died")
    assert [one.month for one in office.dues(who) if one.withdrawn_at] == [date(2027, 2, 1)]
    with office.database.reading() as tx:
        [overpaid] = entitlements.overpaid_of(tx, holder_id=who.holder_id)
    assert (overpaid.month, overpaid.amount_fen) == (date(2027, 1, 1), 14_300)
    assert office.dies(who, date(2026, 12, 30)) == 0
    with pytest.raises(entitlements.EntitlementStopped):
        office.do(entitlements.confirm_self, who)


def test_months_missed_before_a_death_are_owed(office: Office) -> None:
    who = office.entitled()
    for month in (11, 12):
        office.month(date(2026, month, 1))
    office.days(date(2027, 9, 20), date(2028, 1, 31))
    office.on(date(2028, 2, 2)).month(date(2028, 2, 1))
    assert len(office.months(who)) == 2
    office.dies(who, date(2028, 1, 15))
    assert office.months(who)[-1] == date(2028, 1, 1)
    assert len(office.months(who)) == 15


def test_a_month_far_ahead_is_not_opened(office: Office) -> None:
    with office.database.writing() as tx, pytest.raises(entitlements.MonthImpossible):
        entitlements.open_month(tx, programme="resident_pension", month=date(2027, 2, 1), at=office.clock())


def add_uses(owner_tx, holder_id, days: list[str], *, medium: str) -> None:
    """Uses as the use path writes them."""
    for day in days:
        owner_tx.execute("select kernel.ensure_all_months(%s::date, %s::date)", (day, day))
        owner_tx.execute(
            "insert into usage.use (holder_id, happened_at, use_id, point_id, sequence, scene, medium, issuer,"
            " division, price_fen, paid_fen, reasons, recorded_at) values (%s, %s::timestamptz, gen_random_uuid(),"
            " gen_random_uuid(), 1, 'transit', %s, 51, 511381, 0, 0, '[]', now())",
            (holder_id, f"{day} 09:00+08", medium),
        )
