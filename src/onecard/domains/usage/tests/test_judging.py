"""What is said of a use before any scene is asked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.domains.usage import errors, receipts
from onecard.domains.usage.judging import Limits, _purses, screen
from onecard.domains.usage.models import BANK, MEDICAL, TRANSPORT, Use
from onecard.domains.usage.presenting import Checked
from onecard.kernel.errors import all_problems

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


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
    facts = {
        "state_zh": "x",
        "state_en": "x",
        "half_zh": "y",
        "half_en": "y",
        "missing": "¥1.00",
        "days": 90,
        "most": 10,
    }
    assert receipts.problem_named(code, facts).as_problem()["code"] == code


@given(st.dictionaries(st.sampled_from([5001, 5002, 5101, 5102, 3103]), st.integers(0, 10**9)))
def test_of_two_purses_of_a_kind_the_issuing_provinces_counts(held: dict[int, int]) -> None:
    purses = _purses([list(pair) for pair in held.items()], 511300)
    for kind in (TRANSPORT, BANK, MEDICAL):
        account, balance = purses[kind]
        assert account % 100 == kind and balance == held.get(account, 0)
        assert account == 5100 + kind or 5100 + kind not in held
        assert balance or not any(fen for other, fen in held.items() if other % 100 == kind and 5100 + kind not in held)
