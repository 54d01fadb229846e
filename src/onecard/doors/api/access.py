"""Who may call what: the least-privilege table of the API. An operation that is not in the table is nobody's.

Staff need a permission that one of their roles at the agency gives, partners a scope of their agreement. The table is
data, so that one test can walk every operation with every kind of visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onecard.doors.security.errors_visitors import NotForYou, SignInNeeded
from onecard.doors.security.visitors import Partner, Resident, Staff, Terminal, Visitor

Kind = Literal["anybody", "resident", "staff", "partner", "terminal", "signed_in"]


@dataclass(frozen=True, slots=True)
class Who:
    """One kind of visitor; `needs` is the permission (staff) or the scope (partner) that must have been given."""

    kind: Kind
    needs: str = ""


ANYBODY, RESIDENT, TERMINAL, SIGNED_IN = Who("anybody"), Who("resident"), Who("terminal"), Who("signed_in")

ACCESS: Mapping[str, Who] = {
    "describeApi": ANYBODY,
    "listPlaces": ANYBODY,
    "getPlace": ANYBODY,
    "listAlliances": ANYBODY,
    "getBoard": ANYBODY,
    "listProblems": ANYBODY,
    "signInResident": ANYBODY,
    "signInStaff": ANYBODY,
    "issueToken": ANYBODY,
    "getSession": SIGNED_IN,
    "signOut": SIGNED_IN,
    "getMe": RESIDENT,
    "revealMe": RESIDENT,
    "getMyCard": RESIDENT,
    "showMyCode": RESIDENT,
    "listMyUses": RESIDENT,
    "getMyReceipt": RESIDENT,
    "listLooksAtMe": RESIDENT,
    "reportMyCardLost": RESIDENT,
    "cancelMyLossReport": RESIDENT,
    "listMyCredentials": RESIDENT,
    "offerMyCredentials": RESIDENT,
    "withdrawMyCredentials": RESIDENT,
    "findPerson": Who("staff", "residents.find"),
    "revealPerson": Who("staff", "residents.reveal"),
    "reportLossForPerson": Who("staff", "cards.report_loss"),
    "listPoints": Who("staff", "agencies.read"),
    "listPointAnswers": Who("staff", "usage.read_point"),
    "getStatement": Who("staff", "clearing.read"),
    "verifyAccessLog": Who("staff", "sharing.verify_log"),
    "whoAmI": TERMINAL,
    "getCodeKeys": TERMINAL,
    "sendUse": TERMINAL,
    "uploadUses": TERMINAL,
    "checkClaim": Who("partner", "cards.verify"),
    "askForProof": Who("partner", "wallet.ask"),
    "getProof": Who("partner", "wallet.ask"),
}


def admit(operation: str, visitor: Visitor) -> None:
    """Let the visitor through to the operation, or raise the problem that says why not."""
    who = ACCESS.get(operation)
    if who is None:
        raise NotForYou
    if who.kind == "anybody":
        return
    if visitor is None:
        raise SignInNeeded
    if not _is(visitor, who):
        raise NotForYou


def _is(visitor: Visitor, who: Who) -> bool:
    match visitor:
        case Resident():
            return who.kind in ("resident", "signed_in")
        case Staff(permissions=permissions):
            return who.kind == "signed_in" or (who.kind == "staff" and who.needs in permissions)
        case Partner(scopes=scopes):
            return who.kind == "partner" and who.needs in scopes
        case Terminal():
            return who.kind == "terminal"
        case None:
            return False
