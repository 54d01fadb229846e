"""Why a look at a person's data was refused."""

from onecard.kernel.errors import Malformed


class PurposeUnknown(Malformed):
    """The purpose or the legal basis is not one that we accept."""

    code = "sharing.purpose_unknown"
    title = ("查询目的或法律依据不在允许范围", "This purpose or legal basis is not accepted")
    next_step = ("请从列表中选择查询目的与法律依据。", "Choose the purpose and the legal basis from the list.")


class ReferenceHoldsNumber(Malformed):
    """The reference holds what may be somebody's number; it is kept in the clear and read by the person."""

    code = "sharing.reference_holds_number"
    title = ("办件编号中含有疑似证件号码或卡号", "The reference holds what may be an identity or card number")
    next_step = (
        "办件编号会明文留存：请只填窗口号、工单号等，不要填写任何人的号码（连续 15 位及以上数字）。",
        "References are kept in the clear: give a desk or ticket, never anybody's number (15 digits or more in a row).",
    )
