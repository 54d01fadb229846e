"""Columns arrive as they were sent, whatever is in them."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecard.kernel.postgres import columns
from onecard.kernel.postgres.transaction import Transaction

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
COLUMNS: dict[str, tuple[Callable[..., columns.Column], st.SearchStrategy[Any]]] = {
    "uuid": (columns.ids, st.uuids(allow_nil=True)),
    "bigint": (columns.numbers, st.integers(-(2**63), 2**63 - 1)),
    "integer": (columns.small_numbers, st.integers(-(2**31), 2**31 - 1)),
    "date": (columns.days, st.dates(date(1, 1, 1), date(9999, 12, 31))),
    "timestamptz": (columns.instants, st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))),
    "text": (columns.words, TEXTS),
    "bytea": (columns.octets, st.binary()),
}
SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("kind", COLUMNS)
@SETTINGS
@given(data=st.data())
def test_a_column_arrives_as_it_was_sent(tx: Transaction, kind: str, data: st.DataObject) -> None:
    column, values = COLUMNS[kind]
    sent = data.draw(st.lists(st.one_of(st.none(), values)))
    assert tx.execute(f"select %s::{kind}[]", (column(sent),)).fetchone()[0] == sent


@SETTINGS
@given(st.lists(st.one_of(st.none(), st.dictionaries(TEXTS, TEXTS))))
def test_documents_arrive_as_jsonb(tx: Transaction, sent: list[dict[str, str] | None]) -> None:
    column = columns.documents([None if one is None else json.dumps(one).encode() for one in sent])
    assert tx.execute("select %s::jsonb[]", (column,)).fetchone()[0] == sent


def test_new_ids_are_all_different(tx: Transaction) -> None:
    assert len(set(tx.execute("select %s::uuid[]", (columns.new_ids(1000),)).fetchone()[0])) == 1000
