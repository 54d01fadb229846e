"""What the bank is sent: orders to pay and questions, in ISO 20022 or fixed columns, read on the bank's own side.

Written apart from what we send with, from the formats' description: a fake that shared our code would share our
mistakes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from onecard.domains.disbursement import api as disbursement
from onecard.kernel.errors import Malformed

_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
PAIN, PACS = "pain.001.001.09", "pacs.028.001.03"


class OrderRefused(Malformed):
    """The bank was sent something it does not read."""

    code = "bank.order_refused"
    title = ("银行不接受该文件：{what}", "The bank does not take the file: {what}")
    next_step = ("请按约定格式重新发送。", "Send it again as agreed.")


@dataclass(frozen=True, slots=True)
class Order:
    """One payment the bank is to make."""

    line_id: str
    fen: int
    name: str
    account: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that the bank was sent: orders, or questions about lines of `about`."""

    iso: bool
    asks: bool
    message_id: str
    about: str
    orders: Iterator[Order]


def read_sent(path: Path) -> Sent:
    """Read a file by what it is."""
    with path.open("rb") as file:
        begins = file.read(4)
    if begins[:1] == b"H":
        return _columns(path, begins[1:4].decode("ascii", "replace"))
    for message in (PAIN, PACS):
        try:
            disbursement.check_message(path, message)  # type: ignore[arg-type]
        except disbursement.FileRefused:
            continue
        return _document(path, message)
    raise OrderRefused(what="ISO 20022")


def _document(path: Path, message: str) -> Sent:
    ns = f"{{urn:iso:std:iso:20022:tech:xsd:{message}}}"
    head = next(one for _, one in etree.iterparse(str(path), tag=f"{ns}GrpHdr", **_SAFE))
    message_id = head.findtext(f"{ns}MsgId") or ""
    if message == PAIN:
        return Sent(True, False, message_id, "", _transfers(path, ns))
    first = next(one for _, one in etree.iterparse(str(path), tag=f"{ns}OrgnlMsgId", **_SAFE))
    return Sent(True, True, message_id, first.text or "", _questions(path, ns))


def _transfers(path: Path, ns: str) -> Iterator[Order]:
    for _, one in etree.iterparse(str(path), tag=f"{ns}CdtTrfTxInf", **_SAFE):
        yield Order(
            one.findtext(f"{ns}PmtId/{ns}EndToEndId") or "",
            int(Decimal(one.findtext(f"{ns}Amt/{ns}InstdAmt") or "0") * 100),
            one.findtext(f"{ns}Cdtr/{ns}Nm") or "",
            one.findtext(f"{ns}CdtrAcct/{ns}Id/{ns}Othr/{ns}Id") or "",
        )
        one.clear()
        while (older := one.getprevious()) is not None:
            older.getparent().remove(older)


def _questions(path: Path, ns: str) -> Iterator[Order]:
    for _, one in etree.iterparse(str(path), tag=f"{ns}TxInf", **_SAFE):
        yield Order(one.findtext(f"{ns}OrgnlEndToEndId") or "", 0, "", "")
        one.clear()


def _columns(path: Path, kind: str) -> Sent:
    if kind not in ("PAY", "ASK"):
        raise OrderRefused(what=kind)
    with path.open("rb") as file:
        head = file.readline().decode("ascii")
    return Sent(False, kind == "ASK", head[4:39].strip(), head[39:74].strip(), _details(path, kind))


def _details(path: Path, kind: str) -> Iterator[Order]:
    with path.open("rb") as file:
        for line in file:
            if line[:1] == b"D":
                account, name = (line[59:93], line[93:333]) if kind == "PAY" else (b"", b"")
                yield Order(line[9:41].decode(), int(line[41:59]), _text(name), _text(account))


def _text(held: bytes) -> str:
    try:
        return held.decode("utf-8").strip()
    except UnicodeDecodeError:
        return held.decode("gb18030").strip()
