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
    "estimatePension": ANYBODY,
    "findGrants": ANYBODY,
    "adjustPension": ANYBODY,
    "findPayingPlace": ANYBODY,
    "getRevocations": ANYBODY,
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
    "getMyEcard": RESIDENT,
    "changeMyPassword": RESIDENT,
    "askLevelTwo": RESIDENT,
    "unlinkMyChannel": RESIDENT,
    "stopMyEcard": RESIDENT,
    "resumeMyEcard": RESIDENT,
    "cancelMyEcard": RESIDENT,
    "askPasswordReset": ANYBODY,
    "resetPassword": ANYBODY,
    "listMyRecord": RESIDENT,
    "objectToEntry": RESIDENT,
    "listMyObjections": RESIDENT,
    "exportMyRecord": RESIDENT,
    "reportMyCardLost": RESIDENT,
    "cancelMyLossReport": RESIDENT,
    "listMyHalves": RESIDENT,
    "lockMyHalf": RESIDENT,
    "unlockMyHalf": RESIDENT,
    "changeMyPin": RESIDENT,
    "listMyEntitlements": RESIDENT,
    "confirmMyLife": RESIDENT,
    "findEntitlements": Who("staff", "entitlements.confirm"),
    "confirmLifeAtCounter": Who("staff", "entitlements.confirm"),
    "confirmLifeAtHome": Who("staff", "entitlements.confirm"),
    "listMyFamily": RESIDENT,
    "askDelegation": RESIDENT,
    "offerDelegation": RESIDENT,
    "acceptDelegation": RESIDENT,
    "declineDelegation": RESIDENT,
    "changeDelegation": RESIDENT,
    "endDelegation": RESIDENT,
    "showCodeFor": RESIDENT,
    "reportLossFor": RESIDENT,
    "getRecordFor": RESIDENT,
    "listUsesFor": RESIDENT,
    "listFamilyActs": RESIDENT,
    "findDelegations": Who("staff", "delegations.read"),
    "registerDelegation": Who("staff", "delegations.register"),
    "endDelegationForPerson": Who("staff", "delegations.end"),
    "listMyCredentials": RESIDENT,
    "offerMyCredentials": RESIDENT,
    "withdrawMyCredentials": RESIDENT,
    "listMyConsents": RESIDENT,
    "withdrawMyConsent": RESIDENT,
    "findPerson": Who("staff", "residents.find"),
    "revealPerson": Who("staff", "residents.reveal"),
    "reportLossForPerson": Who("staff", "cards.report_loss"),
    "findHalves": Who("staff", "cards.change_half"),
    "activateHalfForPerson": Who("staff", "cards.change_half"),
    "lockHalfForPerson": Who("staff", "cards.change_half"),
    "unlockHalfForPerson": Who("staff", "cards.change_half"),
    "givePinToPerson": Who("staff", "cards.give_pin"),
    "listMyCards": RESIDENT,
    "listMyCardRequests": RESIDENT,
    "replaceMyCard": RESIDENT,
    "withdrawMyApplication": RESIDENT,
    "activateMyCard": RESIDENT,
    "reportFormalLossForPerson": Who("staff", "cards.report_formal_loss"),
    "cancelLossForPerson": Who("staff", "cards.cancel_loss"),
    "applyCardForPerson": Who("staff", "cards.apply"),
    "withdrawApplicationForPerson": Who("staff", "cards.apply"),
    "activateCardForPerson": Who("staff", "cards.activate"),
    "replaceCardForPerson": Who("staff", "cards.replace"),
    "issueTemporaryCard": Who("staff", "cards.issue_temporary"),
    "extendTemporaryCard": Who("staff", "cards.issue_temporary"),
    "cancelCardForPerson": Who("staff", "cards.cancel"),
    "changeDataForPerson": Who("staff", "residents.change"),
    "orderProduction": Who("staff", "cards.produce"),
    "listProduction": Who("staff", "cards.produce"),
    "listCardsToMake": Who("staff", "cards.produce"),
    "finishProduction": Who("staff", "cards.produce"),
    "deliverCards": Who("staff", "cards.deliver"),
    "listCardRequestsTaken": Who("staff", "cards.apply"),
    "listCardRequests": Who("staff", "cards.decide"),
    "openCardRequest": Who("staff", "cards.decide"),
    "acceptCardRequest": Who("staff", "cards.decide"),
    "refuseCardRequest": Who("staff", "cards.decide"),
    "sendCardList": Who("staff", "cards.apply_list"),
    "listCardLists": Who("staff", "cards.apply_list"),
    "getCardList": Who("staff", "cards.apply_list"),
    "getCardListAnswers": Who("staff", "cards.apply_list"),
    "setUpProject": Who("staff", "rosters.set_up"),
    "listProjects": Who("staff", "rosters.read"),
    "changeQuota": Who("staff", "rosters.set_up"),
    "beginRoster": Who("staff", "rosters.make"),
    "listRosters": Who("staff", "rosters.read"),
    "getRoster": Who("staff", "rosters.read"),
    "getRosterHistory": Who("staff", "rosters.read"),
    "addRosterRows": Who("staff", "rosters.make"),
    "getRosterAnswers": Who("staff", "rosters.make"),
    "postRosterNotice": Who("staff", "rosters.make"),
    "getRosterNotice": Who("staff", "rosters.read"),
    "objectToRosterEntry": Who("staff", "rosters.object"),
    "settleRosterObjection": Who("staff", "rosters.settle"),
    "dropRosterEntry": Who("staff", "rosters.make"),
    "withdrawRoster": Who("staff", "rosters.make"),
    "approveRosterAtTownship": Who("staff", "rosters.approve_township"),
    "approveRosterAtDepartment": Who("staff", "rosters.approve_department"),
    "approveRosterAtFinance": Who("staff", "rosters.approve_finance"),
    "sendRosterBackFromTownship": Who("staff", "rosters.approve_township"),
    "sendRosterBackFromDepartment": Who("staff", "rosters.approve_department"),
    "sendRosterBackFromFinance": Who("staff", "rosters.approve_finance"),
    "handOverRoster": Who("staff", "rosters.approve_finance"),
    "takePaymentBatch": Who("staff", "disbursement.pay"),
    "listPaymentBatches": Who("staff", "disbursement.pay"),
    "getPaymentBatch": Who("staff", "disbursement.pay"),
    "listPaymentLines": Who("staff", "disbursement.pay"),
    "getPaymentLine": Who("staff", "disbursement.pay"),
    "reissuePaymentLine": Who("staff", "disbursement.pay"),
    "settlePaymentLine": Who("staff", "disbursement.pay"),
    "listMyPayments": RESIDENT,
    "getMyPayment": RESIDENT,
    "tryProgramme": Who("staff", "programmes.what_if"),
    "listMyCarriers": RESIDENT,
    "enrolMyPhone": RESIDENT,
    "printMyCode": RESIDENT,
    "revokeMyCarrier": RESIDENT,
    "revokeMyCarriers": RESIDENT,
    "printCodeForPerson": Who("staff", "ecards.print"),
    "revokeCarriersForPerson": Who("staff", "ecards.revoke"),
    "issueEcardForPerson": Who("staff", "ecards.issue"),
    "resetPasswordForPerson": Who("staff", "ecards.reset_password"),
    "stopEcardForPerson": Who("staff", "ecards.stop"),
    "listObjections": Who("staff", "sharing.answer_objection"),
    "openObjection": Who("staff", "sharing.answer_objection"),
    "answerObjection": Who("staff", "sharing.answer_objection"),
    "listPoints": Who("staff", "agencies.read"),
    "listPointAnswers": Who("staff", "usage.read_point"),
    "getStatement": Who("staff", "clearing.read"),
    "verifyAccessLog": Who("staff", "sharing.verify_log"),
    "whoAmI": TERMINAL,
    "getCodeKeys": TERMINAL,
    "getGateRule": TERMINAL,
    "sendUse": TERMINAL,
    "uploadUses": TERMINAL,
    "getPinKey": TERMINAL,
    "checkPin": TERMINAL,
    "changePinAtTerminal": TERMINAL,
    "checkClaim": Who("partner", "cards.verify"),
    "applyForEcard": Who("partner", "ecards.apply"),
    "linkChannel": Who("partner", "ecards.show"),
    "unlinkChannel": Who("partner", "ecards.show"),
    "showCodeInChannel": Who("partner", "ecards.show"),
    "confirmLevelTwo": Who("partner", "ecards.confirm_account"),
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
