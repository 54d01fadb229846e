"""The electronic card: `issue_ecard` at a counter or by a channel, `show_code`, `check_password` (e-card or problem).

An e-card follows the physical card: while that is lost or locked, no code is shown. Its life stands in `life`, the
programs that show it in `channels`, a forgotten password in `resets`, and what happened to it in `events`.
"""

from onecard.domains.ecards.channels import channels_of, link_channel, require_channel, unlink_channel
from onecard.domains.ecards.errors import (
    BankHalfInactive,
    ChannelUnknown,
    EcardExists,
    EcardStopped,
    EcardUnknown,
    HandoverGone,
    LevelNotAsked,
    LevelReached,
    PasswordTooSimple,
    PasswordWrong,
    PhysicalCardStops,
    ResetRefused,
    SignInLocked,
    SignInRefused,
)
from onecard.domains.ecards.events import events_before, write_event
from onecard.domains.ecards.handovers import (
    Handover,
    HandoverAsked,
    approve_handover,
    begin_handover,
    find_handover,
    sweep_handovers,
    take_handover,
)
from onecard.domains.ecards.life import (
    ask_level_two,
    cancel_ecard,
    confirm_level_two,
    effective_state,
    issue_ecard,
    resume_ecard,
    suspend_ecard,
)
from onecard.domains.ecards.models import Channel, CheckIn, Code, Doer, Ecard, EcardEvent, EcardState, Level, NewEcard
from onecard.domains.ecards.passwords import change_password, check_password, replace_password, set_password
from onecard.domains.ecards.queues import (
    Ticket,
    call_next,
    find_ticket,
    leave_queue,
    take_ticket,
    tickets_at,
)
from onecard.domains.ecards.resets import Message, ask_reset, reset_password, take_messages
from onecard.domains.ecards.service import ecard_of, issue_ecards, roll_up, show_code, sign_code
from onecard.domains.ecards.visits import check_in, check_ins_at, find_check_in

__all__ = [
    "BankHalfInactive",
    "Channel",
    "ChannelUnknown",
    "CheckIn",
    "Code",
    "Doer",
    "Ecard",
    "EcardEvent",
    "EcardExists",
    "EcardState",
    "EcardStopped",
    "EcardUnknown",
    "Handover",
    "HandoverAsked",
    "HandoverGone",
    "Level",
    "LevelNotAsked",
    "LevelReached",
    "Message",
    "NewEcard",
    "PasswordTooSimple",
    "PasswordWrong",
    "PhysicalCardStops",
    "ResetRefused",
    "SignInLocked",
    "SignInRefused",
    "Ticket",
    "approve_handover",
    "ask_level_two",
    "ask_reset",
    "begin_handover",
    "call_next",
    "cancel_ecard",
    "change_password",
    "channels_of",
    "check_in",
    "check_ins_at",
    "check_password",
    "confirm_level_two",
    "ecard_of",
    "effective_state",
    "events_before",
    "find_check_in",
    "find_handover",
    "find_ticket",
    "issue_ecard",
    "issue_ecards",
    "leave_queue",
    "link_channel",
    "replace_password",
    "require_channel",
    "reset_password",
    "resume_ecard",
    "roll_up",
    "set_password",
    "show_code",
    "sign_code",
    "suspend_ecard",
    "sweep_handovers",
    "take_handover",
    "take_messages",
    "take_ticket",
    "tickets_at",
    "unlink_channel",
    "write_event",
]
