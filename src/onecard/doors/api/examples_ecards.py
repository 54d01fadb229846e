"""Examples of what is sent and said about e-cards; everybody in them is invented."""

from datetime import UTC, datetime

from onecard.doors.api.shapes_ecards import (
    ChannelNamed,
    ChannelShape,
    ChannelTold,
    CodeInChannel,
    EcardApplied,
    EcardForPerson,
    EcardLinked,
    EcardShape,
    EcardTold,
    LevelConfirmed,
    NumberOnly,
    PasswordChange,
    PasswordProof,
    ResetAsked,
    ResetDone,
    ResetTold,
)

_AT, _NUMBER, _SIGN_NO = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "510681194611230024", "510681A1B2C3D4E5F60718"
_STATEMENT = "eyJhbGciOiJFZDI1NTE5IiwidHlwIjoic3RhdGVtZW50K2p3dCJ9.e30.c2lnbmF0dXJl"

CHANNEL = ChannelShape("sample-partner", "示例银行", "Sample bank", _AT)
ECARD = EcardShape(_SIGN_NO, 1, "active", "active", has_password=True, issued_at=_AT, channels=[CHANNEL])
CHANGE, PROOF, NAMED = PasswordChange("271828", "161803"), PasswordProof("271828"), ChannelNamed("sample-partner")
RESET_ASKED, RESET_DONE = ResetAsked(_NUMBER), ResetDone(_NUMBER, "492039", "161803")
RESET_TOLD = ResetTold("如号码已登记手机,验证码已发送", "If a telephone is known, a code is on its way")
FOR_PERSON = EcardForPerson(_NUMBER, "service_desk", "consent", "161803", "窗口 3 号 A107")
APPLIED, LINKED = EcardApplied(_STATEMENT, "161803"), EcardLinked(_NUMBER, "271828")
IN_CHANNEL, CONFIRMED = CodeInChannel(_NUMBER, "transit"), LevelConfirmed(_STATEMENT)
NUMBER_ONLY = NumberOnly(_NUMBER)
TOLD, CHANNEL_TOLD = EcardTold(_SIGN_NO, 1, "active"), ChannelTold("sample-partner", linked=True)
