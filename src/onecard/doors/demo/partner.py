"""The demo's partner, a scenic site that may ask one yes-or-no question; also signs for a partner of one's own.

python -m onecard.doors.demo.partner                          ask as the demo's partner, print the answer
python -m onecard.doors.demo.partner CLIENT_ID PRIVATE.jwk    print the signed assertion that buys a token
"""

import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
from joserfc import jwt
from joserfc.jwk import OKPKey

from onecard.domains.agencies import api as agencies
from onecard.doors.demo.cast import read_cast
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.doors.security.tokens import TOKEN_PATH
from onecard.kernel.clock import now
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.kernel.settings import read_settings

CLIENT_ID = "demo-scenic-sites"
#: The venue of this province is the partner.
PROVINCE = 460_000
_LIFE = timedelta(minutes=5)


def register(tx: Transaction, *, agency_id: UUID, at: datetime) -> OKPKey:
    """Let the partner in under a new key; the private half comes back to be written down."""
    key = OKPKey.generate_key("Ed25519")
    agencies.register_partner(
        tx,
        client_id=CLIENT_ID,
        agency_id=agency_id,
        public_jwk=key.as_dict(private=False),
        scopes=["cards.verify"],
        at=at,
    )
    return key


def write_key(folder: Path, key: OKPKey) -> Path:
    """The private key, in a file only we may read."""
    page = key_page(folder)
    page.touch(mode=0o600, exist_ok=True)
    page.write_text(json.dumps(key.as_dict(private=True)), encoding="utf-8")
    return page


def key_page(folder: Path) -> Path:
    """Where the private key lies."""
    return folder / "partner.jwk"


def assertion(client_id: str, key: OKPKey, *, audience: str, at: datetime) -> str:
    """What the partner signs to get one token (RFC 7523)."""
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "exp": int((at + _LIFE).timestamp()),
        "jti": str(new_id()),
    }
    return jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])


def main(arguments: Sequence[str]) -> int:
    """0 answered or signed, 1 refused, 2 no such key or not understood."""
    settings = read_settings()
    page = Path(arguments[1]) if len(arguments) == 2 else key_page(settings.home / "demo")
    if len(arguments) not in {0, 2} or not page.is_file():
        print(f"没有私钥 no private key: {page}", __doc__, sep="\n\n", file=sys.stderr)
        return 2
    client_id = arguments[0] if arguments else CLIENT_ID
    key = OKPKey.import_key(json.loads(page.read_text(encoding="utf-8")))
    signed = assertion(client_id, key, audience=settings.address + TOKEN_PATH, at=now())
    if arguments:
        print(signed)
        return 0
    return _ask(settings.address, signed)


def _ask(address: str, signed: str) -> int:
    """Is the pensioner of the cast 65 or older?"""
    with httpx.Client(base_url=address, timeout=30) as http:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": signed,
        }
        answer = http.post(TOKEN_PATH, data=form)
        if answer.is_success:
            asked = {"number": read_cast().part("pensioner").number, "claim": "aged_65", "legal_basis": "consent"}
            said = {"authorization": f"Bearer {answer.json()['access_token']}", "idempotency-key": str(new_id())}
            answer = http.post("/v1/claims", json=asked, headers=said)
    print(json.dumps(answer.json(), ensure_ascii=False, indent=2))
    return int(not answer.is_success)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
