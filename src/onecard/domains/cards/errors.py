"""Why a card does not do what was asked of it."""

from onecard.kernel.errors import Refusal

STATE_WORDS: dict[str, tuple[str, str]] = {
    "applied": ("已申领", "applied for"),
    "produced": ("已制卡", "produced"),
    "delivered": ("待启用", "not yet activated"),
    "active": ("正常", "active"),
    "temporarily_lost": ("临时挂失", "temporarily reported lost"),
    "lost": ("已挂失", "reported lost"),
    "replaced": ("已补换", "replaced"),
    "cancelled": ("已注销", "cancelled"),
}
MOVE_WORDS: dict[str, tuple[str, str]] = {
    "produce": ("制卡", "produced"),
    "deliver": ("发放", "delivered"),
    "activate": ("启用", "activated"),
    "report_temporary_loss": ("临时挂失", "temporarily reported lost"),
    "report_formal_loss": ("挂失", "reported lost"),
    "cancel_loss": ("解挂", "found again"),
    "replace": ("补换", "replaced"),
    "cancel": ("注销", "cancelled"),
}


class CardMoveRefused(Refusal):
    """The card's state does not allow this."""

    code = "cards.move_refused"
    title = ("卡处于“{state_zh}”状态,不能{move_zh}", "The card is {state_en} and cannot be {move_en}")
    next_step = ("请查看卡的状态与记录,或致电 12333。", "See the card's state and record, or call 12333.")

    def __init__(self, *, state: str, move: str, **_: object) -> None:
        (state_zh, state_en), (move_zh, move_en) = STATE_WORDS[state], MOVE_WORDS[move]
        super().__init__(state=state, move=move, state_zh=state_zh, state_en=state_en, move_zh=move_zh, move_en=move_en)


class FormalLossStands(Refusal):
    """In this place a formal loss is final; only a replacement helps."""

    code = "cards.formal_loss_stands"
    title = ("正式挂失后不能解挂", "A formal loss report cannot be taken back here")
    next_step = ("请申请补卡;旧卡不会再启用。", "Apply for a replacement; the old card stays out of use.")


class NoValidCard(Refusal):
    """The person holds no valid card."""

    code, status = "cards.none_valid", 404
    title = ("没有有效的社会保障卡", "There is no valid card")
    next_step = ("请申领或补领社会保障卡。", "Apply for a card or a replacement.")


class ValidCardExists(Refusal):
    """One valid card a person; a second one was to be issued."""

    code = "cards.valid_card_exists"
    title = ("已持有有效的社会保障卡(一人一卡)", "The person holds a valid card already (one card a person)")
    next_step = ("请先办理补换或注销。", "Replace or cancel the present card first.")


class CardNumberTaken(Refusal):
    """The issuer has given this number or identifier to another card."""

    code = "cards.number_taken"
    title = ("卡号或卡识别码已被占用", "The card number or identifier is taken")
    next_step = ("请换一个号码重新制卡。", "Issue the card again with another number.")
