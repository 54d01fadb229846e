"""The electronic card: `issue_ecards` by the column, `show_code`, `check_password` (returns the e-card or the problem).

An e-card follows the physical card: while that is lost or locked, no code is shown.
"""

from onecard.domains.ecards.errors import (
    EcardExists,
    EcardStopped,
    EcardUnknown,
    PasswordTooSimple,
    PasswordWrong,
    PhysicalCardStops,
    SignInLocked,
    SignInRefused,
)
from onecard.domains.ecards.models import Code, Ecard, EcardState, Level, NewEcard
from onecard.domains.ecards.passwords import check_password, set_password
from onecard.domains.ecards.service import ecard_of, follow_card, issue_ecards, roll_up, show_code, sign_code

__all__ = [
    "Code",
    "Ecard",
    "EcardExists",
    "EcardState",
    "EcardStopped",
    "EcardUnknown",
    "Level",
    "NewEcard",
    "PasswordTooSimple",
    "PasswordWrong",
    "PhysicalCardStops",
    "SignInLocked",
    "SignInRefused",
    "check_password",
    "ecard_of",
    "follow_card",
    "issue_ecards",
    "roll_up",
    "set_password",
    "show_code",
    "sign_code",
]
