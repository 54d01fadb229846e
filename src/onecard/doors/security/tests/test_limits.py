"""Rate limits: so many at once, refilled evenly, one client never at the cost of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecard.doors.security.errors_visitors import TooManyRequests
from onecard.doors.security.limits import KnownSessions, Rate, RateLimits, client_of


def limits(count: int = 3, seconds: float = 6.0) -> tuple[RateLimits, list[float]]:
    time = [1000.0]
    return RateLimits({"door": Rate(count, seconds)}, ticks=lambda: time[0]), time


def taken(of: RateLimits, client: str = "a") -> bool:
    try:
        of.take("door", client)
    except TooManyRequests:
        return False
    return True


def test_three_pass_at_once_and_the_fourth_waits_for_one_refill():
    of, time = limits()
    assert [taken(of) for _ in range(4)] == [True, True, True, False]
    time[0] += 2.0
    assert [taken(of), taken(of)] == [True, False]


def test_refusal_says_how_long_to_wait():
    of, time = limits()
    for _ in range(3):
        of.take("door", "a")
    with pytest.raises(TooManyRequests) as refused:
        of.take("door", "a")
    time[0] += refused.value.facts["seconds"]
    assert taken(of)


def test_clients_do_not_share_a_bucket():
    of, _ = limits(count=1)
    assert [taken(of, "a"), taken(of, "b"), taken(of, "a")] == [True, True, False]


@given(waits=st.lists(st.floats(0, 5), max_size=60), count=st.integers(1, 5))
def test_no_pattern_of_knocking_gets_more_than_the_bucket_and_its_refill(waits, count):
    of, time = limits(count=count, seconds=10.0)
    passed = 0
    for wait in waits:
        time[0] += wait
        passed += taken(of)
    assert passed <= count + (time[0] - 1000.0) * count / 10.0 + 1e-6


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_one_client_is_an_ipv4_address_or_a_network_of_64_bits(address, client):
    assert client_of(address) == client


def test_a_session_has_a_bucket_once_it_was_found_and_none_once_it_ended():
    known = KnownSessions()
    assert known.bucket_of("token") is None
    known.note("token", found=True)
    assert known.bucket_of("token") not in (None, "token")
    assert known.bucket_of("made up") is None and known.bucket_of(None) is None
    known.note("token", found=False)
    assert known.bucket_of("token") is None


def test_only_so_many_sessions_are_kept_in_mind_the_latest_ones():
    known = KnownSessions(most=2)
    for token in ("a", "b", "a", "c"):
        known.note(token, found=True)
    assert [known.bucket_of(token) is not None for token in "abc"] == [True, False, True]


def test_however_many_clients_come_memory_is_bounded_and_the_busiest_are_not_forgotten():
    of = RateLimits({"door": Rate(2, 6.0)}, ticks=lambda: 1000.0, most=100)
    assert [taken(of, "busy"), taken(of, "busy")] == [True, True]
    for number in range(500):
        of.take("door", f"client {number}")
    assert len(of._full_until) <= 100
    assert not taken(of, "busy")
