"""Invented clerks, approvers and objectors in any order, against a plain model: quota, people and money add up."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from onecard.domains.disbursement import api as pay
from onecard.domains.rosters import api as rosters
from onecard.domains.rosters.tests.conftest import DUE, FINANCE, OFFICER, TOWNSHIP, Desk, a_row

#: Whatever can still change.
OPEN = ("taken", "checked", "on_notice", "township_approved", "department_approved", "approved")
#: Anybody may try anything, for each of the agencies.
PEOPLE = ("ann", "bo", "cai", "du", "er")
QUOTA = 5


@dataclass
class Known:
    """What the model knows of one roster: who did what, what was on notice, and how each entry stands."""

    duties: dict[str, str] = field(default_factory=dict)
    state: str = "taken"
    entries: dict[int, str] = field(default_factory=dict)
    rows: int = 0


class Rosters(RuleBasedStateMachine):
    """Two rosters of one project whose quota is too small for everybody."""

    desk: Desk
    agencies: dict[str, UUID]
    numbers: list[str]

    @initialize()
    def begin(self) -> None:
        self.desk.tx.execute("savepoint invented")
        self.project = self.desk.project(quota_fen=QUOTA * DUE, quota_entries=QUOTA)
        self.known: dict[UUID, Known] = {}
        for _ in range(2):
            roster_id = self.desk.begin(self.project, self.hand("ann", "township"))
            self.known[roster_id] = Known(duties={"ann": "maker"})

    def hand(self, who: str, agency: str) -> rosters.Hand:
        return rosters.Hand(f"staff {who}", self.agencies[agency])

    def may(self, known: Known, who: str, duty: str) -> bool:
        return known.duties.get(who, duty) == duty

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), many=st.integers(1, 3))
    def add(self, data: st.DataObject, who: str, many: int) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        people = [data.draw(st.sampled_from(self.numbers)) for _ in range(many)]
        allowed = known.state not in ("handed_over", "withdrawn") and self.may(known, who, "maker")
        self.desk.tx.execute("savepoint tried")
        try:
            self.desk.add(roster_id, [a_row(number) for number in people], self.hand(who, "township"))
        except (rosters.RosterMoveRefused, rosters.DutyTaken):
            assert not allowed
            self.desk.tx.execute("rollback to savepoint tried")
            return
        assert allowed
        known.duties[who] = "maker"
        self.desk.check()
        known.state = "checked"
        known.rows += many
        self.entries_of(roster_id)

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def post(self, data: st.DataObject, who: str) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        stands = "standing" in known.entries.values()
        allowed = known.state == "checked" and stands and self.may(known, who, "maker")
        self.attempt(allowed, lambda: self.desk.post(roster_id, self.hand(who, "township")))
        if allowed:
            known.duties[who], known.state = "maker", "on_notice"

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        if self.desk.clock().toordinal() + days < self.project.closes_on.toordinal():
            self.desk.clock.move(days=days)

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), level=st.sampled_from(rosters.LEVELS))
    def approve(self, data: st.DataObject, who: str, level: rosters.Level) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        before = ("on_notice", "township_approved", "department_approved")[rosters.LEVELS.index(level)]
        until = self.desk.progress(roster_id).notice_until
        over = until is not None and self.desk.clock() >= until
        stands = "standing" in known.entries.values()
        allowed = known.state == before and over and stands and self.may(known, who, level)
        self.attempt(allowed, lambda: self.desk.approve(roster_id, level, self.hand(who, level)))
        if allowed:
            known.duties[who] = level
            known.state = {"township": "township_approved", "department": "department_approved"}.get(level, "approved")

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), level=st.sampled_from(rosters.LEVELS))
    def send_back(self, data: st.DataObject, who: str, level: rosters.Level) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        noticed = ("on_notice", "township_approved", "department_approved", "approved")
        allowed = known.state in noticed and self.may(known, who, level)
        self.attempt(
            allowed,
            lambda: rosters.send_back(
                self.desk.tx, roster_id=roster_id, level=level, hand=self.hand(who, level), reason="other",
                at=self.desk.clock(),
            ),
        )  # fmt: skip
        if allowed:
            known.duties[who], known.state = level, "checked"

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def object_to(self, data: st.DataObject, who: str) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        if not known.entries:
            return
        number = data.draw(st.sampled_from(sorted(known.entries)))
        allowed = known.entries[number] in ("standing", "held")
        self.attempt(
            allowed,
            lambda: rosters.object_to_entry(
                self.desk.tx, roster_id=roster_id, number=number, ground="other", hand=self.hand(who, "township"),
                at=self.desk.clock(),
            ),
        )  # fmt: skip
        self.entries_of(roster_id)

    @rule(data=st.data(), upheld=st.booleans())
    def settle(self, data: st.DataObject, upheld: bool) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        held = [number for number, state in known.entries.items() if state == "held"]
        if held:
            number = data.draw(st.sampled_from(held))
            rosters.settle_objection(
                self.desk.tx, roster_id=roster_id, number=number, outcome="upheld" if upheld else "unfounded",
                hand=OFFICER, at=self.desk.clock(),
            )  # fmt: skip
            self.entries_of(roster_id)
            assert known.entries[number] == ("dropped" if upheld else "standing")

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def drop(self, data: st.DataObject, who: str) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        if not known.entries:
            return
        number = data.draw(st.sampled_from(sorted(known.entries)))
        allowed = known.state in OPEN and known.entries[number] == "standing" and self.may(known, who, "maker")
        self.attempt(
            allowed,
            lambda: rosters.drop_entry(
                self.desk.tx, roster_id=roster_id, number=number, hand=self.hand(who, "township"), at=self.desk.clock()
            ),
        )
        if allowed:
            known.duties[who] = "maker"
            self.entries_of(roster_id)
            assert known.entries[number] == "dropped"

    @rule(data=st.data(), who=st.sampled_from(PEOPLE), really=st.integers(0, 3))
    def withdraw(self, data: st.DataObject, who: str, really: int) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        if really:  # once in four: what was withdrawn is of no further interest
            return
        allowed = known.state in OPEN and self.may(known, who, "maker")
        self.attempt(
            allowed,
            lambda: rosters.withdraw_roster(
                self.desk.tx, roster_id=roster_id, hand=self.hand(who, "township"), at=self.desk.clock()
            ),
        )
        if allowed:
            known.duties[who], known.state = "maker", "withdrawn"
            self.entries_of(roster_id)
            assert set(known.entries.values()) <= {"dropped"}

    @rule(data=st.data(), who=st.sampled_from(PEOPLE))
    def hand_over(self, data: st.DataObject, who: str) -> None:
        roster_id, known = data.draw(st.sampled_from(list(self.known.items())))
        stands = [number for number, state in known.entries.items() if state == "standing"]
        allowed = known.state in ("approved", "handed_over") and bool(stands) and self.may(known, who, "finance")
        self.attempt(allowed, lambda: self.desk.hand_over(roster_id, self.hand(who, "finance")))
        if allowed:
            known.duties[who], known.state = "finance", "handed_over"
            self.entries_of(roster_id)
            assert all(known.entries[number] == "handed_over" for number in stands)

    def attempt(self, allowed: bool, verb: Any) -> None:
        """A verb does what the model says, or is refused and changes nothing."""
        self.desk.tx.execute("savepoint tried")
        try:
            verb()
        except (
            rosters.RosterMoveRefused, rosters.DutyTaken, rosters.NoticeRuns, rosters.NothingStands,
            rosters.EntryMoveRefused,
        ):  # fmt: skip
            assert not allowed
            self.desk.tx.execute("rollback to savepoint tried")
        else:
            assert allowed

    def entries_of(self, roster_id: UUID) -> None:
        """Look how each entry stands; none may appear that no row asked for."""
        found = {one.number: str(one.state) for one in self.desk.entries(roster_id)}
        assert set(found) <= set(range(1, self.known[roster_id].rows + 1))
        self.known[roster_id].entries = found

    @invariant()
    def the_state_is_the_models(self) -> None:
        for roster_id, known in self.known.items():
            assert self.desk.state(roster_id) == known.state

    @invariant()
    def the_quota_is_what_stands(self) -> None:
        used = sum(state != "dropped" for known in self.known.values() for state in known.entries.values())
        now = self.desk.now(self.project)
        assert (now.used_entries, now.used_fen) == (used, used * DUE)
        assert used <= QUOTA
        assert self.desk.broken() == []

    @invariant()
    def nobody_is_with_payment_twice_and_nothing_is_that_was_not_approved(self) -> None:
        batches = pay.batches_of(self.desk.tx, agency_id=FINANCE)
        paid = [line.holder_id for one in batches for line in pay.lines_of(self.desk.tx, batch_id=one.batch_id)]
        assert len(paid) == len(set(paid))
        handed = sum(state == "handed_over" for known in self.known.values() for state in known.entries.values())
        assert len(paid) == handed

    def teardown(self) -> None:
        self.desk.tx.execute("rollback to savepoint invented")


@pytest.mark.slow
def test_whoever_tries_whatever_quota_people_and_money_add_up(desk: Desk) -> None:
    start = desk.clock.at
    Rosters.desk, Rosters.numbers = desk, [desk.person() for _ in range(7)]
    Rosters.agencies = {
        "township": TOWNSHIP, "department": OFFICER.agency_id, "finance": FINANCE,
    }  # fmt: skip

    class Fresh(Rosters):
        def __init__(self) -> None:
            super().__init__()
            desk.clock.at = start

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=50, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
