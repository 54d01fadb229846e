"""Why a relative may not act for somebody, or may not begin to."""

from onecard.kernel.errors import Malformed, Refusal

STATE_WORDS: dict[str, tuple[str, str]] = {
    "asked": ("待确认", "waiting for an answer"),
    "active": ("有效", "in force"),
    "declined": ("已谢绝", "declined"),
    "ended": ("已结束", "ended"),
}


class DelegationUnknown(Refusal):
    """No such delegation, or not between these people."""

    code, status = "delegations.unknown", 404
    title = ("没有这项亲情服务", "There is no such family delegation")
    next_step = ("请在“我的家人”中查看现有的亲情服务。", "See the ones there are under “My family”.")


class DelegationNotInForce(Refusal):
    """It was not accepted yet, or has ended."""

    code = "delegations.not_in_force"
    title = ("这项亲情服务{state_zh}", "This family delegation is {state_en}")
    next_step = (
        "待确认的请对方先确认;已结束的可以重新申请。",
        "Have it accepted first; one that has ended can be asked for anew.",
    )

    def __init__(self, state: str) -> None:
        zh, en = STATE_WORDS[state]
        super().__init__(state=state, state_zh=zh, state_en=en)


class DelegationExists(Refusal):
    """Between the two people one is open already."""

    code = "delegations.exists"
    title = ("与这位家人的亲情服务已存在或正待确认", "With this relative one is in force or waiting already")
    next_step = ("请先确认、修改或结束原有的一项。", "Answer, change or end that one first.")


class ScopeNotGiven(Refusal):
    """The represented person did not allow this."""

    code, status = "delegations.scope_not_given", 403
    title = ("您的家人没有授权您办这件事", "Your relative did not allow you to do this")
    next_step = (
        "需要时请对方在“我的家人”中增加这一项。",
        "If it is needed, ask your relative to add it under “My family”.",
    )


class CodesUsedUp(Refusal):
    """As many codes as a day allows were shown."""

    code = "delegations.codes_used_up"
    title = ("今天已代为展码 {codes_per_day} 次", "The {codes_per_day} codes of today have been shown")
    next_step = (
        "请明天再试,或请对方调高每天的次数。",
        "Try again tomorrow, or ask your relative to allow more a day.",
    )


class RelativesFull(Refusal):
    """The place's number of relatives is reached."""

    code = "delegations.relatives_full"
    title = ("代办的家人已达上限 {most} 人", "One person may act for at most {most} relatives of this kind")
    next_step = ("请先结束不再需要的一项。", "End one that is no longer needed first.")


class DelegateStopped(Refusal):
    """Whoever acts for others needs a card of her own that is in order."""

    code = "delegations.delegate_stopped"
    title = (
        "您自己的社保卡或电子社保卡目前不能用,不能代家人办事",
        "Your own card or e-card is out of use, so you cannot act for others",
    )
    next_step = (
        "卡已找到请先解挂;已丢失请先补卡,之后即可继续代办。",
        "If your card was found, cancel the loss report; if not, have it replaced. Then you can go on.",
    )


class OwnDelegate(Malformed):
    """Nobody needs a delegation from herself."""

    code = "delegations.own_delegate"
    title = ("填写的是您本人的号码", "This is your own number")
    next_step = ("请填写家人的社会保障号码。", "Give your relative's number.")


class NotYoursToAnswer(Refusal):
    """Whoever asked cannot give the answer, too."""

    code, status = "delegations.not_yours_to_answer", 403
    title = ("这项申请要由对方确认", "The other person has to answer this")
    next_step = ("请对方登录后在“我的家人”中确认。", "Ask your relative to sign in and answer under “My family”.")


class HolderTooYoung(Refusal):
    """Under the age of consent guardians act, and prove it at a counter."""

    code = "delegations.holder_too_young"
    title = ("未满 {years} 周岁,由监护人代办", "Under {years} a guardian acts for the child")
    next_step = (
        "请监护人带户口簿或出生医学证明到服务网点登记。",
        "The guardian registers at a service hall with the household register or the birth certificate.",
    )


class DelegateTooYoung(Refusal):
    """Only who is old enough acts for others."""

    code = "delegations.delegate_too_young"
    title = ("代办人须年满 {years} 周岁", "Whoever acts for others must be at least {years}")
    next_step = ("请由其他成年家人代办。", "Ask another, grown-up relative.")


class HolderNotChild(Refusal):
    """Guardianship begins only under the age of consent."""

    code = "delegations.holder_not_child"
    title = ("已满 {years} 周岁,须本人同意", "From {years} on the person's own consent is needed")
    next_step = (
        "请本人登录同意,或本人到场凭密码或证件办理。",
        "The person agrees after signing in, or at the counter in person.",
    )


class RelationImpossible(Malformed):
    """Of this relation nobody is a child's guardian."""

    code = "delegations.relation_impossible"
    title = ("这种关系不能登记为监护人", "Somebody of this relation is no guardian")
    next_step = ("请选择父母、祖父母、成年兄姐或其他监护人。", "Choose parent, grandparent, grown-up sibling or other.")


class PersonDied(Refusal):
    """One of the two has died."""

    code = "delegations.person_died"
    title = ("相关人员已登记去世,亲情服务终止", "One of the two people has died, and with that it ends")
    next_step = ("后续事项请到服务网点办理。", "Ask a service hall about what remains to be done.")


class NameDiffers(Refusal):
    """The name that was given with the number is not the name of this person."""

    code = "delegations.name_differs"
    title = ("姓名与号码不一致", "The name does not go with the number")
    next_step = ("请对方核对姓名和号码后重新申请。", "Have the name and the number checked and ask again.")


class UntilImpossible(Malformed):
    """The last day is in the past or too far away."""

    code = "delegations.until_impossible"
    title = ("结束日期须在今天至 {days} 天之间", "The last day must be from today on and within {days} days")
    next_step = ("请改选日期;到期前可以续期。", "Choose another day; it can be extended before it ends.")


class TermsImpossible(Malformed):
    """Nothing is allowed, an unknown thing is, or a code without a scene."""

    code = "delegations.terms_impossible"
    title = ("授权内容不完整", "What is allowed is not complete")
    next_step = (
        "请至少选一项;选了展码还要选用在哪里,每天次数须为 1 至 {codes_per_day}。",
        "Choose at least one thing; for codes also where, and 1 to {codes_per_day} a day.",
    )


class ProofMissing(Malformed):
    """A counter writes down what it saw."""

    code = "delegations.proof_missing"
    title = ("缺少证明材料", "The proof is missing")
    next_step = ("请注明所见证件的种类和档案编号。", "Say which document was seen and its file number.")


class GuardianStays(Refusal):
    """A child under the age of consent cannot send the guardian away."""

    code = "delegations.guardian_stays"
    title = ("未满 {years} 周岁,不能自行结束监护人代办", "Under {years} a child cannot end it alone")
    next_step = (
        "如监护关系有变化,请到服务网点凭证明办理。",
        "If the guardian has changed, a service hall does it with proof.",
    )
