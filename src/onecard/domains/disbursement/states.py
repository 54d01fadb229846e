"""The life of a payment line as a table: what a bank's answer means for a line in each state.

    approved → instructed → sent → accepted → paid → returned
                                           ↘ rejected

We instruct and send, an approved line only and once; everything after that is the bank's word. It answers late, twice,
out of order, or not at all. Each case below was decided once and nothing is guessed: an answer that says nothing
certain changes no state, and one that contradicts a final state disputes the line, which then cannot be issued again
until people have cleared it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["approved", "instructed", "sent", "accepted", "paid", "rejected", "returned"]
#: What a bank can say of a line; `unknown` is a state of its knowledge, and never a refusal.
Said = Literal["accepted", "paid", "rejected", "returned", "unknown"]
#: Which way the fen of a line go: fund → on its way, on its way → outside, on its way → fund, outside → fund.
Flow = Literal["set_aside", "pay_out", "take_back", "give_back"]

STATES: tuple[State, ...] = get_args(State)
SAID: tuple[Said, ...] = get_args(Said)
#: With the bank: the money is set aside, and may still be paid.
ON_ITS_WAY: frozenset[State] = frozenset({"instructed", "sent", "accepted"})
#: The money is not with the payee and will not come to her by this line.
HOME: frozenset[State] = frozenset({"rejected", "returned"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer does: the state after it, how the money flows, and whether it leaves doubt or a dispute."""

    state: State
    flows: tuple[Flow, ...] = ()
    doubted: bool = False
    disputed: bool = False


def _stays(*states: State) -> dict[State, Outcome]:
    return {state: Outcome(state) for state in states}


def _leads(to: State, *flows: Flow) -> dict[State, Outcome]:
    return {state: Outcome(to, flows) for state in ("instructed", "sent", "accepted")}


def _disputes(*states: State) -> dict[State, Outcome]:
    return {state: Outcome(state, disputed=True) for state in states}


ANSWERS: Mapping[Said, Mapping[State, Outcome]] = {
    # Overtaken by what is known already.
    "accepted": {**_leads("accepted"), **_stays("paid", "rejected", "returned"), **_disputes("approved")},
    # "Paid" after "returned" is the older news: a return says that it was paid. After "rejected" it is a contradiction.
    "paid": {**_leads("paid", "pay_out"), **_stays("paid", "returned"), **_disputes("approved", "rejected")},
    # A bank gives back what it paid by a return; rejecting it afterwards contradicts.
    "rejected": {
        **_leads("rejected", "take_back"), **_stays("rejected", "returned"), **_disputes("approved", "paid"),
    },
    # A return before its "paid" was read: the payment is written too, so that the account's history is whole.
    "returned": {
        **_leads("returned", "pay_out", "give_back"), "paid": Outcome("returned", ("give_back",)),
        **_stays("rejected", "returned"), **_disputes("approved"),
    },
    "unknown": {
        **{state: Outcome(state, doubted=True) for state in ("instructed", "sent", "accepted")},
        **_stays("approved", "paid", "rejected", "returned"),
    },
}  # fmt: skip


def hear(state: State, said: Said) -> Outcome:
    """What an answer means for a line in this state."""
    return ANSWERS[said][state]
