"""What only the API itself refuses."""

from onecard.kernel.errors import Malformed, Refusal


class SceneUnknown(Malformed):
    """No scene of that id is installed."""

    code, status = "api.scene_unknown", 422
    title = ("没有这个用卡场景", "There is no such scene")
    next_step = ("请从接口文档列出的场景中选择，或不填。", "Choose a scene that is installed, or leave it out.")


class PersonNotMatched(Refusal):
    """Name and number that a partner sent do not belong together, or nobody here has them; which is not said."""

    code, status = "api.person_not_matched", 403
    title = ("姓名与号码核对不一致", "Name and number do not match")
    next_step = ("请核对后重试;确认无误请到服务网点办理。", "Check both and try again, or apply at a service hall.")


class NotTheBank(Refusal):
    """Only a bank that acts where the card was issued confirms its account."""

    code, status = "api.not_the_bank", 403
    title = ("本机构不能确认该卡的银行账户", "This partner cannot confirm the account of that card")
    next_step = ("请由发卡地合作银行确认。", "A bank of the place that issued the card confirms it.")
