"""Why a look at a person's data was refused."""

from onecard.kernel.errors import Malformed, Refusal


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


class EntryUnknown(Refusal):
    """The entry objected to does not stand in this person's record."""

    code, status = "sharing.entry_unknown", 404
    title = ("记录中没有这一条", "There is no such entry in the record")
    next_step = ("请从本人记录中选择一条查看或用卡。", "Choose a look or a use from your own record.")


class ObjectionExists(Refusal):
    """An entry is objected to once; the answer stands beside it."""

    code = "sharing.objection_exists"
    title = ("对这一条已提出过异议", "There is an objection to this entry already")
    next_step = (
        "请在记录中查看答复;仍有疑问请拨打 12333。",
        "Read the answer in the record; if a question stays, call 12333.",
    )


class ObjectionTextMissing(Malformed):
    """An objection and its answer say something, within the length we keep."""

    code = "sharing.objection_text_missing"
    title = ("请写明内容,不超过 {most} 字", "Say what is meant, in at most {most} characters")
    next_step = ("请填写后再提交。", "Fill it in and send it again.")


class ObjectionUnknown(Refusal):
    """No objection of that number is for this agency to answer."""

    code, status = "sharing.objection_unknown", 404
    title = ("没有待本机构答复的这条异议", "There is no such objection for this agency")
    next_step = ("请从待答复列表中选择。", "Choose one from the list of what waits.")


class ObjectionAnswered(Refusal):
    """An answer stands as it was given."""

    code = "sharing.objection_answered"
    title = ("该异议已答复", "This objection was answered already")
    next_step = ("答复不能更改。", "An answer cannot be changed.")


class OwnLook(Refusal):
    """Who did the look does not answer the objection to it."""

    code, status = "sharing.own_look", 403
    title = ("不能答复针对本人查看的异议", "Nobody answers an objection to a look of her own")
    next_step = ("请由本机构其他工作人员答复。", "A colleague answers it.")
