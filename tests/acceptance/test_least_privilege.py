"""Every operation and every page against every kind of visitor: the table says who, and the doors do as it says."""

import re
from uuid import UUID

import httpx
import pytest

from onecard.domains.agencies import api as agencies
from onecard.doors import web
from onecard.doors.api.access import ACCESS, Who, admit
from onecard.doors.api.routes import API_ROUTES
from onecard.doors.boards.routes import Lookout
from onecard.doors.console import desk
from onecard.doors.console.operation import operations
from onecard.doors.security.errors_visitors import NotForYou
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.visitors import Partner, Resident, Staff, Terminal
from onecard.doors.terminal import booth

#: After these a visitor is nobody.
ENDS_SESSION = {"signOut", "stopMyEcard"}
#: What a closed door says.
SHUT = {"door.sign_in_needed", "door.not_for_you", "terminal.signature_missing"}
ONE = UUID(int=1)
NOWHERE = "0193535e-0000-7000-8000-000000000000"
PAGES = {
    "anybody": [
        ("GET", "/board"), ("GET", "/styleguide"), ("GET", "/health/live"), ("GET", "/health/ready"),
        ("GET", "/metrics"), ("GET", "/benefits"), ("GET", f"/benefits/{NOWHERE}"),
        ("GET", "/notices"), ("GET", f"/notices/{NOWHERE}"),
        ("GET", "/offline"), ("GET", "/offline-worker.js"),
        ("GET", "/sign-in"), ("GET", "/terminal/sign-in"), ("GET", "/manner"), ("GET", f"/static/{NOWHERE}/look.css"),
        ("GET", f"/kiosk/{NOWHERE}"), ("POST", "/kiosk/state"), ("GET", "/forgot"), ("POST", "/forgot"),
        ("POST", "/forgot/reset"), ("GET", "/pension/what-if"), ("POST", "/pension/what-if"),
        ("GET", "/pension/place"), ("POST", "/pension/place"),
        ("GET", "/.well-known/openid-credential-issuer/wallet"),
        ("GET", "/.well-known/oauth-authorization-server/wallet"), ("GET", "/.well-known/jwt-vc-issuer/wallet"),
        ("GET", "/wallet/types/ecard"), ("GET", "/wallet/status-lists"), ("GET", f"/wallet/status-lists/{NOWHERE}"),
        ("GET", f"/wallet/offers/{NOWHERE}"), ("POST", "/wallet/token"), ("POST", "/wallet/nonce"),
        ("POST", "/wallet/credential"), ("POST", "/wallet/notification"), ("GET", f"/wallet/requests/{NOWHERE}"),
        ("POST", f"/wallet/requests/{NOWHERE}"), ("POST", f"/wallet/responses/{NOWHERE}"),
        ("POST", "/sign-in"), ("POST", "/terminal/sign-in"), ("POST", "/sign-out"), ("POST", "/terminal/sign-out"),
        ("GET", "/console/sign-in"), ("POST", "/console/sign-in"), ("POST", "/console/sign-out"),
        ("GET", "/.well-known/openid-configuration"), ("GET", "/.well-known/oauth-authorization-server"),
        ("GET", "/openid/keys"), ("GET", "/openid/authorize"), ("GET", "/openid/sign-in"), ("POST", "/openid/sign-in"),
        ("GET", "/openid/consent"), ("POST", "/openid/consent"), ("GET", "/openid/scan"), ("GET", "/openid/scan/state"),
        ("GET", "/openid/scan/done"), ("GET", "/openid/confirm"), ("POST", "/openid/confirm"),
        ("GET", "/openid/logout"), ("POST", "/openid/logout"),
    ],
    # A service that signs people in proves itself with each request; nobody else gets in.
    "service": [
        ("POST", "/openid/par"), ("POST", "/openid/token"), ("GET", "/openid/userinfo"), ("POST", "/openid/userinfo"),
        ("POST", "/openid/introspect"), ("POST", "/openid/revoke"),
    ],
    "resident": [
        ("GET", "/"), ("GET", "/me"), ("GET", "/code"), ("GET", "/code/live"), ("GET", "/code/notice"),
        ("GET", "/benefits/mine"), ("GET", "/payments"), ("GET", f"/payments/{NOWHERE}"),
        ("GET", f"/venue/{NOWHERE}/ticket"), ("POST", "/venue/ticket"),
        ("GET", f"/handover/{NOWHERE}"), ("POST", "/handover"), ("GET", "/licence"), ("GET", "/scan"),
        ("POST", "/scan"), ("POST", "/scan/frames"), ("POST", "/venue"),
        ("GET", f"/venue/{NOWHERE}"), ("POST", "/licence"), 
        ("GET", "/ecard"), ("POST", "/ecard/unlink"), ("GET", "/ecard/sure"),
        ("POST", "/ecard/sure"), ("GET", "/ecard/password"), ("POST", "/ecard/password"),
        ("GET", "/records/export"), ("POST", "/records/export"), ("POST", "/records/objections"),
        ("GET", f"/records/looks/{NOWHERE}"),
        ("GET", "/loss"), ("GET", "/loss/report"), ("GET", "/loss/cancel"), ("GET", "/records"),
        ("GET", f"/records/{NOWHERE}"), ("GET", "/passes"), ("POST", "/card/eye"), ("POST", "/loss/report"),
        ("POST", "/loss/cancel"), ("POST", "/passes/buy"), ("POST", "/passes/activate"),
        ("GET", "/passes/refund"), ("POST", "/passes/refund"),
        ("GET", "/functions"), ("GET", "/functions/lock"), ("GET", "/functions/unlock"), ("GET", "/functions/pin"),
        ("POST", "/functions/lock"), ("POST", "/functions/unlock"), ("POST", "/functions/pin"),
        ("GET", "/carriers"), ("POST", "/carriers/stop"), ("GET", "/carriers/print"), ("POST", "/carriers/print"),
        ("GET", "/family"), ("GET", "/family/acts"), ("GET", "/family/add"), ("POST", "/family/add"),
        ("GET", f"/family/{NOWHERE}"), ("GET", f"/family/{NOWHERE}/terms"), ("POST", f"/family/{NOWHERE}/terms"),
        ("POST", f"/family/{NOWHERE}/accept"), ("POST", f"/family/{NOWHERE}/decline"),
        ("POST", f"/family/{NOWHERE}/end"), ("GET", f"/family/{NOWHERE}/code"), ("POST", f"/family/{NOWHERE}/code"),
        ("POST", f"/family/{NOWHERE}/loss"), ("GET", f"/family/{NOWHERE}/record"), ("GET", f"/family/{NOWHERE}/uses"),
        ("GET", "/openid/consents"), ("POST", "/openid/consents/withdraw"),
        ("GET", "/credentials"), ("GET", "/credentials/add"), ("POST", "/credentials/add"),
        ("GET", f"/credentials/added/{NOWHERE}"), ("GET", "/credentials/withdraw"), ("POST", "/credentials/withdraw"),
    ],
    "point_attendant": [
        ("GET", "/terminal"), ("GET", f"/terminal/at/{NOWHERE}"), ("POST", "/terminal/open"),
        ("POST", f"/terminal/at/{NOWHERE}/uses"), ("POST", f"/terminal/at/{NOWHERE}/frames"),
        ("GET", f"/terminal/at/{NOWHERE}/venue"), ("POST", f"/terminal/at/{NOWHERE}/next"),
        ("GET", f"/terminal/at/{NOWHERE}/proofs"), ("POST", f"/terminal/at/{NOWHERE}/proofs"),
        ("GET", f"/terminal/at/{NOWHERE}/proofs/{NOWHERE}"),
    ],
    "console": [
        ("GET", "/console"), ("GET", "/console/work"), ("GET", f"/console/at/{NOWHERE}"),
        ("GET", f"/console/receipts/{NOWHERE}"),
    ],
    "counter": [("POST", "/console/find")],
    "list_clerk": [
        ("GET", "/console/lists"), ("POST", "/console/lists"), ("GET", "/console/lists/template"),
        ("GET", f"/console/lists/{NOWHERE}"), ("GET", f"/console/lists/{NOWHERE}/answers"),
        ("POST", f"/console/lists/{NOWHERE}/hand-in"), ("POST", f"/console/lists/{NOWHERE}/drop"),
    ],
    "rosters": [
        ("GET", "/console/rosters"), ("GET", f"/console/rosters/projects/{NOWHERE}"),
        ("GET", f"/console/rosters/{NOWHERE}"), ("POST", f"/console/rosters/{NOWHERE}/checks"),
    ],
    "village_clerk": [
        ("POST", f"/console/rosters/projects/{NOWHERE}"), ("GET", f"/console/rosters/projects/{NOWHERE}/template"),
        ("POST", f"/console/rosters/{NOWHERE}/rows"), ("GET", f"/console/rosters/{NOWHERE}/refused"),
        ("POST", f"/console/rosters/{NOWHERE}/notice"), ("POST", f"/console/rosters/{NOWHERE}/withdrawal"),
        ("POST", f"/console/rosters/{NOWHERE}/drop"),
    ],
    "objectors": [("POST", f"/console/rosters/{NOWHERE}/objection")],
    "programme_officer": [("POST", f"/console/rosters/{NOWHERE}/settlement")],
    "approvers": [
        ("POST", f"/console/rosters/{NOWHERE}/approval"), ("POST", f"/console/rosters/{NOWHERE}/return"),
    ],
    "finance_officer": [("POST", f"/console/rosters/{NOWHERE}/handover")],
    "payment_clerk": [
        ("GET", "/console/payments"), ("GET", f"/console/payments/{NOWHERE}"),
        ("GET", f"/console/payments/{NOWHERE}/lines/1"), ("POST", f"/console/payments/{NOWHERE}/lines/1/reissue"),
        ("POST", f"/console/payments/{NOWHERE}/lines/1/settlement"),
    ],
    "agency_admin": [
        ("GET", "/console/objections"), ("POST", "/console/objections"), ("GET", f"/console/objections/{NOWHERE}"),
        ("POST", f"/console/objections/{NOWHERE}/answer"),
    ],
    "policy_analyst": [
        ("GET", "/console/what-if"), ("GET", "/console/what-if/result"), ("GET", "/console/what-if/sheet"),
    ],
    "card_decider": [
        ("POST", "/console/cases"), ("GET", f"/console/cases/{NOWHERE}"),
        ("POST", f"/console/cases/{NOWHERE}/decision"),
    ],
    "card_producer": [
        ("POST", "/console/orders"), ("GET", f"/console/orders/{NOWHERE}/list"),
        ("POST", f"/console/orders/{NOWHERE}/finish"),
    ],
    "arrivals": [("POST", "/console/deliveries")],
    "card_operator": [
        ("POST", f"/console/at/{NOWHERE}/reveal"),
        ("GET", f"/console/at/{NOWHERE}/report-formal-loss"), ("POST", f"/console/at/{NOWHERE}/report-formal-loss"),
    ],
}  # fmt: skip
#: Who is meant by a kind above that is nobody's name.
MEANT = {
    "anybody": {"nobody", "resident", "partner", *agencies.ROLES},
    "counter": {"card_operator", "hotline_operator", "half_keeper"},
    "console": {
        "card_operator",
        "hotline_operator",
        "half_keeper",
        "card_producer",
        "card_decider",
        "list_clerk",
        "agency_admin",
        "policy_analyst",
        "village_clerk",
        "township_officer",
        "programme_officer",
        "finance_officer",
        "payment_clerk",
    },
    "rosters": {"village_clerk", "township_officer", "programme_officer", "finance_officer"},
    "objectors": {"village_clerk", "township_officer", "programme_officer"},
    "approvers": {"township_officer", "programme_officer", "finance_officer"},
    "arrivals": {"card_operator", "card_producer"},
}


def concrete(path: str) -> str:
    """A path with something in each hole."""
    return "/v1" + fill(
        path.replace("{number:int}", "1").replace("{code:int}", "510000").replace("{day:date}", "2026-11-22")
    )


def fill(path: str) -> str:
    """The same with an id or a ticket that nothing has."""
    path = path.replace("{operation:str}", "report-formal-loss").replace("{number:int}", "1")
    return re.sub(r"\{\w+:(?:uuid|str)\}", NOWHERE, path)


OPERATIONS = {
    str(handler.operation_id): (method, concrete(path))
    for handler in API_ROUTES
    for path in handler.paths
    for method in handler.http_methods
    if method != "OPTIONS"
} | {"sendUse": ("POST", "/v1/uses"), "uploadUses": ("POST", "/v1/uploads")}


def may(who: Who, visitor: str) -> bool:
    """What the table promises to a kind of visitor (for staff: a role)."""
    if who.kind == "anybody":
        return True
    if visitor in agencies.ROLES:
        return who.kind == "signed_in" or (who.kind == "staff" and who.needs in agencies.ROLES[visitor])
    return who.kind == visitor or (who.kind == "signed_in" and visitor == "resident")


def opened(answer: httpx.Response) -> bool:
    """Whether the door opened, whatever was said behind it."""
    kind = answer.headers.get("content-type", "")
    # A wallet is nobody we know: what it brings is judged behind the door, and refused there in its protocol's words.
    if kind == "application/problem+json" or (answer.url.path.startswith("/wallet/") and answer.status_code >= 400):
        return answer.json()["code"] not in SHUT
    return answer.status_code not in (401, 403) and "sign-in" not in answer.headers.get("location", "")


def test_every_operation_stands_in_the_table_and_nothing_else_does():
    assert set(OPERATIONS) == set(ACCESS)


def test_roles_give_exactly_the_permissions_that_are_asked_for():
    asked = {who.needs for who in ACCESS.values() if who.kind == "staff"} | {
        booth.PERMISSION,
        *desk.FINDS,
        desk.REVEAL,
        *desk.WORKS,
    }
    asked |= {one.permission for one in operations()}
    assert frozenset().union(*agencies.ROLES.values()) == asked
    assert {who.needs for who in ACCESS.values() if who.kind == "partner"} == agencies.SCOPES


@pytest.mark.parametrize("visitor", ["nobody", "resident", "partner", *agencies.ROLES])
def test_visitor_gets_exactly_what_the_table_gives(visitor, request, staff, cast):
    client = staff(visitor) if visitor in agencies.ROLES else request.getfixturevalue(visitor)
    found = {}
    for operation, (method, path) in OPERATIONS.items():
        if operation not in ENDS_SESSION:
            found[operation] = opened(client.request(method, path, json={} if method == "POST" else None))
    assert found == {operation: may(ACCESS[operation], visitor) for operation in found}


def test_terminal_gets_exactly_what_the_table_gives(nobody, cast):
    found = {}
    for operation, (method, path) in OPERATIONS.items():
        body = b"{}" if method == "POST" else b""
        headers = cast.gate.headers(method, path, body, at=cast.clock())
        found[operation] = opened(nobody.request(method, path, content=body, headers=headers))
    assert found == {operation: may(ACCESS[operation], "terminal") for operation in OPERATIONS}


@pytest.mark.parametrize("visitor", ["nobody", "resident", "partner", *agencies.ROLES])
def test_pages_open_for_whom_they_are_meant(visitor, request, staff, cast):
    client = staff(visitor) if visitor in agencies.ROLES else request.getfixturevalue(visitor)
    for kind, pages in PAGES.items():
        for method, path in pages:
            if path.endswith("sign-out"):
                continue
            answer = client.request(method, path, data={} if method == "POST" else None)
            assert opened(answer) == (visitor in MEANT.get(kind, {kind})), (visitor, method, path, answer.status_code)


def test_the_list_of_pages_above_is_whole(house):
    app = web.build_rooms(house, RateLimits(), Lookout(house))
    served = {
        (method, route.path.replace("{digest:str}/{name:str}", f"{NOWHERE}/look.css"))
        for route in app.routes
        for method in route.methods - {"OPTIONS"}
        if not route.path.startswith("/v1")
    }
    listed = {page for pages in PAGES.values() for page in pages}
    filled = {(method, fill(path)) for method, path in served}
    assert filled == listed


def test_hot_paths_are_those_of_the_table():
    assert {path for _, path in (OPERATIONS["sendUse"], OPERATIONS["uploadUses"])} == web.HOT_PATHS


def test_an_operation_that_nobody_wrote_into_the_table_is_nobodys():
    everybody = [
        None,
        Resident(ONE, ""),
        Staff(ONE, ONE, frozenset().union(*agencies.ROLES.values()), ("5",), ""),
        Partner("x", ONE, agencies.SCOPES),
        Terminal(ONE),
    ]
    for visitor in everybody:
        with pytest.raises(NotForYou):
            admit("forgotten", visitor)
