"""A terminal with a key pad: whether the password typed at it is the card's, and changing it there.

The card is held to the terminal (its tap, OC2) and what was typed comes sealed inside the signed body; the answer is
yes or no and how many tries are left. Only a point whose settings name the half under `key_pad` may ask for it.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from litestar.params import JSONBody

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.doors.api import examples_halves as examples
from onecard.doors.api.given import RequestKey, TheHouse, TheTerminal
from onecard.doors.api.halves_told import pin_rule
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_halves import PinAnswered, PinKeyTold, PinTried
from onecard.doors.bootstrap import House
from onecard.doors.security.errors_pads import CardItselfNeeded, KeyPadMissing, NewPinMissing
from onecard.doors.security.errors_visitors import RequestKeyTaken
from onecard.doors.security.pin_blocks import PinBlockBroken, Typed, open_typed, pin_key
from onecard.doors.security.request_keys import kept_answer, once, request_of
from onecard.doors.security.visitors import Terminal
from onecard.kernel.postgres.transaction import Transaction
from onecard.verifier import verify
from onecard.verifier.errors import CodeExpired, CodeForged, CodeMalformed, CodeTooEarly

_PROBLEMS = (
    CodeMalformed, CodeForged, CodeExpired, CodeTooEarly, CardItselfNeeded, KeyPadMissing, PinBlockBroken,
    cards.NoValidCard, cards.CardNotInUse, cards.PinNotSet, cards.PinLocked, RequestKeyTaken,
)  # fmt: skip


@operation(
    "GET", "/terminal/pin-key", id="getPinKey", summary="密码键盘公钥 · Key to seal passwords with", tag="terminal",
    said=examples.PIN_KEY,
)  # fmt: skip
def get_pin_key(house: TheHouse) -> PinKeyTold:
    """The platform's present public key; a block sealed with an older one is understood as long as that is kept."""
    return PinKeyTold(*pin_key(house.keyring))


@operation(
    "POST", "/terminal/pin-check", id="checkPin", summary="核对卡密码 · Check a password", tag="terminal",
    problems=(*_PROBLEMS, cards.HalfStopped, cards.PinMustChange), sent=examples.PIN_TRIED, said=examples.PIN_ANSWERED,
)  # fmt: skip
def check_pin(house: TheHouse, terminal: TheTerminal, request_key: RequestKey, data: JSONBody[PinTried]) -> PinAnswered:
    """A wrong one is counted, and the last one locks; the same request sent again is answered again and counts once."""

    def check(tx: Transaction, card: cards.Card, typed: Typed, at: datetime) -> cards.PinAnswer:
        rule = pin_rule(house, data.half, issuer=card.issuer, at=at)
        return cards.check_pin(
            tx, holder_id=card.holder_id, half=data.half, pin=typed.pin, rule=rule, keyring=house.keyring, at=at,
            actor=f"terminal {terminal.point_id}",
        )  # fmt: skip

    return _answer(house, terminal, data, check, operation_id="checkPin", request_key=request_key)


@operation(
    "POST", "/terminal/pin-change", id="changePinAtTerminal", summary="在终端修改卡密码 · Change a password here",
    tag="terminal", problems=(*_PROBLEMS, NewPinMissing, cards.PinTooSimple, cards.PinNotNew),
    sent=examples.PIN_TRIED, said=examples.PIN_ANSWERED,
)  # fmt: skip
def change_pin(
    house: TheHouse, terminal: TheTerminal, request_key: RequestKey, data: JSONBody[PinTried]
) -> PinAnswered:
    """By the old one, the initial one too; `matches` says whether it was changed."""

    def change(tx: Transaction, card: cards.Card, typed: Typed, at: datetime) -> cards.PinAnswer:
        if typed.new_pin is None:
            raise NewPinMissing
        rule = pin_rule(house, data.half, issuer=card.issuer, at=at)
        return cards.change_pin(
            tx, holder_id=card.holder_id, half=data.half, old=typed.pin, new=typed.new_pin, rule=rule,
            keyring=house.keyring, at=at, actor=f"terminal {terminal.point_id}",
        )  # fmt: skip

    return _answer(house, terminal, data, change, operation_id="changePinAtTerminal", request_key=request_key)


def _answer(
    house: House,
    terminal: Terminal,
    data: PinTried,
    verb: Callable[[Transaction, cards.Card, Typed, datetime], cards.PinAnswer],
    *,
    operation_id: str,
    request_key: str,
) -> PinAnswered:
    """Card, key pad and seal are checked, then it is tried once; a wrong try is an answer and so is committed."""
    at = house.clock()
    identifier = _tapped(house, terminal, data, at)
    request = request_of(terminal, operation_id, request_key, data, house.keyring)
    with house.app.writing() as tx:
        kept = kept_answer(tx, request, PinAnswered)
        if kept is not None:
            return kept
        _check_key_pad(tx, terminal, data.half)
        typed = open_typed(
            house.keyring, key_id=data.key_id, block=data.sealed, point_id=terminal.point_id, request_key=request_key
        )
        card = cards.present_card(tx, identifier=identifier, at=at)

        def answer() -> PinAnswered:
            said = verb(tx, card, typed, at)
            return PinAnswered(said.matches, said.tries_left)

        return once(tx, request, PinAnswered, answer, at=at)


def _tapped(house: House, terminal: Terminal, data: PinTried, at: datetime) -> UUID:
    """The identifier of the card that was held to this very terminal for this sequence."""
    presented = verify(
        data.presentation,
        house.keyring.verifying_keys(),
        at=at,
        point_id=terminal.point_id,
        sequence=data.sequence,
        scene=None,
    )
    if presented.medium != "c":
        raise CardItselfNeeded
    return UUID(int=presented.key)


def _check_key_pad(tx: Transaction, terminal: Terminal, half: cards.Half) -> None:
    """Least privilege: a point asks for the passwords that its agency registered its key pad for, and no others."""
    point = agencies.find_points(tx, [terminal.point_id]).get(terminal.point_id)
    if point is None or half not in str(point.settings.get("key_pad", "")).split():
        raise KeyPadMissing


PIN_ROUTES = [get_pin_key, check_pin, change_pin]
