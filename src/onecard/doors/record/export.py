"""The record as a file: JSON under the platform's seal, or a table that Excel opens; masked without the password.

Nobody else's data is in it: clerks stay unnamed, as on the page. What the person wrote and was answered is only in the
whole one.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.domains.sharing import api as sharing
from onecard.doors.bootstrap import House
from onecard.doors.look.manner import Manner
from onecard.doors.record.entries import Entry
from onecard.doors.record.reading import whole_record
from onecard.doors.record.sealing import seal_record
from onecard.doors.record.telling import WORDS, Teller, Told, names_in
from onecard.kernel.clock import SHANGHAI
from onecard.kernel.postgres.transaction import Transaction

Form = Literal["json", "csv"]
FORMS: tuple[Form, ...] = ("json", "csv")
_KINDS = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}
#: Excel reads a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = {
    "zh": ("时间", "类别", "内容", "谁", "说明", "支付(元)"),
    "en": ("Time", "Kind", "What", "Who", "More", "Paid (CNY)"),
}


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file to hand out."""

    name: str
    kind: str
    body: bytes


def export_record(
    house: House, tx: Transaction, *, holder_id: UUID, form: Form, whole: bool, manner: Manner
) -> RecordFile:
    """The file, and an event that says it was made. `whole` only after the password was proven."""
    entries = list(whole_record(house, tx, holder_id))
    tell = Teller(house, names_in(house, tx, holder_id, entries), manner).tell
    at = house.clock()
    if form == "csv":
        body = _table([tell(entry) for entry in entries], manner)
    else:
        record = _record(house, tx, holder_id, entries, [tell(one) for one in entries], whole=whole)
        sealed = seal_record(record, keyring=house.keyring, at=at)
        body = json.dumps(sealed, ensure_ascii=False, indent=1).encode()
    ecards.write_event(tx, holder_id=holder_id, event="record_exported", at=at, facts={"form": form})
    name = f"onecard-record-{at.astimezone(SHANGHAI):%Y%m%d}.{form}"
    return RecordFile(name, _KINDS[form], body)


def _record(
    house: House, tx: Transaction, holder_id: UUID, entries: Sequence[Entry], told: Sequence[Told], *, whole: bool
) -> dict[str, Any]:
    masked = residents.show_masked(tx, holder_id=holder_id, keyring=house.keyring)
    card = cards.card_of(tx, holder_id=holder_id)
    person: dict[str, Any] = {"name": masked.name, "number": masked.number}
    record: dict[str, Any] = {"exported_at": house.clock().isoformat(), "whole": whole, "person": person}
    if whole:
        revealed = residents.reveal(tx, holder_id=holder_id, keyring=house.keyring)
        person |= {"name": revealed.name, "number": revealed.number, "phone": revealed.phone}
        person |= {"card_number": card.card_number if card else None}
        made = sharing.objections_of(tx, holder_id=holder_id, keyring=house.keyring, at_most=10_000)
        record["objections"] = [_objection(one) for one in made]
    record["entries"] = [_entry(entry, words) for entry, words in zip(entries, told, strict=True)]
    return record


def _entry(entry: Entry, told: Told) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "id": str(entry.entry_id),
        "happened_at": entry.happened_at.isoformat(),
        "what": told.title,
        "by": told.by,
        "more": [{"label": line.label, "words": line.words} for line in told.lines],
        "paid_fen": told.paid_fen,
    }


def _objection(one: sharing.Objection) -> dict[str, Any]:
    answered = one.answered_at.isoformat() if one.answered_at else None
    return {
        "about": str(one.about_id),
        "made_at": one.made_at.isoformat(),
        "text": one.text,
        "due_on": one.due_on.isoformat(),
        "outcome": one.outcome,
        "answer": one.answer,
        "answered_at": answered,
    }


def _table(told: Sequence[Told], manner: Manner) -> bytes:
    """UTF-8 with a BOM, which is how Excel knows it."""
    page = io.StringIO()
    rows = csv.writer(page)
    rows.writerow(_HEAD[manner.language])
    for one in told:
        kind = WORDS.say(f"kind.{one.kind}", {}, manner.language)
        more = "; ".join(f"{line.label}: {line.words}" for line in one.lines)
        paid = "" if one.paid_fen is None else f"{one.paid_fen // 100}.{one.paid_fen % 100:02d}"
        when = f"{one.happened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        rows.writerow([_plain(cell) for cell in (when, kind, one.title, one.by, more, paid)])
    return page.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
