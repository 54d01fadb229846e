"""A resident's own e-card: how it stands, its password, level, channels; stopped with one call, resumed, cancelled."""

from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.api import ecard_verbs as verbs
from onecard.doors.api import examples_ecards as examples
from onecard.doors.api.given import Asked, RequestKey, TheHouse, TheLimits, TheResident, client
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_ecards import (
    ChannelNamed,
    ChannelShape,
    ChannelTold,
    EcardShape,
    PasswordChange,
    PasswordProof,
    ResetAsked,
    ResetDone,
    ResetTold,
)
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.postgres.transaction import Transaction

_PROOF = (ecards.PasswordWrong, ecards.SignInLocked, ecards.EcardStopped)
_NUMBER = (
    residents.NumberMalformed, residents.NumberCheckWrong, residents.NumberDivisionUnknown,
    residents.NumberBirthDateImpossible,
)  # fmt: skip
SENT = ResetTold(
    "如该号码登记了手机号,验证码已发送,5 分钟内有效。没有收到请到服务网点重置。",
    "If a telephone is on record for this number, a code is on its way and serves for five minutes."
    " Without one go to a service hall.",
)
RESET = ResetTold("密码已重置,请用新密码登录。", "The password was reset; sign in with the new one.")


@operation(
    "GET", "/me/ecard", id="getMyEcard", summary="我的电子社保卡 · My e-card", tag="me",
    problems=(ecards.EcardUnknown,), said=examples.ECARD,
)  # fmt: skip
def get_my_ecard(house: TheHouse, resident: TheResident) -> EcardShape:
    """Level, state (the physical card counted in), sign number and the channels that show it."""
    with house.app.reading(scope_of(resident)) as tx:
        return _tell(house, tx, resident)


@operation(
    "POST", "/me/ecard/password", id="changeMyPassword", summary="修改密码 · Change my password", tag="me",
    problems=(*_PROOF, ecards.PasswordTooSimple, RequestKeyTaken), sent=examples.CHANGE, said=examples.ECARD,
)  # fmt: skip
def change_my_password(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PasswordChange]
) -> EcardShape:
    """For all channels at once. Every session ends, this one too: sign in again with the new password."""
    assert request_key, "a repeat is refused by itself: the old password is no more, and the session has ended"
    verbs.change_password(house, resident, old=data.old, new=data.new)
    return _told(house, resident)


@operation(
    "POST", "/me/ecard/level-two", id="askLevelTwo", summary="申请开通支付(二级) · Ask for level 2", tag="me",
    problems=(
        ecards.EcardUnknown, ecards.EcardStopped, ecards.PhysicalCardStops, ecards.LevelReached,
        ecards.BankHalfInactive, RequestKeyTaken,
    ),
    said=examples.ECARD,
)  # fmt: skip
def ask_level_two(house: TheHouse, resident: TheResident, request_key: RequestKey) -> EcardShape:
    """The bank confirms account and telephone within a day; until then the level stays as it is."""
    at, request = house.clock(), request_of(resident, "askLevelTwo", request_key, None, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def ask() -> EcardShape:
            ecards.ask_level_two(tx, holder_id=resident.holder_id, at=at)
            return _tell(house, tx, resident)

        return once(tx, request, EcardShape, ask, at=at)


@operation(
    "POST", "/me/ecard/channels/unlink", id="unlinkMyChannel", summary="解除渠道关联 · Unlink a channel", tag="me",
    problems=(ecards.ChannelUnknown, RequestKeyTaken), sent=examples.NAMED, said=examples.CHANNEL_TOLD,
)  # fmt: skip
def unlink_my_channel(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[ChannelNamed]
) -> ChannelTold:
    """At once: that program shows no code any more. Others stay."""
    at, request = house.clock(), request_of(resident, "unlinkMyChannel", request_key, data, house.keyring)
    with house.app.writing(scope_of(resident)) as tx:

        def unlink() -> ChannelTold:
            ecards.unlink_channel(tx, holder_id=resident.holder_id, client_id=data.client_id, at=at)
            return ChannelTold(data.client_id, linked=False)

        return once(tx, request, ChannelTold, unlink, at=at)


@operation(
    "POST", "/me/ecard/stop", id="stopMyEcard", summary="手机丢失,一键停用 · Stop my e-card everywhere", tag="me",
    problems=(ecards.EcardUnknown, ecards.EcardStopped), said=examples.ECARD,
)  # fmt: skip
def stop_my_ecard(house: TheHouse, resident: TheResident, request_key: RequestKey) -> EcardShape:
    """A stolen telephone: the e-card stops, channels are unlinked, sessions end. The physical card still works."""
    assert request_key, "a repeat changes nothing, and the session has ended"
    verbs.stop_everywhere(house, resident)
    return _told(house, resident)


@operation(
    "POST", "/me/ecard/resume", id="resumeMyEcard", summary="恢复电子社保卡 · Resume my e-card", tag="me",
    problems=(*_PROOF, ecards.EcardUnknown, RequestKeyTaken), sent=examples.PROOF, said=examples.ECARD,
)  # fmt: skip
def resume_my_ecard(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PasswordProof]
) -> EcardShape:
    """With the password once more; channels are linked anew in each of them."""
    request = request_of(resident, "resumeMyEcard", request_key, None, house.keyring)
    with house.app.reading(scope_of(resident)) as tx:
        kept = kept_answer(tx, request, EcardShape)
    if kept is not None:
        return kept
    verbs.resume(house, resident, password=data.password)
    with house.app.writing(scope_of(resident)) as tx:
        return once(tx, request, EcardShape, lambda: _tell(house, tx, resident), at=house.clock())


@operation(
    "POST", "/me/ecard/cancel", id="cancelMyEcard", summary="注销电子社保卡 · Cancel my e-card", tag="me",
    problems=(*_PROOF, ecards.EcardUnknown), sent=examples.PROOF, said=examples.ECARD,
)  # fmt: skip
def cancel_my_ecard(
    house: TheHouse, resident: TheResident, request_key: RequestKey, data: JSONBody[PasswordProof]
) -> EcardShape:
    """For good; the physical card stays. Another e-card may be applied for later."""
    assert request_key, "a repeat changes nothing, and the session has ended"
    verbs.cancel(house, resident, password=data.password)
    return _told(house, resident)


@operation(
    "POST", "/password-reset/code", id="askPasswordReset",
    summary="忘记密码:获取验证码 · Forgotten password: get a code", tag="sign-in", problems=_NUMBER,
    sent=examples.RESET_ASKED, said=examples.RESET_TOLD,
)  # fmt: skip
def ask_password_reset(request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[ResetAsked]) -> ResetTold:
    """A one-time code to the telephone on record. The answer is the same whoever asks about whom."""
    verbs.ask_reset(house, limits, number=data.number, address=client(request))
    return SENT


@operation(
    "POST", "/password-reset", id="resetPassword", summary="重置密码 · Reset the password", tag="sign-in",
    problems=(*_NUMBER, ecards.ResetRefused, ecards.PasswordTooSimple), sent=examples.RESET_DONE,
    said=examples.RESET_TOLD,
)  # fmt: skip
def reset_password(request: Asked, house: TheHouse, limits: TheLimits, data: JSONBody[ResetDone]) -> ResetTold:
    """With the code from the telephone, once; all sessions of the person end."""
    given = {"number": data.number, "code": data.code, "password": data.password}
    verbs.reset_password(house, limits, **given, address=client(request))
    return RESET


def _told(house: House, resident: Resident) -> EcardShape:
    with house.app.reading(scope_of(resident)) as tx:
        return _tell(house, tx, resident)


def _tell(house: House, tx: Transaction, resident: Resident) -> EcardShape:
    ecard = ecards.ecard_of(tx, holder_id=resident.holder_id)
    if ecard is None:
        raise ecards.EcardUnknown
    card = cards.card_of(tx, holder_id=resident.holder_id)
    linked = ecards.channels_of(tx, holder_id=resident.holder_id)
    known = agencies.find_agencies(tx, {one.agency_id for one in linked})
    return EcardShape(
        ecard.sign_no,
        ecard.level,
        ecard.state,
        ecards.effective_state(ecard, card, house.clock()),
        ecard.has_password,
        ecard.issued_at,
        [
            ChannelShape(one.client_id, known[one.agency_id].name_zh, known[one.agency_id].name_en, one.linked_at)
            for one in linked
        ],
    )


ECARD_ROUTES = [
    get_my_ecard,
    change_my_password,
    ask_level_two,
    unlink_my_channel,
    stop_my_ecard,
    resume_my_ecard,
    cancel_my_ecard,
    ask_password_reset,
    reset_password,
]
