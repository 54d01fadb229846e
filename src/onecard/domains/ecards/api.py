"""The electronic card: `issue_ecards` by the column, `show_code`, `check_password` (returns the e-card or the problem).

`enrol_phone` and `print_code` make what carries codes for days, `revoke_carrier` stops it, `revocation_list` is what
gates are told.

An e-card follows the physical card: while that is lost or locked, no code is shown.
"""

from onecard.domains.ecards.carriers import (
    carriers_of,
    enrol_phone,
    print_code,
    prune_revoked,
    revocation_list,
    revoke_carrier,
    revoke_carriers,
    show_print,
    standing_carriers,
)
from onecard.domains.ecards.errors import (
    CarrierUnknown,
    EcardExists,
    EcardStopped,
    EcardUnknown,
    PasswordTooSimple,
    PasswordWrong,
    PhoneKeyMalformed,
    PhysicalCardStops,
    SignInLocked,
    SignInRefused,
    TooManyPhones,
)
from onecard.domains.ecards.models import (
    Carrier,
    CarrierKind,
    CarrierTerms,
    Code,
    Ecard,
    EcardState,
    EnrolledPhone,
    Level,
    NewEcard,
    RevokeReason,
)
from onecard.domains.ecards.passwords import check_password, set_password
from onecard.domains.ecards.service import ecard_of, follow_card, issue_ecards, roll_up, show_code, sign_code

__all__ = [
    "Carrier",
    "CarrierKind",
    "CarrierTerms",
    "CarrierUnknown",
    "Code",
    "Ecard",
    "EcardExists",
    "EcardState",
    "EcardStopped",
    "EcardUnknown",
    "EnrolledPhone",
    "Level",
    "NewEcard",
    "PasswordTooSimple",
    "PasswordWrong",
    "PhoneKeyMalformed",
    "PhysicalCardStops",
    "RevokeReason",
    "SignInLocked",
    "SignInRefused",
    "TooManyPhones",
    "carriers_of",
    "check_password",
    "ecard_of",
    "enrol_phone",
    "follow_card",
    "issue_ecards",
    "print_code",
    "prune_revoked",
    "revocation_list",
    "revoke_carrier",
    "revoke_carriers",
    "roll_up",
    "set_password",
    "show_code",
    "show_print",
    "sign_code",
    "standing_carriers",
]
