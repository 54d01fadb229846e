"""Files of either format: written for a bank as its own asks, and read by what they are.

What is written goes to the disk, is checked there against its schema, and only then may be sent.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from onecard.domains.disbursement import iso_in, iso_out, text_file
from onecard.domains.disbursement.errors import FileRefused, FileTooLarge
from onecard.domains.disbursement.iso_schema import Message
from onecard.domains.disbursement.models import Answer, Bank, Instruction, PayLine

#: More than a million lines of camt.053; nothing a bank sends is larger.
MEGABYTES_MOST = 2_048
TEXT = "text"


def file_name(file: Instruction) -> str:
    """What the file is called; the same however often it is made."""
    return f"{file.message_id}.{'xml' if file.format == 'iso20022' else 'txt'}"


def write_file(path: Path, file: Instruction, bank: Bank, lines: Iterable[PayLine]) -> None:
    """Write instructions and prove them by their schema."""
    if file.format == "iso20022":
        _write(path, (one.encode() for one in iso_out.pain_001(file, bank, lines)))
        iso_in.check(path, iso_out.PAIN_001)
    else:
        _write(path, text_file.pay_text(file, bank, lines))


def write_question(
    path: Path, file: Instruction, asked: list[tuple[UUID, int]], *, message_id: str, at: datetime
) -> None:
    """Write a question about lines of a file, in that file's format."""
    when = at.astimezone(UTC)
    if file.format == "iso20022":
        pieces = iso_out.pacs_028(file, message_id, asked, f"{when:%Y-%m-%dT%H:%M:%S}Z")
        _write(path, (one.encode() for one in pieces))
        iso_in.check(path, iso_out.PACS_028)
    else:
        _write(path, text_file.ask_text(file, message_id, asked, f"{when:%Y%m%d}"))


def open_answers(path: Path) -> tuple[str, Iterator[Answer]]:
    """What kind of file a bank sent, and its answers; checked to its last line before the first is given.

    FileRefused where it breaks its format or is none that we read; FileTooLarge where it is larger than any.
    """
    if path.stat().st_size > MEGABYTES_MOST * 2**20:
        raise FileTooLarge(megabytes=MEGABYTES_MOST)
    if text_file.is_answer(path):
        text_file.check(path)
        return TEXT, text_file.read(path)
    message = iso_in.message_of(path)
    if message is None or message in (iso_out.PAIN_001, iso_out.PACS_028):
        raise FileRefused(what_zh="不是可识别的回执文件", what_en="it is no file of answers that we read")
    iso_in.check(path, message)
    return message, iso_in.read(path, message)


def check_message(path: Path, message: Message) -> None:
    """Prove a document by the schema of its message; FileRefused where it breaks it."""
    iso_in.check(path, message)


def digest_of(path: Path) -> bytes:
    """What a file is known by: SHA-256 of its bytes."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.digest()


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        path.chmod(0o600)
        for piece in pieces:
            file.write(piece)
