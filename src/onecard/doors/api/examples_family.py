"""Examples of what is sent and said about family delegations; the people are the same nobodies as elsewhere."""

from datetime import UTC, date, datetime
from uuid import UUID

from onecard.doors.api.examples_people import CARD
from onecard.doors.api.shapes_family import (
    CardEventShape,
    Family,
    FamilyAcceptance,
    FamilyAct,
    FamilyAsk,
    FamilyChange,
    FamilyCodeWanted,
    FamilyEnding,
    FamilyFound,
    FamilyMember,
    FamilyOffer,
    FamilyRecord,
    FamilyRegistration,
    FamilyTerms,
    FamilyWanted,
)

_ID = UUID("0193549a-7c00-7000-8000-0000000000fa")
_AT, _UNTIL = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), date(2027, 6, 30)
_NAME, _NUMBER, _OTHER = "李示范", "510681194611230024", "510681200003010026"

TERMS = FamilyTerms(["show_code", "see_uses"], 4, _UNTIL, ["transit"])
ASK = FamilyAsk(_NAME, _NUMBER, "grandchild", TERMS)
OFFER = FamilyOffer(_NAME, _NUMBER, "grandchild", TERMS, "271828")
ACCEPTANCE = FamilyAcceptance("271828")
CHANGE = FamilyChange(FamilyTerms(["see_uses"], 1, _UNTIL), "271828")
ASKED = FamilyMember(
    _ID, "delegate", "delegation", "grandchild", "孙辈", "grandchild", "李*范", "asked", "待确认",
    "waiting for an answer", False, ["show_code", "see_uses"], ["transit"], 4, _UNTIL, None, None,
)  # fmt: skip
ACTIVE = FamilyMember(
    _ID, "represented", "delegation", "grandchild", "孙辈", "grandchild", "李*女", "active", "有效", "in force", False,
    ["show_code", "see_uses"], ["transit"], 4, _UNTIL, "password", None,
)  # fmt: skip
ENDED = FamilyMember(
    _ID, "represented", "delegation", "grandchild", "孙辈", "grandchild", "李*女", "ended", "已结束", "ended", False,
    ["show_code", "see_uses"], ["transit"], 4, _UNTIL, "password", "withdrawn",
)  # fmt: skip
FAMILY = Family([ACTIVE], [])
ACT = FamilyAct(
    UUID("0193549a-7c00-7000-8000-0000000000fb"), _ID, "represented", "李*女", "code_shown", "代为展码",
    "showed a code", "transit", UUID("0193549a-7c00-7000-8000-0000000000fc"), _AT,
)  # fmt: skip
CODE_WANTED = FamilyCodeWanted("transit")
RECORD = FamilyRecord(CARD, [CardEventShape("issued", _AT)])
WANTED = FamilyWanted(_NUMBER, "service_desk", "consent", "窗口 3 号 A107")
FOUND = FamilyFound([ACTIVE])
REGISTRATION = FamilyRegistration(
    _NUMBER, _OTHER, "delegation", "grandchild", TERMS, "in_person", "窗口 3 号 A107", "consent"
)
ENDING = FamilyEnding(_NUMBER, _OTHER, "revoked", "in_person", "窗口 3 号 A108", "consent")
