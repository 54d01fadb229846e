"""The API keeps its own word: the document is complete, and no request that can be invented breaks a handler."""

import json
import re

import httpx
import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from stdnum.cn import ric
from tests.acceptance.cast import PASSWORD

from onecard.domains.agencies import api as agencies
from onecard.doors.api.access import ACCESS
from onecard.kernel.errors import all_problems

CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

NUMBER = re.compile(r"\b\d{17}[\dX]\b")
REFUSED_SECRETS = {
    "signInResident": {401}, "signInStaff": {401}, "linkChannel": {401}, "resetPassword": {403},
    "applyForEcard": {403}, "confirmLevelTwo": {403},
}  # fmt: skip


@pytest.fixture
def document(nobody) -> dict:
    answer = nobody.get("/v1/openapi.json")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json"
    return answer.json()


def operations(document):
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_document_is_openapi_3_1_and_every_operation_has_an_id_and_words(document):
    assert document["openapi"].startswith("3.1")
    ids = [told["operationId"] for _, _, told in operations(document)]
    assert len(ids) == len(set(ids)) > 25
    assert all("·" in told["summary"] for _, _, told in operations(document))


def test_every_refusal_is_problem_json_with_a_known_code_as_example(document):
    known = {problem.code for problem in all_problems()}
    for path, method, told in operations(document):
        refusals = {status: answer for status, answer in told["responses"].items() if int(status) >= 400}
        assert "429" in refusals, (path, method)
        for answer in refusals.values():
            assert list(answer["content"]) == ["application/problem+json"]
            examples = answer["content"]["application/problem+json"]["examples"]
            assert set(examples) <= known


def bodies(document):
    """Every body that is sent or said, with the operation: (id, content)."""
    for _, _, told in operations(document):
        for place in [told.get("requestBody", {}), *told["responses"].values()]:
            for content in place.get("content", {}).values():
                yield told["operationId"], content


def test_everything_sent_or_said_has_an_example_of_its_own_shape(document):
    for operation, content in bodies(document):
        whole = {**content["schema"], "components": document["components"]}
        shape = jsonschema_rs.Draft202012Validator(whole)
        assert content.get("examples"), operation
        for name, example in content["examples"].items():
            assert [one.message for one in shape.iter_errors(example["value"])] == [], (operation, name)


def test_the_numbers_in_examples_have_their_check_digit(document):
    numbers = {found for _, content in bodies(document) for found in NUMBER.findall(json.dumps(content["examples"]))}
    assert numbers and all(ric.calc_check_digit(number) == number[-1] for number in numbers)


def test_every_body_has_an_example_that_the_door_understands(document, visit, resident, partner, staff, cast):
    clerks: dict[str, httpx.Client] = {}

    def visitor(operation: str) -> httpx.Client:
        """Whom the access table names for it."""
        who = ACCESS[operation]
        if operation == "changeMyPassword":
            return signed_in_neighbour(visit, cast)
        if who.kind == "staff":
            role = next(role for role, gives in agencies.ROLES.items() if who.needs in gives)
            if role not in clerks:
                clerks[role] = staff(role)
            return clerks[role]
        return {"resident": resident, "partner": partner}.get(who.kind) or visit()

    sent = set()
    # A lost card shows no code, so that its loss is reported last, and then cancelled.
    # The e-card's end comes after that; and a changed password, another resident's, ends the session.
    last = ["reportMyCardLost", "cancelMyLossReport", "changeMyPassword", "cancelMyEcard"]
    order = {operation: number for number, operation in enumerate(last, 1)}
    for path, method, told in sorted(operations(document), key=lambda one: order.get(one[2]["operationId"], 0)):
        content = told.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            example = content["application/json"]["examples"]["example"]["value"]
            for use in example.get("uses", [example] if "presentation" in example else []):
                # A code lives for a minute, so that none can stand in a document: it is put in here.
                code = resident.post("/v1/me/code", json={}).json()["text"]
                now = {"presentation": code, "happened_at": cast.clock().isoformat()}
                use |= {name: value for name, value in now.items() if name in use}
            body = json.dumps(example).encode()
            operation, headers = told["operationId"], {"content-type": "application/json"}
            if ACCESS[operation].kind == "terminal":
                headers |= cast.gate.headers(method.upper(), path, body, at=cast.clock())
            answer = visitor(operation).request(method, path, content=body, headers=headers)
            # Secrets in an example are nobody's: whoever signs in or signs with them is understood, and refused.
            refused = {400, 401, 403, 422} - REFUSED_SECRETS.get(operation, set())
            assert answer.status_code not in refused, (path, answer.text)
            sent.add(operation)
    assert len(sent) >= 9, sent


def signed_in_neighbour(visit, cast) -> httpx.Client:
    client, card = visit(), cast.neighbour.card.card_number
    said = client.post("/v1/sign-in/resident", json={"card_number": card, "password": PASSWORD}).json()
    client.headers["x-csrf-token"] = said["csrf_token"]
    return client


#: What changes nothing by being sent twice without a key, and why.
NEEDS_NO_KEY = {
    "sendUse": "the terminal's sequence number is its key",
    "uploadUses": "the terminal's sequence numbers are its keys",
    "issueToken": "the assertion's jti serves once",
    "signInStaff": "the one-time code serves once",
    "signInResident": "a second session takes the place of the first",
    "signOut": "who is out stays out",
    "showMyCode": "a code is made and nothing is kept",
    "showCodeFor": "each code is another one, counted and written down",
    "findDelegations": "a question: each look is written down",
    "findPerson": "a question: each look is written down",
    "findEntitlements": "a question: each look is written down",
    "tryProgramme": "a question: nothing is kept",
    "revealPerson": "a question: each look is written down",
    "findHalves": "a question: each look is written down",
    "openCardRequest": "a question: each look is written down",
    "openObjection": "a question: each look is written down",
    "showCodeInChannel": "a code is made and nothing is kept",
    "askPasswordReset": "one code a minute, whoever asks how often",
    "resetPassword": "the code serves once",
    "exportMyRecord": "a file is made: each export is written down",
    "estimatePension": "a question: nothing is kept",
    "findGrants": "a question: nothing is kept",
    "adjustPension": "a question: nothing is kept",
    "findPayingPlace": "a question: nothing is kept",
}


def test_every_change_from_outside_carries_a_request_key_or_has_a_reason_not_to(document):
    without = set()
    for _, method, told in operations(document):
        headers = {one["name"].lower(): one for one in told.get("parameters", []) if one["in"] == "header"}
        if method != "get" and "idempotency-key" not in headers:
            without.add(told["operationId"])
        assert headers.get("idempotency-key", {}).get("required", True)
    assert without == set(NEEDS_NO_KEY)


def test_hot_paths_are_documented_with_their_refusals(document):
    for path in ("/v1/uses", "/v1/uploads"):
        responses = document["paths"][path]["post"]["responses"]
        assert {"200", "401", "403", "409", "422"} <= set(responses)
    said = json.dumps(document["paths"]["/v1/uses"], ensure_ascii=False)
    for code in ("terminal.signature_invalid", "ecards.expired", "ecards.forged", "usage."):
        assert code in said


@pytest.mark.slow
@pytest.mark.parametrize("visitor", ["nobody", "resident", "clerk", "partner"])
def test_invented_requests_never_break_a_handler(visitor, request, address, staff, cast, house):
    client = staff("card_operator") if visitor == "clerk" else request.getfixturevalue(visitor)
    schema = schemathesis.openapi.from_url(f"{address}/v1/openapi.json")
    headers = {name: client.headers[name] for name in ("x-csrf-token", "authorization") if name in client.headers}
    cookies = dict(client.cookies)
    # A visitor that signs itself out would invent the rest as nobody.
    for found in schema.exclude(operation_id=["signOut", "stopMyEcard"]).get_all_operations():
        knock(found.ok(), headers, cookies)


def knock(operation, headers: dict[str, str], cookies: dict[str, str]) -> None:
    """Some invented requests to one operation, well formed and not."""

    @settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def invented(case):
        case.call_and_validate(headers=headers, cookies=cookies, checks=CHECKED)

    invented()


@pytest.mark.parametrize("operation_id", ["sendUse", "uploadUses", "whoAmI", "getCodeKeys", "getPinKey", "checkPin"])
def test_invented_requests_with_a_good_signature_never_break_a_handler(operation_id, address, nobody, cast):
    schema = schemathesis.openapi.from_url(f"{address}/v1/openapi.json")
    [found] = schema.include(operation_id=operation_id).get_all_operations()
    operation = found.ok()
    documented = {int(status) for status in operation.definition.raw["responses"]}

    @settings(max_examples=60, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def invented(case):
        sent = case.as_transport_kwargs(base_url=address)
        body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data") or b""
        content = body if isinstance(body, bytes) else str(body).encode()
        headers = cast.gate.headers(operation.method.upper(), operation.path, content, at=cast.clock())
        answer = nobody.request(operation.method, operation.path, content=content, headers=headers)
        assert answer.status_code < 500, answer.text
        assert answer.status_code in documented, answer.text
        assert answer.status_code != 401, answer.text

    invented()
