"""The plain text file that many banks ask for: lines of fixed columns, counted in bytes, in UTF-8 or GB18030.

    H  head     1 kind 3 (PAY, ANS, ASK)  message 35  about 35  day 8  lines 8  fen 18  account 34
    D  detail   1 number 8  line 32  fen 18  then of PAY: account 34  name 240  purpose 240  bank 240
                                     of ANS: said 4 (ACPT PAID RJCT RTRN UNKN)  reason 10  instant 14 (Shanghai)
    T  total    1 lines 8  fen 18  SM3 of all detail lines with their ends 64

Words are filled up with spaces behind, figures with noughts before; every line ends with LF. Count, sum and digest
must agree, so that a file cut short or changed on its way is refused whole.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from onecard.domains.disbursement.errors import FileRefused
from onecard.domains.disbursement.models import Answer, Bank, Format, Instruction, PayLine
from onecard.domains.disbursement.states import Said
from onecard.kernel.clock import SHANGHAI

SAID: dict[str, Said] = {"ACPT": "accepted", "PAID": "paid", "RJCT": "rejected", "RTRN": "returned", "UNKN": "unknown"}
ENCODINGS: dict[Format, str] = {"text_utf8": "utf-8", "text_gb18030": "gb18030"}
_HEAD = (1, 3, 35, 35, 8, 8, 18, 34)
_ANSWER = (1, 8, 32, 18, 4, 10, 14)
_TOTAL = (1, 8, 18, 64)
_LONGEST = 1_024


def pay_text(file: Instruction, bank: Bank, lines: Iterable[PayLine]) -> Iterator[bytes]:
    """Instructions."""
    encoding, digest = ENCODINGS[file.format], hashlib.new("sm3")

    def word(text: str, width: int) -> bytes:
        told = text.encode(encoding)
        assert len(told) <= width, "a payee was checked before"
        return told.ljust(width)

    yield _head("PAY", file.message_id, "", f"{file.pay_on:%Y%m%d}", file.lines, file.amount_fen, bank.account)
    for line in lines:
        payee = line.payee
        detail = f"D{line.number:08d}{line.line_id.hex}{line.amount_fen:018d}".encode() + word(payee.account, 34)
        detail += word(payee.name, 240) + word(file.purpose, 240) + word(payee.bank, 240) + b"\n"
        digest.update(detail)
        yield detail
    yield f"T{file.lines:08d}{file.amount_fen:018d}{digest.hexdigest()}\n".encode()


def ask_text(file: Instruction, message_id: str, asked: Iterable[tuple[UUID, int]], day: str) -> Iterator[bytes]:
    """What became of these lines of that file?"""
    told, digest = list(asked), hashlib.new("sm3")
    fen = sum(amount for _, amount in told)
    yield _head("ASK", message_id, file.message_id, day, len(told), fen, "")
    for number, (line_id, amount) in enumerate(told, 1):
        detail = f"D{number:08d}{line_id.hex}{amount:018d}\n".encode()
        digest.update(detail)
        yield detail
    yield f"T{len(told):08d}{fen:018d}{digest.hexdigest()}\n".encode()


def is_answer(path: Path) -> bool:
    """Whether a file is one of answers, by its first bytes."""
    with path.open("rb") as file:
        return file.read(4) == b"HANS"


def check(path: Path) -> None:
    """Count, sum and digest agree, every line is as it should be; FileRefused otherwise."""
    digest, many, fen = hashlib.new("sm3"), 0, 0
    with path.open("rb") as file:
        head = _fields(_line(file), _HEAD, "H", 1)
        while (line := _line(file))[:1] == b"D":
            fields = _fields(line, _ANSWER, "D", many + 2)
            if fields[4].strip() not in SAID or not (fields[1].isdigit() and fields[3].isdigit()):
                raise _refused(many + 2)
            digest.update(line)
            many, fen = many + 1, fen + int(fields[3])
        total = _fields(line, _TOTAL, "T", many + 2)
        if file.read(1):
            raise FileRefused(what_zh="合计行之后还有内容", what_en="there is more after the total")
    if head[1] != "ANS" or (int(head[5]), int(head[6])) != (many, fen):
        raise FileRefused(what_zh="首行的笔数或金额不符", what_en="the head's count or sum differs")
    if (int(total[1]), int(total[2]), total[3]) != (many, fen, digest.hexdigest()):
        raise FileRefused(what_zh="合计行的笔数、金额或摘要不符", what_en="the total's count, sum or digest differs")


def read(path: Path) -> Iterator[Answer]:
    """The answers of a checked file, in its order."""
    with path.open("rb") as file:
        about = _fields(_line(file), _HEAD, "H", 1)[3].strip()
        while (line := _line(file))[:1] == b"D":
            _, _, line_id, fen, said, reason, when = _fields(line, _ANSWER, "D", 0)
            yield Answer(
                SAID[said.strip()], line_id.strip() or "?", about, int(fen), reason.strip() or None, _instant(when)
            )


def _head(kind: str, message: str, about: str, day: str, many: int, fen: int, account: str) -> bytes:  # noqa: PLR0917
    return f"H{kind}{message:<35}{about:<35}{day}{many:08d}{fen:018d}{account:<34}\n".encode()


def _line(file: BinaryIO) -> bytes:
    return file.readline(_LONGEST)


def _fields(line: bytes, widths: tuple[int, ...], mark: str, number: int) -> list[str]:
    if len(line) != sum(widths) + 1 or not line.startswith(mark.encode()) or not line.endswith(b"\n"):
        raise _refused(number)
    try:
        text = line.decode("ascii")
    except UnicodeDecodeError:
        raise _refused(number) from None
    found, start = [], 0
    for width in widths:
        found.append(text[start : start + width])
        start += width
    if mark != "D" and not all(one.isdigit() for one in (found[5:7] if mark == "H" else found[1:3])):
        raise _refused(number)
    return found


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        return None


def _refused(number: int) -> FileRefused:
    return FileRefused(what_zh=f"第 {number} 行不合格式", what_en=f"line {number} breaks the format")
