"""Why a file is no record of ours."""

from onecard.kernel.errors import Malformed


class RecordFileBroken(Malformed):
    """The file is no exported record, was changed since, or was signed with a key that is not here."""

    code = "record.file_broken"
    title = ("文件不是本平台导出的记录,或已被改动", "The file is no record exported here, or it was changed")
    next_step = ("请由本人重新导出。", "Let its owner export it again.")
