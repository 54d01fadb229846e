"""The token endpoint of the OpenID Provider: codes redeemed a second, and what one costs of one core.

Each request proves its service (ES256), redeems a code of its own with PKCE and gets an ES256 ID token and an access
token, committed. `python -m bench.tokens` measures alone, over an empty home; `make bench` as one of its parts.
"""

import argparse
import json
import secrets
import statistics
import tempfile
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from joserfc import jwt
from joserfc.jwk import ECKey

from bench.load import drive
from bench.served import Spent, served, spent
from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import open_database
from onecard.doors.openid.clients import Client, register_client
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.kernel.ids import new_id
from onecard.kernel.settings import Settings

CLIENTS, ROUNDS, TOKENS = 32, 3, 3_000
BACK = "https://bench.invalid/back"


def measure(settings: Settings, owner_url: str) -> list[str]:
    """One row of the table; needs the home to be served."""
    key, verifier = ECKey.generate_key("P-256"), secrets.token_urlsafe(48)
    found: list[tuple[float, float, float]] = []
    _ask(settings, _requests(settings, owner_url, key, verifier, TOKENS // 3))  # warm
    for _ in range(ROUNDS):
        requests = _requests(settings, owner_url, key, verifier, TOKENS)
        before = spent(settings)
        rate = _ask(settings, requests)
        after = spent(settings)
        found.append((rate, _each(after, before, "web"), _each(after, before, "postgres")))
    rate, web, database = (statistics.median(column) for column in zip(*found, strict=True))
    cost = f"{web * 1e6:.0f} + {database * 1e6:.0f} µs"
    return [
        f"| OpenID token endpoint: rate; our Python + PostgreSQL a token | {rate:,.0f}/s | {cost}"
        f" | **{1 / (web + database):,.0f}/s a core** | ≥ 500/s a core |"
    ]


def _each(after: Spent, before: Spent, what: str) -> float:
    return float(getattr(after, what) - getattr(before, what)) / TOKENS


def _ask(settings: Settings, requests: list[bytes]) -> float:
    told = drive("127.0.0.1", settings.port, requests, clients=CLIENTS)
    assert set(told.statuses) == {200}, (told.statuses, told.sample)
    return float(told.per_second)


def _requests(settings: Settings, owner_url: str, key: ECKey, verifier: str, many: int) -> list[bytes]:
    """Token requests as a portal sends them; their codes are put where the consent page puts them."""
    at = datetime.now(UTC)
    codes = [secrets.token_urlsafe(32) for _ in range(many)]
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    with psycopg.connect(owner_url) as tx:
        tx.execute("select set_config('onecard.actor', 'system', true)")
        _enlist(tx, key, at)
        columns = "code_hash, holder_id, login_id, client_id, redirect_uri, challenge, nonce, subject, scopes, acr, amr"
        with tx.cursor().copy(f"copy openid.issued ({columns}, signed_in_at, code_expires_at) from stdin") as rows:
            for code in codes:
                rows.write_row((
                    sha256(code.encode()).digest(), new_id(), new_id(), "bench", BACK, challenge, "nonce", "subject",
                    ["openid"], "urn:onecard:acr:password", ["pwd"], at, at + timedelta(minutes=10),
                ))  # fmt: skip
    return [_request(settings, key, {"code": code, "code_verifier": verifier}, at) for code in codes]


def _request(settings: Settings, key: ECKey, form: dict[str, str], at: datetime) -> bytes:
    claims = {"iss": "bench", "sub": "bench", "aud": settings.address, "exp": int(at.timestamp()) + 500,
              "jti": str(new_id())}  # fmt: skip
    assertion = jwt.encode({"alg": "ES256"}, claims, key, algorithms=["ES256"])
    form |= {"client_id": "bench", "grant_type": "authorization_code", "redirect_uri": BACK,
             "client_assertion": assertion, "client_assertion_type": ASSERTION_TYPE}  # fmt: skip
    body = urlencode(form)
    head = ["POST /openid/token HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}", "", ""]  # fmt: skip
    return ("\r\n".join(head) + body).encode()


def _enlist(tx: Any, key: ECKey, at: datetime) -> None:
    row = tx.execute("select agency_id from agencies.agency limit 1").fetchone()
    agency_id = row[0] if row else new_id()
    if row is None:
        agencies.register_agencies(tx, [agencies.Agency(agency_id, "ministry", 0, "示例", "Sample")], at=at)
    public = json.loads(json.dumps(key.as_dict(private=False)))
    service = Client("bench", agency_id, "示例", "Sample", public, (BACK,), (), None, (), "bench.invalid")
    register_client(tx, service, at=at)


def main() -> None:
    """Measure over a home of its own, with one web process."""
    parser = argparse.ArgumentParser(prog="python -m bench.tokens")
    parser.add_argument("--home", default=str(Path(tempfile.gettempdir()) / "onecard-bench-tokens"))
    parser.add_argument("--port", type=int, default=8188)
    asked = parser.parse_args()
    settings = Settings(home=Path(asked.home), port=asked.port, workers=1)
    with served(settings, ONECARD_WORKERS="1"), open_database(settings, start=False) as urls:
        print("\n".join(measure(settings, urls.owner)))


if __name__ == "__main__":
    main()
