"""Forms that bring a file, whatever a sender makes of them."""

from contextlib import suppress

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onecard.doors.security.errors_visitors import RequestMalformed
from onecard.doors.security.uploads import Upload, read_upload

FORM = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n1\r\n--x--\r\n'
KIND = b"multipart/form-data; boundary=x"


def sent(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, bytes]:
    """As another program writes it."""
    request = httpx.Request("POST", "http://here", data=fields, files=files)
    return request.headers["content-type"].encode(), request.read()


@given(
    fields=st.dictionaries(st.from_regex(r"[a-z_]{1,10}", fullmatch=True), st.text(max_size=40), max_size=5),
    content=st.binary(min_size=1, max_size=400),
)
def test_what_another_program_writes_is_read_as_it_was_meant(fields: dict[str, str], content: bytes) -> None:
    fields = {name: value.replace("\r", "").replace("\n", "") for name, value in fields.items()}
    found = read_upload(*sent(fields, {"file": ("名单.csv", content)}))
    assert found == Upload(fields, {"file": content})


def test_a_file_that_was_not_chosen_is_not_there() -> None:
    body = FORM.replace(b'name="csrf"', b'name="file"; filename=""')
    assert read_upload(KIND, body) == Upload({}, {})


@given(
    kind=st.sampled_from([KIND, b"multipart/form-data", b"multipart/form-data; boundary=", b"x;\xff"]), body=st.binary()
)
@example(KIND, FORM[:-6])
@example(KIND, FORM.replace(b"form-data;", b"form-data; filename*=UTF-9''%ff;"))
def test_any_bytes_are_a_form_or_refused(kind: bytes, body: bytes) -> None:
    for content in (body, FORM + body, FORM.replace(b"1", body)):
        with suppress(RequestMalformed):
            read_upload(kind, content)


def test_more_parts_than_any_page_has_are_refused() -> None:
    part = FORM.removesuffix(b"--x--\r\n")
    with pytest.raises(RequestMalformed):
        read_upload(KIND, part * 30 + b"--x--\r\n")
