"""A status list says of each entry what was put there, in the bits the specification names."""

import base64
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.verifier.errors import StatusListMalformed, StatusUnknown
from onecard.verifier.status_list import BYTES_MAX, StatusList, aggregation, reference


def test_the_one_bit_example_of_the_specification_reads_and_writes() -> None:
    ones = [0, 3, 4, 5, 7, 8, 9, 13, 15]  # byte one is 0xB9, byte two 0xA3
    made = StatusList.of(ones, size=16)
    assert made.raw == bytes([0xB9, 0xA3])
    read = StatusList.from_json({"bits": 1, "lst": "eNrbuRgAAhcBXQ"})
    assert (bytes(read.raw), [i for i in range(16) if read.status(i)]) == (bytes([0xB9, 0xA3]), ones)


def test_the_two_bit_example_of_the_specification_reads_and_writes() -> None:
    statuses = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    made = StatusList.of(dict(enumerate(statuses)), size=12, bits=2)
    assert made.raw == bytes([0xC9, 0x44, 0xF9])
    read = StatusList.from_json({"bits": 2, "lst": "eNo76fITAAPfAgc"})
    assert [read.status(i) for i in range(12)] == statuses


@given(data=st.data(), bits=st.sampled_from([1, 2, 4, 8]))
def test_every_entry_comes_back(data: st.DataObject, bits: int) -> None:
    statuses = data.draw(st.lists(st.integers(0, 2**bits - 1), min_size=1, max_size=200))
    read = StatusList.from_json(StatusList.of(dict(enumerate(statuses)), size=len(statuses), bits=bits).to_json())
    assert [read.status(i) for i in range(len(statuses))] == statuses


def test_an_entry_may_be_changed_back_while_a_list_is_made() -> None:
    made = StatusList.of({3: 2}, size=8, bits=2)
    made.put(3, 1)
    assert [made.status(i) for i in range(8)] == [0, 0, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize("index", [8, 10**12, -1])
def test_an_entry_that_is_not_there_is_not_called_valid(index: int) -> None:
    with pytest.raises(StatusUnknown):
        StatusList.of([], size=8).status(index)


@pytest.mark.parametrize(("index", "status"), [(8, 1), (-1, 1), (0, 2)])
def test_what_does_not_fit_is_not_put(index: int, status: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        StatusList.of({index: status}, size=8)


@pytest.mark.parametrize(
    "page",
    [
        None, [], {}, {"bits": 1}, {"bits": 3, "lst": "eNrbuRgAAhcBXQ"}, {"bits": 1, "lst": 7}, {"bits": 1, "lst": "!"},
        {"bits": 1, "lst": "eNrbuRgAAhcB"}, {"bits": 1, "lst": "AAAA"}, {"bits": 1, "lst": "é"},
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(page: object) -> None:
    with pytest.raises(StatusListMalformed):
        StatusList.from_json(page)


def test_a_small_file_does_not_fill_a_gates_memory() -> None:
    bomb = zlib.compress(bytes(BYTES_MAX + 1))
    with pytest.raises(StatusListMalformed):
        StatusList.from_json({"bits": 1, "lst": base64.urlsafe_b64encode(bomb).decode().rstrip("=")})


def test_looking_up_among_many_takes_about_a_tenth_of_a_microsecond() -> None:
    made = StatusList(bytes(12_500_000))
    began = time.process_time()
    for _ in range(100_000):
        made.status(99_999_999)
    assert (time.process_time() - began) / 100_000 < 1e-6


def test_a_token_points_at_its_entry_and_an_issuer_at_its_lists() -> None:
    assert reference("https://one.invalid/lists/1", 7) == {
        "status_list": {"idx": 7, "uri": "https://one.invalid/lists/1"}
    }
    assert aggregation(["a", "b"]) == {"status_lists": ["a", "b"]}
