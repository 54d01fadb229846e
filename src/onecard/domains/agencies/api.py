"""Organisations, acceptance points, staff and partners.

`register_agencies`, `register_points` by the column; `check_staff_sign_in` returns the staff member or the problem.
"""

from onecard.domains.agencies.errors import (
    PartnerKeyNotPublic,
    PartnerOfAnother,
    PasswordTooWeak,
    RoleUnknown,
    SignInLocked,
    SignInNameTaken,
    SignInRefused,
)
from onecard.domains.agencies.models import Agency, AgencyKind, Enrolment, NewPoint, Partner, Point, PointState, Staff
from onecard.domains.agencies.roles import ROLES, SCOPES, permissions_of, reach_of
from onecard.domains.agencies.service import (
    change_point_state,
    change_terminal_key,
    find_agencies,
    find_partner,
    find_points,
    list_agencies,
    points_of,
    register_agencies,
    register_partner,
    register_points,
    revoke_partner,
)
from onecard.domains.agencies.staff import (
    check_staff_sign_in,
    create_staff,
    find_staff,
    find_staff_by_name,
    leave,
    reseal,
    staff_of,
)

__all__ = [
    "ROLES",
    "SCOPES",
    "Agency",
    "AgencyKind",
    "Enrolment",
    "NewPoint",
    "Partner",
    "PartnerKeyNotPublic",
    "PartnerOfAnother",
    "PasswordTooWeak",
    "Point",
    "PointState",
    "RoleUnknown",
    "SignInLocked",
    "SignInNameTaken",
    "SignInRefused",
    "Staff",
    "change_point_state",
    "change_terminal_key",
    "check_staff_sign_in",
    "create_staff",
    "find_agencies",
    "find_partner",
    "find_points",
    "find_staff",
    "find_staff_by_name",
    "leave",
    "list_agencies",
    "permissions_of",
    "points_of",
    "reach_of",
    "register_agencies",
    "register_partner",
    "register_points",
    "reseal",
    "revoke_partner",
    "staff_of",
]
