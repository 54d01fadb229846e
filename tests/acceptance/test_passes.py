"""A year pass over the counter of the portal: bought, given back after a question, and once only."""

import re
from typing import Any

import httpx
import pytest
from tests.acceptance.cast import PASSWORD
from tests.factories import TIANHE, make_cardholder

from onecard.domains.ledger import api as ledger
from onecard.scenes.tourism.tests.conftest import open_chart

BANK = ledger.purse(44, ledger.BANK)
PRICE = 29_900


@pytest.fixture
def southerner(house: Any, owner_tx: Any, cast: Any) -> Any:
    """Somebody with a Guangzhou card and ¥400.00 in its bank purse."""
    open_chart(owner_tx, house.clock())
    with house.app.writing() as tx:
        held = make_cardholder(tx, keyring=house.keyring, at=house.clock(), division=TIANHE, password=PASSWORD)
        ledger.top_up(
            tx, holder_id=held.holder_id, purse=BANK, amount_fen=40_000, happened_at=house.clock(), at=house.clock(),
            request_key="first",
        )  # fmt: skip
    return held


@pytest.fixture
def browser(visit: Any, southerner: Any) -> httpx.Client:
    client = visit()
    given = {"card_number": southerner.card.card_number, "password": PASSWORD}
    client.headers["x-csrf-token"] = client.post("/v1/sign-in/resident", json=given).json()["csrf_token"]
    return client


@pytest.fixture
def bank(house: Any, southerner: Any) -> Any:
    """What is in the bank purse now."""

    def balance() -> int:
        with house.app.reading() as tx:
            purses = ledger.balances(tx, holder_id=southerner.holder_id)
        return next(one.balance_fen for one in purses if one.account == BANK)

    return balance


@pytest.fixture
def pass_id(browser: httpx.Client) -> str:
    """A pass just bought."""
    answer = browser.post("/passes/buy", data={"offer": "hainan_guangdong", "once": "0"})
    assert answer.headers.get("location") == "/passes?done=buy", answer.text
    found = re.search(r"/passes/refund\?pass=([0-9a-f-]{36})", browser.get("/passes").text)
    assert found, "a pass that waits can be given back"
    return found[1]


def test_a_pass_is_given_back_after_a_question(browser: httpx.Client, pass_id: str, bank: Any) -> None:
    assert bank() == 40_000 - PRICE
    asked = browser.get("/passes/refund", params={"pass": pass_id})
    assert "确认退掉这张年卡?" in asked.text and "299.00" in asked.text
    assert bank() == 40_000 - PRICE, "asking moves nothing"
    done = browser.post("/passes/refund", data={"pass": pass_id}, follow_redirects=True)
    assert "购卡款已全额退回原付款账户" in done.text and "/passes/refund" not in done.text
    browser.post("/passes/refund", data={"pass": pass_id})
    assert bank() == 40_000, "whole, and once"


def test_an_active_pass_is_not_given_back(browser: httpx.Client, pass_id: str, bank: Any) -> None:
    browser.post("/passes/activate", data={"pass": pass_id})
    assert browser.get("/passes/refund", params={"pass": pass_id}).headers["location"] == "/passes"
    refused = browser.post("/passes/refund", data={"pass": pass_id}, headers={"accept-language": "en"})
    assert refused.status_code == 409
    assert re.search("退款|refunded only before", refused.text)
    assert bank() == 40_000 - PRICE


def test_nobody_gives_back_a_pass_that_is_not_hers(resident: httpx.Client, pass_id: str, bank: Any) -> None:
    assert resident.get("/passes/refund", params={"pass": pass_id}).status_code == 404
    assert resident.post("/passes/refund", data={"pass": pass_id}).status_code == 404
    assert resident.get("/passes/refund", params={"pass": "x"}).status_code == 404
    assert bank() == 40_000 - PRICE


def test_a_lost_card_buys_no_pass_and_the_page_says_what_to_do(browser: httpx.Client, bank: Any) -> None:
    assert browser.post("/loss/report").status_code in (200, 303)
    refused = browser.post("/passes/buy", data={"offer": "hainan_guangdong", "once": "0"})
    assert refused.status_code == 409
    assert "此卡已挂失" in refused.text and "解挂" in refused.text
    assert bank() == 40_000
