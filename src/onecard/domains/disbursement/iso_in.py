"""What a bank sends in ISO 20022: pain.002, camt.053, camt.054; read as a stream, and never trusted.

No document type, no entities, nothing fetched, a bound on size and depth; the whole file is checked against its schema
before the first line of it is applied, so a file is read whole or not at all. Only booked entries in yuan count.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from lxml import etree

from onecard.domains.disbursement.amounts import read_amount
from onecard.domains.disbursement.errors import FileRefused
from onecard.domains.disbursement.iso_schema import MESSAGES, Message, namespace, schema
from onecard.domains.disbursement.models import Answer
from onecard.domains.disbursement.states import Said
from onecard.kernel.clock import SHANGHAI

#: ISO 20022 statuses as far as they are certain. Any other is no answer: it is asked again and never guessed.
STATUSES: dict[str, Said] = {
    "RCVD": "accepted", "ACTC": "accepted", "ACCP": "accepted", "ACSP": "accepted", "ACWC": "accepted",
    "ACSC": "paid", "ACCC": "paid", "RJCT": "rejected", "CANC": "rejected", "PDNG": "unknown",
}  # fmt: skip
_SAFE: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip
#: What a long file is long of: let go as soon as it was checked.
_REPEATED = ("CdtTrfTxInf", "TxInf", "TxInfAndSts", "OrgnlPmtInfAndSts", "TxDtls", "Ntry", "Bal")
_ELEMENT = re.compile(r"Element '\{[^}]*\}([A-Za-z0-9]{1,35})'", re.ASCII)
_SPACE = "urn:iso:std:iso:20022:tech:xsd:"


def message_of(path: Path) -> Message | None:
    """Which message a file is, by its namespace; None where it is no XML or none that we know.

    FileRefused where it declares a document type: before anything of it is expanded, and whoever reads on need not ask.
    """
    try:
        for _, element in etree.iterparse(str(path), events=("start",), **_SAFE):
            if element.getroottree().docinfo.doctype:
                raise FileRefused(what_zh="含有文档类型声明", what_en="it declares a document type")
            name = str(element.tag).partition("}")[0].removeprefix("{" + _SPACE)
            return name if name in MESSAGES else None
    except etree.XMLSyntaxError:
        pass
    return None


def check(path: Path, message: Message) -> None:
    """Walk a file against its schema; FileRefused names the first place that is wrong, never what it says."""
    if message_of(path) != message:
        raise FileRefused(what_zh=f"不是 {message}", what_en=f"it is no {message}")
    repeated = tuple(f"{{{namespace(message)}}}{tag}" for tag in _REPEATED)
    # No entity is left to resolve without a document type; told not to, lxml would pass over a file that was cut short.
    rules = {**_SAFE, "resolve_entities": True, "schema": schema(message)}
    try:
        with path.open("rb") as file:
            for _, element in etree.iterparse(file, tag=repeated, **rules):
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise _refused(error) from None


def read(path: Path, message: Message) -> Iterator[Answer]:
    """The answers of a checked file, in its order."""
    with path.open("rb") as file:
        if message == "pain.002.001.10":
            yield from _statuses(file, f"{{{namespace(message)}}}")
        else:
            yield from _entries(file, f"{{{namespace(message)}}}")


def _statuses(file: Any, ns: str) -> Iterator[Answer]:
    """Of pain.002: the sentence about a whole file first, where it says something certain; then each transaction."""
    about, whole, payments = "", f"{ns}OrgnlGrpInfAndSts", f"{ns}OrgnlPmtInfAndSts"
    for _, element in etree.iterparse(file, tag=(whole, f"{ns}TxInfAndSts", payments), **_SAFE):
        if element.tag == whole:
            about = element.findtext(f"{ns}OrgnlMsgId") or ""
            status, reason = element.findtext(f"{ns}GrpSts"), element.findtext(f"{ns}StsRsnInf/{ns}Rsn/*")
            # "Partly" is said by the transactions; and that a whole file was paid, or may be, is believed of none.
            if STATUSES.get(status or "", "unknown") in ("accepted", "rejected"):
                yield Answer(STATUSES[status or ""], "", about, reason=reason)
        elif element.tag == payments:
            _forget(element)
        else:
            yield _transaction(element, ns, about)
            _forget(element)


def _transaction(element: Any, ns: str, about: str) -> Answer:
    """One walk over the children: a look for each would cost more than everything else that is done with a line."""
    line, status, reason, when, fen, skip = "?", "", None, None, None, len(ns)
    for child in element:
        match child.tag[skip:]:
            case "OrgnlEndToEndId":
                line = child.text
            case "TxSts":
                status = child.text
            case "StsRsnInf" if reason is None:
                reason = child.findtext(f"{ns}Rsn/*")
            case "AccptncDtTm":
                when = _instant(child.text)
            case "OrgnlTxRef":
                amount = child.find(f"{ns}Amt/{ns}InstdAmt")
                fen = None if amount is None else _fen(amount)
    return Answer(STATUSES.get(status, "unknown"), line, about, fen, reason, when)


def _entries(file: Any, ns: str) -> Iterator[Answer]:
    """Of camt: a booked debit is a payment, a booked credit that names a line of ours is its return."""
    entry = f"{ns}Ntry"
    for _, element in etree.iterparse(file, tag=(f"{ns}TxDtls", entry), **_SAFE):
        if element.tag == entry:
            _forget(element)
            continue
        held = element.getparent().getparent()
        line = element.findtext(f"{ns}Refs/{ns}EndToEndId")
        if line and held.findtext(f"{ns}Sts/{ns}Cd") == "BOOK":
            way = element.findtext(f"{ns}CdtDbtInd") or held.findtext(f"{ns}CdtDbtInd")
            reversed_ = held.findtext(f"{ns}RvslInd") in ("true", "1")
            amount = element.find(f"{ns}Amt")
            if amount is None:
                amount = held.find(f"{ns}Amt")
            yield Answer(
                "paid" if (way == "DBIT") != reversed_ else "returned",
                line,
                element.findtext(f"{ns}Refs/{ns}MsgId") or "",
                _fen(amount),
                element.findtext(f"{ns}RtrInf/{ns}Rsn/*"),
                _booked(held.find(f"{ns}BookgDt"), ns),
            )
        _forget(element)


def _refused(error: etree.XMLSyntaxError) -> FileRefused:
    """Where it is wrong: the line of a mistake in the XML, the element of one against the schema."""
    if error.lineno:
        return FileRefused(what_zh=f"第 {error.lineno} 行不合格式", what_en=f"line {error.lineno} breaks the format")
    found = _ELEMENT.match(error.msg or "")
    name = found[1] if found else "Document"
    return FileRefused(what_zh=f"元素 {name} 不合格式", what_en=f"element {name} breaks the format")


def _fen(amount: Any) -> int:
    """Fen; -1, which is no line's amount, for other currencies and parts of a fen."""
    fen = read_amount(amount.text or "") if amount.get("Ccy") == "CNY" else None
    return -1 if fen is None else fen


def _booked(found: Any, ns: str) -> datetime | None:
    if found is None:
        return None
    return _instant(found.findtext(f"{ns}DtTm")) or _instant(found.findtext(f"{ns}Dt"))


def _instant(text: str | None) -> datetime | None:
    """An instant; a bare day is its beginning, and what names no zone is Shanghai's time."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not 2000 <= found.year < 2200:
        return None
    found = datetime.combine(found.date(), time.min) if len(text.strip()) == 10 else found
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def _forget(element: Any) -> None:
    """Let go of what was read, and of its older brothers, so that memory stays flat."""
    element.clear(keep_tail=False)
    while (older := element.getprevious()) is not None:
        older.getparent().remove(older)
