"""The table of a line's life: every case was decided, and money follows the states."""

import pytest

from onecard.domains.disbursement.states import ANSWERS, HOME, ON_ITS_WAY, SAID, STATES, hear

#: Where the fen of a line in each state stand.
WHERE = {state: "waiting" if state in ON_ITS_WAY else "outside" if state == "paid" else "fund" for state in STATES}
FLOWS = {
    "set_aside": ("fund", "waiting"),
    "pay_out": ("waiting", "outside"),
    "take_back": ("waiting", "fund"),
    "give_back": ("outside", "fund"),
}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("state", STATES)
def test_whatever_a_bank_says_money_ends_where_the_state_says(state, said):
    outcome, place = hear(state, said), WHERE[state]
    for flow in outcome.flows:
        assert FLOWS[flow][0] == place
        place = FLOWS[flow][1]
    assert place == WHERE[outcome.state]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("state", STATES)
def test_the_same_answer_twice_moves_money_once(state, said):
    assert hear(hear(state, said).state, said).flows == ()


@pytest.mark.parametrize("state", STATES)
def test_an_unknown_answer_is_never_a_refusal(state):
    outcome = hear(state, "unknown")
    assert (outcome.state, outcome.flows, outcome.disputed) == (state, (), False)
    assert outcome.doubted == (state in ON_ITS_WAY)


@pytest.mark.parametrize("state", sorted(HOME))
@pytest.mark.parametrize("said", SAID)
def test_what_is_home_never_leaves_again_by_an_answer(state, said):
    assert hear(state, said).state == state


def test_contradictions_are_disputed_and_nothing_else_is():
    told = {(said, state) for said in SAID for state in STATES if hear(state, said).disputed}
    unsent = {(said, "approved") for said in SAID if said != "unknown"}
    assert told == unsent | {("paid", "rejected"), ("rejected", "paid")}


def test_every_answer_has_an_outcome_in_every_state():
    assert {said: set(ways) for said, ways in ANSWERS.items()} == {said: set(STATES) for said in SAID}
