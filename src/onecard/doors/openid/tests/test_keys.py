"""Signing keys come and go: a new one is published before it signs, an old one until its tokens have died."""

from datetime import timedelta

from joserfc import jws

from onecard.doors.openid.keys import SUITE, key_set, sign, verified_claims
from onecard.kernel.crypto import Keyring

HOUR = timedelta(hours=1)


def kids(keyring, at) -> list[str]:
    return [key["kid"] for key in key_set(keyring, at)["keys"]]


def kid_of(token: str) -> str:
    return str(jws.extract_compact(token.encode()).headers()["kid"])


def test_a_home_without_a_key_makes_its_first_one_once(keyring, clock):
    first = kids(keyring, clock())
    assert len(first) == 1
    assert kids(Keyring.open(keyring.folder), clock()) == first


def test_nothing_secret_is_published(keyring, clock):
    (key,) = key_set(keyring, clock())["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["use"], key["alg"]) == ("EC", "P-256", "sig", "ES256")


def test_a_new_key_is_published_before_it_signs_and_the_old_one_a_day_after(keyring, clock):
    old = kids(keyring, clock())[0]
    keyring.rotate("openid", active_from=clock() + HOUR)
    new, still = kids(keyring, clock())
    assert still == old != new
    assert kid_of(sign(keyring, {"a": 1}, kind="JWT", at=clock())) == old
    clock.move(hours=1)
    token = sign(keyring, {"a": 1}, kind="JWT", at=clock())
    assert kid_of(token) == new
    clock.move(hours=23, minutes=59)
    assert kids(keyring, clock()) == [new, old]
    clock.move(minutes=1)
    assert kids(keyring, clock()) == [new]
    keyring.later_keys("openid", SUITE)


def test_a_token_of_an_old_key_is_still_known_as_ours(keyring, clock):
    token = sign(keyring, {"a": 1}, kind="JWT", at=clock())
    keyring.rotate("openid", active_from=clock())
    assert verified_claims(keyring, token) == {"a": 1}
    keyring.retire("openid", 1, at=clock())
    assert verified_claims(keyring, token) is None


def test_what_is_not_ours_is_nothing(keyring, tmp_path, clock):
    stranger = Keyring.create(tmp_path / "elsewhere")
    token = sign(keyring, {"a": 1}, kind="JWT", at=clock())
    for other in (sign(stranger, {"a": 1}, kind="JWT", at=clock()), token[:-3] + "AAA", "", "x", "a.b.c", "é.é.é"):
        assert verified_claims(keyring, other) is None
