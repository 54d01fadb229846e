"""Why a look at a person's data was refused."""

from onecard.kernel.errors import Malformed


class PurposeUnknown(Malformed):
    """The purpose or the legal basis is not one that we accept."""

    code = "sharing.purpose_unknown"
    title = ("查询目的或法律依据不在允许范围", "This purpose or legal basis is not accepted")
    next_step = ("请从列表中选择查询目的与法律依据。", "Choose the purpose and the legal basis from the list.")
