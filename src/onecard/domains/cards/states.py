"""The life of a physical card as a table: which move leads from which state to which.

    applied → produced → delivered → active ⇄ temporarily_lost → lost → replaced | cancelled

A temporary loss lapses by itself: whoever reads a state reads it through `effective_state`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, get_args

from onecard.domains.cards.errors import CardMoveRefused, FormalLossStands

State = Literal["applied", "produced", "delivered", "active", "temporarily_lost", "lost", "replaced", "cancelled"]
Move = Literal[
    "produce", "deliver", "activate", "report_temporary_loss", "report_formal_loss", "cancel_loss", "replace", "cancel"
]

STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[Move, ...] = get_args(Move)
#: One of these a person at most.
VALID: frozenset[State] = frozenset({"active", "temporarily_lost", "lost"})
#: On its way to its holder, and one of these a person at most: it may stand beside a valid card that it will replace.
ON_ITS_WAY: frozenset[State] = frozenset({"applied", "produced", "delivered"})
FINAL: frozenset[State] = frozenset({"replaced", "cancelled"})
#: Whoever finds the card in one of these gets nothing for it.
STOPPED: frozenset[State] = FINAL | {"temporarily_lost", "lost"}

TABLE: Mapping[Move, Mapping[State, State]] = {
    "produce": {"applied": "produced"},
    "deliver": {"produced": "delivered"},
    "activate": {"delivered": "active"},
    "report_temporary_loss": {"active": "temporarily_lost"},
    "report_formal_loss": {"active": "lost", "temporarily_lost": "lost"},
    "cancel_loss": {"temporarily_lost": "active", "lost": "active"},
    "replace": {"active": "replaced", "temporarily_lost": "replaced", "lost": "replaced"},
    "cancel": {state: "cancelled" for state in STATES if state not in FINAL},
}


def effective_state(state: State, state_until: datetime | None, at: datetime) -> State:
    """The state at an instant: a temporary loss is over from its end on."""
    lapsed = state == "temporarily_lost" and state_until is not None and at >= state_until
    return "active" if lapsed else state


def next_state(state: State, move: Move, *, unhang_after_formal: bool = False) -> State:
    """Where a move leads from an effective state; CardMoveRefused where the table has no such way.

    Whether a formal loss may be cancelled differs by place, so the rulebook's answer comes in.
    """
    if move == "cancel_loss" and state == "lost" and not unhang_after_formal:
        raise FormalLossStands
    to = TABLE[move].get(state)
    if to is None:
        raise CardMoveRefused(state=state, move=move)
    return to


def counts_from(state: State, since: datetime, to: State, at: datetime) -> datetime:
    """From when the state after a move made at `at` counts.

    A stopped card stays stopped from the first report on: were a formal report or a replacement to begin anew, what a
    finder tapped offline between the two would be honoured when it is uploaded.
    """
    return since if {state, to} <= STOPPED else at
