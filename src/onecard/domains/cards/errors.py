"""Why a card does not do what was asked of it."""

from onecard.kernel.errors import Malformed, Problem, Refusal

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


class ApplicationOpen(Refusal):
    """A card for this person is on its way already, wherever in the nation it was applied for."""

    code = "cards.application_open"
    title = ("已有一张社会保障卡正在办理(一人一卡)", "A card for this person is on its way already (one card a person)")
    next_step = (
        "请查询办理进度,领取后启用;不再需要的,制卡前可以撤回申请。",
        "Ask how far it is and activate it once it is there; before it is made, the application can be withdrawn.",
    )


class DuplicateApplication(Refusal):
    """The same person stands in an earlier row of this batch."""

    code = "cards.duplicate_application"
    title = ("同一批申请中此人重复", "This person stands in this batch twice")
    next_step = ("请删去重复的一行;前一行已受理。", "Leave the second row out; the first one was taken.")


class HolderUnknown(Refusal):
    """Nobody is registered under this number, so there is nobody to issue a card to."""

    code, status = "cards.holder_unknown", 404
    title = ("申领人尚未登记", "The applicant is not registered")
    next_step = ("请先核验身份证件并登记,再申领。", "Check the identity document and register the person first.")


class HolderDeceased(Refusal):
    """A card was asked for somebody whose death is registered."""

    code = "cards.holder_deceased"
    title = ("该号码的持有人已登记离世", "The holder of this number is registered as deceased")
    next_step = (
        "不能再办卡;登记有误的,请家属持证明到公安和社保机构更正。",
        "No card can be issued; if the record is wrong, have the police and the card agency correct it with proof.",
    )


class GuardianWanted(Refusal):
    """A minor below the age the place sets applies through a guardian, not alone and not by just anybody."""

    code = "cards.guardian_wanted"
    title = ("未满规定年龄须由监护人代办", "Below the age the place sets, a guardian applies")
    next_step = (
        "请监护人携带户口簿或监护证明代为办理。",
        "Let a guardian come with the household register or a proof of guardianship.",
    )


class ProofWanted(Malformed):
    """Whoever applies for somebody else says how they are related and which document proves it."""

    code = "cards.proof_wanted"
    title = ("代办须写明关系和证明", "Applying for somebody else needs the relation and the proof")
    next_step = (
        "请填写与申领人的关系,以及所验证明的名称或编号。",
        "Say how you are related and which document was checked.",
    )


class NoCardOnItsWay(Refusal):
    """No card was applied for, or it was activated already."""

    code, status = "cards.none_on_its_way", 404
    title = ("没有正在办理的社会保障卡", "No card is on its way")
    next_step = ("请先申领或申请补换。", "Apply for a card or a replacement first.")


class ReplacementOpen(Refusal):
    """The lost card was found, but a new one was asked for because of the loss."""

    code = "cards.replacement_open"
    title = ("已申请补领,旧卡不能解挂", "A replacement was asked for, so the old card cannot be taken back")
    next_step = (
        "请等新卡;尚未制卡的可先撤回补领申请,再解挂。",
        "Wait for the new card; while it is not made yet, withdraw the replacement first, then cancel the loss.",
    )


class ProductionBegun(Refusal):
    """An application that was given to the maker can no longer be withdrawn."""

    code = "cards.production_begun"
    title = ("卡已交付制作,不能撤回", "The card is being made; the application cannot be withdrawn")
    next_step = ("请领取后启用,或到服务网点注销。", "Collect and activate it, or have it cancelled at a service hall.")


class TemporaryCardRefused(Refusal):
    """A temporary card bridges the time without a card; this person has one that works, or one already."""

    code = "cards.temporary_refused"
    title = ("现在不需要临时卡", "No temporary card is needed")
    next_step = (
        "请使用现有的卡;挂失或等待新卡时可申领临时卡,每人一张。",
        "Use the present card; a temporary one is for who reported a loss or waits for a card, one a person.",
    )


class NoTemporaryCard(Refusal):
    """There is no temporary card to extend or to end."""

    code, status = "cards.none_temporary", 404
    title = ("没有在用的临时卡", "There is no temporary card in use")
    next_step = ("请先申领临时卡。", "Apply for a temporary card first.")


class TemporaryCardLimit(Refusal):
    """A temporary card holds no longer than the place allows, counted from its first day."""

    code = "cards.temporary_limit"
    title = ("临时卡已到最长期限", "The temporary card has reached its limit")
    next_step = ("请尽快领取正式卡。", "Collect the proper card soon.")


class IdentifierUnknown(Refusal):
    """No card with this identifier is within reach."""

    code, status = "cards.identifier_unknown", 404
    title = ("没有这个卡识别码", "No card has this identifier")
    next_step = ("请重新读卡;仍不对的,退回制卡单位核对。", "Read the card again, or send it back to the maker.")


class NothingToProduce(Refusal):
    """No application waits for a maker."""

    code, status = "cards.nothing_to_produce", 404
    title = ("没有待制的卡", "No card waits to be made")
    next_step = ("有新申领后再下制卡单。", "Order again when there are new applications.")


class ProductionUnknown(Refusal):
    """There is no such order to a maker within reach."""

    code, status = "cards.production_unknown", 404
    title = ("没有这个制卡单", "There is no such production order")
    next_step = ("请核对制卡单编号。", "Check the order's id.")


class RequestUnknown(Refusal):
    """There is no such request within reach."""

    code, status = "cards.request_unknown", 404
    title = ("没有这个办理请求", "There is no such request")
    next_step = ("请核对请求编号;它由发卡地决定。", "Check the request's id; the issuing province decides it.")


class RequestOpen(Refusal):
    """The same was asked for this person before and is not decided yet."""

    code = "cards.request_open"
    title = ("同一事项已在发卡地办理中", "The issuing province has the same request already")
    next_step = ("请等待发卡地答复,不必重复提交。", "Wait for the issuing province's answer.")


class RequestDecided(Refusal):
    """Somebody else decided this request first."""

    code = "cards.request_decided"
    title = ("该请求已有结果", "This request was decided already")
    next_step = ("请查看结果;需要时重新提交。", "See the answer; ask again if need be.")


#: What the database answers to an application it did not take.
NOT_TAKEN: dict[str, type[Problem]] = {
    "unknown": HolderUnknown,
    "died": HolderDeceased,
    "valid": ValidCardExists,
    "open": ApplicationOpen,
    "young": GuardianWanted,
}
