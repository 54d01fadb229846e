"""What is said of a use before any scene is asked, and how columns travel."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecard.domains.usage import errors, receipts
from onecard.domains.usage.judging import Limits, screen
from onecard.domains.usage.models import Use
from onecard.domains.usage.presenting import Checked
from onecard.domains.usage.store import column, ids, instants
from onecard.kernel.errors import all_problems
from onecard.kernel.postgres.transaction import Transaction

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def checked(happened_at: datetime, *, offline: bool) -> Checked:
    return Checked(Use(uuid4(), 1, "", happened_at, {}, offline), b"", None, None)


@given(st.integers(-7_000, 7_000))
def test_an_online_use_happens_now_give_or_take_the_skew(seconds: int) -> None:
    problem = screen(checked(NOW + timedelta(seconds=seconds), offline=False), NOW, Limits())
    assert (problem is None) == (-120 <= seconds <= 120)


@given(st.integers(-200 * 86400, 7_000))
def test_an_offline_use_may_be_late_but_never_ahead(seconds: int) -> None:
    problem = screen(checked(NOW + timedelta(seconds=seconds), offline=True), NOW, Limits())
    assert (problem is None) == (-90 * 86400 <= seconds <= 120)


def test_too_late_comes_before_what_the_code_itself_got_wrong() -> None:
    use = Use(uuid4(), 1, "", NOW - timedelta(days=91), {}, True)
    problem = screen(Checked(use, b"", None, errors.CardUnknown()), NOW, Limits())
    assert isinstance(problem, errors.TooLate)


@pytest.mark.parametrize("code", sorted(p.code for p in all_problems() if p.code.startswith("usage.")))
def test_a_refusal_is_told_again_as_it_was_told_first(code: str) -> None:
    facts = {"state_zh": "x", "state_en": "x", "half_zh": "y", "half_en": "y", "missing": "¥1.00", "days": 90}
    assert receipts.problem_named(code, facts).as_problem()["code"] == code


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))))
def test_a_column_of_numbers_arrives_as_it_was_sent(tx: Transaction, values: list[int | None]) -> None:
    assert tx.execute("select %s::bigint[]", (column(values),)).fetchone()[0] == values


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(INSTANTS, min_size=1))
def test_a_column_of_instants_arrives_as_it_was_sent(tx: Transaction, values: list[datetime]) -> None:
    assert tx.execute("select %s::timestamptz[]", (instants(values),)).fetchone()[0] == values


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.uuids(allow_nil=True))))
def test_a_column_of_ids_arrives_as_it_was_sent(tx: Transaction, values: list[UUID | None]) -> None:
    assert tx.execute("select %s::uuid[]", (ids(values),)).fetchone()[0] == values
