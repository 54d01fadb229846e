"""The life of a roster as a table: which move leads from which state to which.

    taken → checked → on_notice → township_approved → department_approved → approved → handed_over

Further rows lead back to `taken` from anywhere before the hand-over, and an approver may send a roster back to
`checked`; both void its notice and its approvals, and a new round begins. What takes something away (an objection that
is upheld, an entry withdrawn) changes no state: nothing is paid that was not approved.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from onecard.domains.rosters.errors import RosterMoveRefused

State = Literal[
    "taken", "checked", "on_notice", "township_approved", "department_approved", "approved", "handed_over", "withdrawn"
]
Move = Literal[
    "add", "check", "post", "approve_township", "approve_department", "approve_finance", "send_back", "hand_over",
    "withdraw",
]  # fmt: skip
Level = Literal["township", "department", "finance"]

STATES: tuple[State, ...] = get_args(State)
MOVES: tuple[Move, ...] = get_args(Move)
LEVELS: tuple[Level, ...] = get_args(Level)
#: Nothing was handed over yet, so it may still change.
OPEN: tuple[State, ...] = ("taken", "checked", "on_notice", "township_approved", "department_approved", "approved")
#: On notice or beyond it: what leads back from here begins a new round.
NOTICED: frozenset[State] = frozenset(OPEN[2:])

TABLE: Mapping[Move, Mapping[State, State]] = {
    "add": dict.fromkeys(OPEN, "taken"),
    "check": {"taken": "checked"},
    "post": {"checked": "on_notice"},
    "approve_township": {"on_notice": "township_approved"},
    "approve_department": {"township_approved": "department_approved"},
    "approve_finance": {"department_approved": "approved"},
    "send_back": dict.fromkeys(OPEN[2:], "checked"),
    "hand_over": {"approved": "handed_over", "handed_over": "handed_over"},
    "withdraw": dict.fromkeys(OPEN, "withdrawn"),
}
_APPROVES: Mapping[Level, Move] = {
    "township": "approve_township", "department": "approve_department", "finance": "approve_finance",
}  # fmt: skip


def next_state(state: State, move: Move) -> State:
    """Where a move leads; RosterMoveRefused where the table has no such way."""
    to = TABLE[move].get(state)
    if to is None:
        raise RosterMoveRefused(state_zh=STATE_WORDS[state][0], state_en=STATE_WORDS[state][1], move=move)
    return to


def approving(level: Level) -> Move:
    """The move by which a level approves."""
    return _APPROVES[level]


def next_round(state: State, move: Move, this: int) -> int:
    """The round after a move: a new one where a notice was out."""
    return this + (move in ("add", "send_back") and state in NOTICED)


#: What a person is told: (中文, English).
STATE_WORDS: Mapping[State, tuple[str, str]] = {
    "taken": ("正在核验", "being checked"),
    "checked": ("已核验，待公示", "checked; its notice comes next"),
    "on_notice": ("公示中，期满后由乡镇审批", "on public notice; the township approves when it is over"),
    "township_approved": ("乡镇已审批，待部门审批", "approved by the township; the department comes next"),
    "department_approved": ("部门已审批，待财政审批", "approved by the department; finance comes next"),
    "approved": ("已审批，待转发放", "approved; to be handed over to payment"),
    "handed_over": ("已转发放", "handed over to payment"),
    "withdrawn": ("已撤回", "withdrawn"),
}
