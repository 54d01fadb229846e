"""The life of a delegation as a table: asked → active | declined; what is asked or active ends.

A question lapses and a delegation ends by themselves: whoever reads a state reads it through `effective_state`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, get_args

from onecard.domains.delegations.errors import DelegationNotInForce

State = Literal["asked", "active", "declined", "ended"]
Move = Literal["accept", "decline", "end"]
STATES: tuple[State, ...] = get_args(State)
OPEN: frozenset[State] = frozenset({"asked", "active"})

TABLE: Mapping[Move, Mapping[State, State]] = {
    "accept": {"asked": "active"},
    "decline": {"asked": "declined"},
    "end": {"asked": "ended", "active": "ended"},
}


def effective_state(state: State, ends_at: datetime, at: datetime) -> State:
    """The state at an instant: from its end on a question is over as a delegation is."""
    return "ended" if state in OPEN and at >= ends_at else state


def next_state(state: State, move: Move) -> State:
    """Where a move leads from an effective state; DelegationNotInForce where the table has no such way."""
    to = TABLE[move].get(state)
    if to is None:
        raise DelegationNotInForce(state)
    return to
