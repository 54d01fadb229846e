"""Examples of what is sent and said about a record; everybody in them is invented."""

from datetime import UTC, date, datetime
from uuid import UUID

from onecard.doors.api.shapes_record import (
    Answered,
    AnswerGiven,
    EntryShape,
    ExportWanted,
    LineShape,
    ObjectionListed,
    ObjectionNamed,
    ObjectionOpened,
    ObjectionShape,
    ObjectionWanted,
    RecordSeal,
    SealedRecord,
)

_AT, _DUE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC), date(2026, 12, 8)
_ENTRY = UUID("0193549a-7c00-7000-8000-000000000001")
_OBJECTION = UUID("0193549a-7c00-7000-8000-000000000002")
_CENTRE = ("四川省社保卡中心(示例)", "Sichuan card centre (sample)")
_TEXT = "那天我没有去过窗口。"

OBJECTION = ObjectionShape(_OBJECTION, "look", _ENTRY, *_CENTRE, _TEXT, _AT, _DUE, None, "", None)
ENTRY = EntryShape(
    "look", _ENTRY, _AT, "工作人员查看了:基本信息(已遮盖)", "Staff looked at: basic facts, masked", *_CENTRE,
    [LineShape("目的", "Purpose", "窗口办事", "service at a counter")], None, may_object=True, objection=OBJECTION,
)  # fmt: skip
OBJECTION_WANTED = ObjectionWanted("look", _ENTRY, _TEXT)
EXPORT_WANTED = ExportWanted("zh", None)
SEALED = SealedRecord(
    {"exported_at": "2026-11-23T02:00:00+00:00", "whole": False, "person": {"name": "李*范"}, "entries": []},
    RecordSeal(1, "ed25519", "MEUCIQ…"),
)
LISTED = ObjectionListed(_OBJECTION, "look", _AT, _DUE, overdue=False)
NAMED = ObjectionNamed(_OBJECTION)
OPENED = ObjectionOpened(
    _OBJECTION, "look", _TEXT, _AT, _DUE, _AT, "person.masked", "service_desk", "consent", "窗口 3 号", None, ""
)
ANSWER = AnswerGiven(_OBJECTION, "corrected", "经核实为误查,已批评教育并更正。")
ANSWERED = Answered(_OBJECTION, "corrected", _AT)
