"""A venue's code names its point under the platform's signature; nothing else is one."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecard.doors.security.errors import VenueCodeRefused
from onecard.doors.security.venue_codes import read_venue_code, write_venue_code
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.verifier.code import Fields, write_code

POINT = UUID(int=0xCA4D)


def test_what_is_printed_is_read_with_its_address_and_in_any_case(keyring: Keyring, clock: HeldClock) -> None:
    code = write_venue_code(POINT, keyring=keyring, at=clock())
    for text in (code, f" {code.lower()}\n", f"https://card.example/venue/{code}"):
        assert read_venue_code(text, keyring.code_keys()) == POINT


def test_an_older_keys_code_still_hangs_and_a_retired_ones_does_not(keyring: Keyring, clock: HeldClock) -> None:
    code = write_venue_code(POINT, keyring=keyring, at=clock())
    keyring.rotate("code")
    assert read_venue_code(code, keyring.code_keys()) == POINT
    keyring.retire("code", 1, at=clock())
    with pytest.raises(VenueCodeRefused):
        read_venue_code(code, keyring.code_keys())


def test_an_e_cards_code_is_no_venues_code(keyring: Keyring, clock: HeldClock) -> None:
    text = write_code(Fields(1, 51, 0, 7, 7, 2_000_000_000), keyring.sign_code)
    with pytest.raises(VenueCodeRefused):
        read_venue_code(text, keyring.code_keys())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, 134), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_a_changed_letter_is_refused(keyring: Keyring, clock: HeldClock, place: int, letter: str) -> None:
    code = write_venue_code(POINT, keyring=keyring, at=clock())
    changed = code[:place] + letter + code[place + 1 :]
    if changed != code:
        with pytest.raises(VenueCodeRefused):
            read_venue_code(changed, keyring.code_keys())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200))
def test_any_other_text_is_refused_and_breaks_nothing(keyring: Keyring, text: str) -> None:
    with pytest.raises(VenueCodeRefused):
        read_venue_code(text, keyring.code_keys())
