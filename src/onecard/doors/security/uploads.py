"""Forms that bring a file (multipart/form-data), read whole in memory: the body is bounded already."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from multipart import MultipartError, MultipartParser, parse_options_header

from onecard.doors.security.errors_visitors import RequestMalformed

MULTIPART = b"multipart/form-data"
_PARTS_MAX, _MEMORY_MAX = 20, 4 * 2**20


@dataclass(frozen=True, slots=True)
class Upload:
    """What a form brought: its fields as text, and its files by field; a file not chosen is not there."""

    fields: Mapping[str, str]
    files: Mapping[str, bytes]


def read_upload(content_type: bytes, body: bytes) -> Upload:
    """The fields and files of a form; RequestMalformed for anything that is none. A repeated field counts once."""
    fields: dict[str, str] = {}
    files: dict[str, bytes] = {}
    try:
        _, options = parse_options_header(content_type.decode("latin-1"))
        parser = MultipartParser(
            BytesIO(body), options.get("boundary", ""), content_length=len(body), part_limit=_PARTS_MAX,
            spool_limit=_MEMORY_MAX, memory_limit=_MEMORY_MAX,
        )  # fmt: skip
        for part in parser:
            if part.filename is None:
                fields[part.name] = part.raw.decode("utf-8", "replace")
            elif part.filename:
                files[part.name] = part.raw
    except (MultipartError, ValueError, LookupError) as error:
        raise RequestMalformed from error
    return Upload(fields, files)
