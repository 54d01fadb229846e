"""Token requests that came together: each gets its own answer, whatever its neighbours brought."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from onecard.doors.openid.errors import AskedTooOften, GrantTypeUnsupported, GrantWrong, ServiceUnproven
from onecard.doors.openid.tests.relying import Service, agree, follow, sign_in, went_back
from onecard.doors.openid.token_batches import TokenRequest, answer
from onecard.doors.security.assertions import ASSERTION_TYPE
from onecard.doors.security.limits import RATES, Rate, RateLimits
from onecard.kernel.ids import new_id


@pytest.fixture
def codes(portal, visit, cast):
    """Fresh codes for the portal, one a call; she agrees once, then each log-in shows no page."""
    browser = visit()
    page = sign_in(browser, follow(browser, portal.send(browser)), cast.resident.card.card_number)
    first = [went_back(page if "http-equiv" in page.text else agree(browser, page))[1]["code"]]

    def fresh() -> str:
        return first.pop() if first else went_back(follow(browser, portal.send(browser)))[1]["code"]

    return fresh


def _form(service: Service, code: str, *, grant: str = "authorization_code", **claims: Any) -> dict[str, str]:
    return {
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": service.assertion(**claims),
        "grant_type": grant,
        "code": code,
        "redirect_uri": service.redirect_uri,
        "code_verifier": service.verifier,
    }


def _answers(service: Service, *forms: dict[str, str], limits: RateLimits | None = None) -> list[Any]:
    limits = limits or RateLimits()
    return answer(service.house, [TokenRequest(form, limits) for form in forms])


def _kinds(said: list[Any]) -> list[type]:
    return [type(one) for one in said]


def test_each_gets_its_own_answer_in_its_own_place(portal, other, codes):
    good, alien, unmade, kind = codes(), codes(), "x" * 43, codes()
    said = _answers(
        portal,
        _form(other, alien),
        _form(portal, good),
        _form(portal, unmade),
        _form(portal, kind, grant="refresh_token"),
        _form(portal, good) | {"client_assertion": "x.y.z"},
        _form(portal, alien),
    )
    assert _kinds(said) == [GrantWrong, dict, GrantWrong, GrantTypeUnsupported, ServiceUnproven, dict]
    assert said[1]["access_token"] != said[5]["access_token"]
    assert portal.claims(said[1]["access_token"]).status_code == 200
    assert portal.read(said[5]["id_token"])["aud"] == "sichuan-portal"


def test_a_code_that_comes_twice_in_a_batch_opens_nothing_as_when_it_comes_twice_in_turn(portal, codes):
    code = codes()
    said = _answers(portal, _form(portal, code), _form(portal, code))
    assert sorted(kind.__name__ for kind in _kinds(said)) == ["GrantWrong", "dict"]
    [token] = [one["access_token"] for one in said if isinstance(one, dict)]
    assert portal.claims(token).status_code == 401


def test_an_assertion_that_comes_twice_in_a_batch_proves_once(portal, codes):
    form = _form(portal, codes())
    said = _answers(portal, form, form | {"code": codes()})
    assert _kinds(said) == [dict, ServiceUnproven]


def test_one_that_the_database_cannot_take_spoils_no_neighbour(portal, codes):
    said = _answers(portal, _form(portal, codes()), _form(portal, codes()) | {"redirect_uri": "\0"})
    assert isinstance(said[0], dict)
    assert isinstance(said[1], Exception)


def test_who_asks_too_often_is_told_so_and_nobody_else(portal, other, codes):
    limits = RateLimits(dict(RATES) | {"service": Rate(1, 600)})
    forms = [_form(portal, codes()), _form(portal, codes()), _form(other, codes())]
    assert _kinds(_answers(portal, *forms, limits=limits)) == [dict, AskedTooOften, GrantWrong]


def test_a_code_redeemed_by_many_at_once_is_never_good_twice(portal, codes):
    code = codes()
    with ThreadPoolExecutor(8) as many:
        said = list(many.map(lambda _: _answers(portal, _form(portal, code))[0], range(8)))
    assert sum(isinstance(one, dict) for one in said) == 1


@pytest.mark.parametrize("jti", ["\0" * 8, "\ud800" * 8, "tab\there"], ids=["nul", "half a character", "control"])
def test_an_assertion_with_an_unprintable_name_proves_nothing(portal, jti):
    assert _kinds(_answers(portal, _form(portal, "x", jti=jti))) == [ServiceUnproven]


def test_a_client_of_an_unprintable_name_is_unknown(portal):
    assert _kinds(_answers(portal, _form(portal, "x") | {"client_id": f"portal\0{new_id()}"})) == [ServiceUnproven]
