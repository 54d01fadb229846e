"""A service that signs people in, as a test drives it: pushes, redeems, asks; and the person's browser beside it."""

import json
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet
from tests.acceptance.cast import CARD_AGENCY, PASSWORD

from onecard.doors.bootstrap import House
from onecard.doors.openid.clients import Client, register_client
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.kernel.ids import new_id

HTML = {"accept": "text/html"}


@dataclass
class Service:
    """One registered service. `http` talks to the provider directly; browsers come separately."""

    house: House
    client_id: str
    redirect_uri: str
    key: ECKey
    http: httpx.Client
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def issuer(self) -> str:
        return self.house.settings.address

    def assertion(self, **changes: Any) -> str:
        """A fresh client assertion, unless a change says otherwise."""
        now = int(self.house.clock().timestamp())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.issuer,
            "exp": now + 60,
            "jti": str(new_id()),
        }
        # Escaped, so that a test may name what UTF-8 has no bytes for.
        return jws.serialize_compact({"alg": "ES256"}, json.dumps(claims | changes), self.key, algorithms=["ES256"])

    def post(self, path: str, form: dict[str, str], **changes: Any) -> httpx.Response:
        """A request with the service's proof."""
        proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": self.assertion(**changes)}
        return self.http.post(path, data=proof | form)

    def parameters(self, **changes: str) -> dict[str, str]:
        """What the service asks for by default."""
        challenge = urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": "st-4711",
            "nonce": "n-0815",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (asked | changes).items() if value != ""}

    def push(self, **changes: str) -> str:
        """A pushed request's `request_uri`."""
        answer = self.post("/openid/par", self.parameters(**changes))
        assert answer.status_code == 201, answer.text
        assert answer.json()["expires_in"] == 90
        return str(answer.json()["request_uri"])

    def send(self, browser: httpx.Client, **changes: str) -> httpx.Response:
        """Send a browser to sign in; the provider's first answer."""
        return self.bring(browser, self.push(**changes))

    def bring(self, browser: httpx.Client, request_uri: str) -> httpx.Response:
        """The browser arrives with a request."""
        query = {"client_id": self.client_id, "request_uri": request_uri}
        return browser.get("/openid/authorize", params=query, headers=HTML)

    def redeem(self, code: str, **changes: str) -> httpx.Response:
        """The token request."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
        }
        return self.post("/openid/token", form | changes)

    def read(self, id_token: str) -> dict[str, Any]:
        """The ID token's claims, verified against the published key set."""
        keys = KeySet.import_key_set(self.http.get("/openid/keys").json())
        return dict(jwt.decode(id_token, keys, algorithms=["ES256"]).claims)

    def claims(self, token: str) -> httpx.Response:
        """What the userinfo endpoint says."""
        return self.http.get("/openid/userinfo", headers={"authorization": f"Bearer {token}"})


def enlist(
    house: House,
    address: str,
    client_id: str,
    *,
    host: str = "portal.invalid",
    scopes: tuple[str, ...] = (),
    backchannel: str | None = None,
) -> Service:
    """Register a service of the card agency."""
    key = ECKey.generate_key("P-256")
    back = f"https://{host}/back?from=onecard"
    client = Client(
        client_id, CARD_AGENCY, "四川政务服务网(示例)", "Sichuan services portal (sample)", key.as_dict(private=False),
        (back, f"https://{host}/other"), (f"https://{host}/bye",), backchannel, scopes, host,
    )  # fmt: skip
    with house.app.writing() as tx:
        register_client(tx, client, at=house.clock())
    return Service(house, client_id, back, key, httpx.Client(base_url=address, timeout=30))


def field_of(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name} in the page"
    return found[1]


def follow(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Follow redirects on our own pages, as a browser does."""
    while answer.status_code in (302, 303) and answer.headers["location"].startswith("/"):
        answer = browser.get(answer.headers["location"], headers=HTML)
    return answer


def sign_in(browser: httpx.Client, page: httpx.Response, card_number: str, password: str = PASSWORD) -> httpx.Response:
    """Fill the sign-in form of a request; the page that comes next."""
    form = {"request": field_of(page.text, "request"), "card_number": card_number, "password": password}
    return follow(browser, browser.post("/openid/sign-in", data=form, headers=HTML))


def agree(browser: httpx.Client, page: httpx.Response, answer: str = "yes") -> httpx.Response:
    """Press a button of the consent page."""
    form = {"request": field_of(page.text, "request"), "csrf": field_of(page.text, "csrf"), "answer": answer}
    return browser.post("/openid/consent", data=form, headers=HTML)


def went_back(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Where the browser is led out to, and what it brings along."""
    if answer.status_code == 303:
        location = answer.headers["location"]
    else:
        found = re.search(r'http-equiv="refresh" content="0;url=([^"]*)"', answer.text)
        assert found, answer.text[:3000]
        location = found[1].replace("&amp;", "&")
    parts = urlsplit(location)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", dict(parse_qsl(parts.query))


def log_in(service: Service, browser: httpx.Client, card_number: str, **changes: str) -> dict[str, Any]:
    """The whole way of a person who was not signed in: the token response."""
    page = follow(browser, service.send(browser, **changes))
    page = sign_in(browser, page, card_number)
    answer = page if "http-equiv" in page.text else agree(browser, page)
    _, brought = went_back(answer)
    told = service.redeem(brought["code"])
    assert told.status_code == 200, told.text
    return dict(told.json())


def refused(answer: httpx.Response) -> tuple[int, str]:
    """A refusal to a service: status and OAuth's word."""
    assert answer.headers["content-type"] == "application/json", "OAuth libraries read nothing else"
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()["error"]
