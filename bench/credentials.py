"""SD-JWT VCs beside the bare reference library: issued with place, certificate and status, verified with everything.

Pure: no database and no server. `python -m bench.credentials` measures alone; `make bench` as one of its parts.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from bench.measures import line, ratio
from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.claims import Known, claims_of
from onecard.doors.wallet.issuing import signer_of
from onecard.doors.wallet.keys import known_keys
from onecard.doors.wallet.lists import SIZE, Place, StatusLists
from onecard.doors.wallet.verifying import Trust, check_status, check_wanted, read_presentation
from onecard.kernel.crypto import Keyring
from onecard.verifier.status_list import INVALID, StatusList

MANY, ROUNDS, AGES = 2_000, 5, [16, 18, 60, 65]
ADDRESSES, LIST = Addresses("https://card.example/wallet"), UUID(int=5)
OLDEST = timedelta(minutes=15)


def measure(many: int = MANY, rounds: int = ROUNDS) -> list[str]:
    """Two rows of the table, and what a status list costs."""
    with tempfile.TemporaryDirectory() as folder:
        keyring = Keyring.create(Path(folder) / "keys")
        return [*_issuing(keyring, many, rounds), *_verifying(keyring, many, rounds), *_list(keyring)]


def _issuing(keyring: Keyring, many: int, rounds: int) -> list[str]:
    at, holder = datetime.now(UTC), JWK.generate(kty="EC", crv="P-256")
    signer, day = signer_of(ADDRESSES, keyring, at), at.date()
    known = Known(date(1950, 5, 1), 511381, 510000, 2)
    key = signer.key.sd_jwt

    def ours() -> None:
        claims, until = claims_of(known, AGES, day), day + timedelta(days=180)
        signer.write(claims, holder=holder, place=Place(LIST, 7), day=day, until=until)

    def bare() -> None:
        claims = {SDObj(name): value for name, value in claims_of(known, AGES, day).items()}
        SDJWTIssuer(claims, key, holder, "ES256", add_decoy_claims=True)

    found = ratio(lambda: _rate(ours, many), lambda: _rate(bare, many), rounds)
    return [line("SD-JWT VC issued / the bare reference library", *found, "≥ 0.5")]


def _verifying(keyring: Keyring, many: int, rounds: int) -> list[str]:
    at, holder = datetime.now(UTC), JWK.generate(kty="EC", crv="P-256")
    signer, day = signer_of(ADDRESSES, keyring, at), at.date()
    claims = claims_of(Known(date(1950, 5, 1), 511381, 510000, 2), AGES, day)
    until = day + timedelta(days=180)
    held = SDJWTHolder(signer.write(claims, holder=holder, place=Place(LIST, 7), day=day, until=until))
    held.create_presentation({"age_over_65": True}, "nonce", "asker", holder, "ES256")
    text, trust = held.sd_jwt_presentation, Trust(ADDRESSES, known_keys(keyring, at))

    def ours() -> None:
        shown = read_presentation(text, trust=trust, audience="asker", nonce="nonce", at=at)
        check_wanted(shown, {"age_over_65": True})

    def bare() -> None:
        SDJWTVerifier(text, lambda *_: signer.key.sd_jwt, "asker", "nonce").get_verified_payload()

    found = ratio(lambda: _rate(ours, many), lambda: _rate(bare, many), rounds)
    return [line("SD-JWT VC with key binding verified / the bare reference library", *found, "≥ 0.5")]


def _list(keyring: Keyring) -> list[str]:
    """A published list of a million places, one in a hundred revoked: its size, to write it, to check against it."""
    at, lists = datetime.now(UTC), StatusLists(ADDRESSES, keyring)
    revoked = dict.fromkeys(random.Random(7).sample(range(8, SIZE), SIZE // 100), INVALID)
    began = time.perf_counter()
    token = lists.sign(LIST, StatusList.of(revoked, size=SIZE, bits=2).to_json(quick=True), at)
    wrote = time.perf_counter() - began
    signer, holder = signer_of(ADDRESSES, keyring, at), JWK.generate(kty="EC", crv="P-256")
    credential = signer.write(
        {}, holder=holder, place=Place(LIST, 7), day=at.date(), until=at.date() + timedelta(days=9)
    )
    held, trust = SDJWTHolder(credential), Trust(ADDRESSES, known_keys(keyring, at))
    held.create_presentation({}, "nonce", "asker", holder, "ES256")
    shown = read_presentation(held.sd_jwt_presentation, trust=trust, audience="asker", nonce="nonce", at=at)
    read = 1 / _rate(lambda: check_status(token, shown, trust=trust, at=at, oldest=OLDEST), 20)
    size = len(token) / 1024
    return [
        f"| Status list token, 1,048,576 places, 1 % revoked: size; written; fetched and checked | {size:,.0f} KiB"
        f" | {wrote * 1e3:.0f} ms; {read * 1e3:.1f} ms | | |"
    ]


def _rate(work: Callable[[], None], many: int) -> float:
    began = time.perf_counter()
    for _ in range(many):
        work()
    return many / (time.perf_counter() - began)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.credentials")
    parser.add_argument("--many", type=int, default=MANY)
    print("\n".join(measure(parser.parse_args().many)))
