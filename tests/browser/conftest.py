"""A real Chromium against a real server over a small world: the demo's agencies, points and cast, and two newcomers.

Where Chromium is missing these tests are skipped out loud; with ONECARD_BROWSER=must (as in CI) they fail instead.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.browser.newcomers import Newcomer, ride, settle_newcomers

from onecard.doors.bootstrap import House, open_house
from onecard.doors.demo import plan
from onecard.doors.demo.cast import enrol_staff, read_cast, settle_cast
from onecard.doors.demo.institutions import found_agencies, found_points
from onecard.doors.demo.settlers import issuing_division
from onecard.doors.look.manner import LANGUAGE_COOKIE, MODE_COOKIE
from onecard.doors.security.limits import RATES, Rate
from onecard.doors.web import create_app
from onecard.kernel.clock import day_of, now
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.cluster import LOGIN, OWNER
from onecard.kernel.postgres.server import Server
from onecard.kernel.settings import Settings

CHROMIUM = os.environ.get("ONECARD_CHROMIUM") or next(
    filter(None, (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))), None
)
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class World:
    """The served house, and how to stand in front of it."""

    house: House
    url: str
    browser: Browser

    def visit(self, *, language: str = "zh", mode: str = "standard", **options: Any) -> BrowserContext:
        """A fresh browser profile in this manner, on a phone unless told otherwise."""
        options.setdefault("viewport", PHONE)
        context = self.browser.new_context(base_url=self.url, **options)
        context.set_default_timeout(10_000)
        context.add_cookies(
            [
                {"name": LANGUAGE_COOKIE, "value": language, "url": self.url},
                {"name": MODE_COOKIE, "value": mode, "url": self.url},
            ]
        )
        return context


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the fake camera plays; a test puts a picture there before it starts the camera."""
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture(scope="module")
def chromium(film: Path) -> Iterator[Browser]:
    """The installed Chromium. For one file only: while it runs, no other test may use asyncio in this process."""
    if CHROMIUM is None:
        if os.environ.get("ONECARD_BROWSER") == "must":
            pytest.fail("没有找到 Chromium · no Chromium found")
        pytest.skip("没有找到 Chromium,浏览器测试全部跳过 · no Chromium found: every browser test is skipped")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        )
        yield browser
        browser.close()


@dataclass(frozen=True)
class Served:
    """A house that is served, where, and who is in it beside the cast."""

    house: House
    url: str
    newcomers: dict[str, Newcomer]


@pytest.fixture(scope="session")
def served(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with the demo's institutions and cast, served on a free port by a real server."""
    name = f"browser_{new_id().hex}"
    with psycopg.connect(server.url(OWNER, "postgres"), autocommit=True) as owner:
        owner.execute(f'create database "{name}" template template_onecard')
    port = free_port()  # the address that services and phones are told must be the one they find us at
    settings = Settings(home=tmp_path_factory.mktemp("home"), database_url=server.url(LOGIN, name), port=port)
    with open_house(settings, pool=8) as house:
        newcomers = settle(house)
        generous = {**RATES, **dict.fromkeys(RATES, Rate(1_000_000, 60.0))}
        config = uvicorn.Config(create_app(house, rates=generous), port=port, log_level="error")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        while not running.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield Served(house, f"http://127.0.0.1:{port}", newcomers)
        running.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def world(served: Served, chromium: Browser) -> World:
    """Server and browser together."""
    return World(served.house, served.url, chromium)


def settle(house: House) -> dict[str, Newcomer]:
    """Agencies, points, the cast and the newcomers, one of whom rides a bus."""
    at = now()
    planned, organisations = list(plan.points(house.book, day_of(at))), list(plan.agencies(house.book))
    names = {(one.province, one.kind): (one.name_zh, one.name_en) for one in organisations}
    with house.app.writing() as tx:
        ids = found_agencies(tx, organisations, house.book.places, at=at)
        points = [one.point_id for one in found_points(tx, planned, ids, names, at=at)]
        settle_cast(house, tx, now=at)
        enrol_staff(house, tx, ids, at=at)
        newcomers = settle_newcomers(house, tx, at=at)
    ride(house, newcomers["owner"][0], planned, points)
    return {part: one for part, (_, one) in newcomers.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Kit:
    """What every test does with a page."""

    def __init__(self, served: Served) -> None:
        self.house, self.newcomers = served.house, served.newcomers
        self._sessions: dict[str, list[Any]] = {}

    def password(self, part: str) -> str:
        """The e-card password of one of the cast."""
        return read_cast().part(part).password

    def holders(self) -> int:
        """How many residents there are."""
        return len(read_cast().residents) + len(self.newcomers)

    def issued_in(self, province: int) -> int:
        """How many of the cast were issued their card there; no newcomer was born outside Guangdong and Chongqing."""
        return sum(issuing_division(one.division) // 10_000 == province for one in read_cast().residents)

    def sign_in(self, page: Page, part: str) -> None:
        """Sign in as one of the cast, or as a newcomer."""
        who = self.newcomers.get(part) or read_cast().part(part)
        page.goto("/sign-in")
        page.fill("#card_number", who.card_number)
        page.fill("#password", who.password)
        page.click("form[action='/sign-in'] button")
        page.wait_for_selector("#card")

    def attend(self, page: Page) -> None:
        """Be the attendant of the Chongqing bus company."""
        self._be(page, "points.chongqing", "/terminal")

    def serve(self, page: Page, who: str = "hall.sichuan") -> None:
        """Sit at a service hall's counter."""
        self._be(page, who, "/console")

    def open_visit(self, page: Page, part: str, *, who: str = "hall.sichuan") -> None:
        """Find one of the cast, or a newcomer, at the counter."""
        self.serve(page, who)
        page.goto("/console")
        page.fill("#number", (self.newcomers.get(part) or read_cast().part(part)).card_number)
        page.press("#number", "Enter")
        page.wait_for_selector("#who")

    def open_terminal(self, page: Page) -> None:
        """Stand at one of the Chongqing bus company's buses."""
        self.attend(page)
        page.goto("/terminal")
        page.locator("label.choice").first.click()
        page.click("form[action='/terminal/open'] button")
        page.wait_for_selector("#presentation")

    def _be(self, page: Page, name: str, front: str) -> None:
        """Be this member of staff, who signs in once: a one-time code serves once in half a minute, so the same
        session is used in every browser profile."""
        if name not in self._sessions:
            page.context.clear_cookies(name="onecard_session")
            self.type_staff_sign_in(page, name, front)
            page.wait_for_url(lambda url: not url.endswith("/sign-in"))
            self._sessions[name] = [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
        page.context.add_cookies(self._sessions[name])

    def type_staff_sign_in(self, page: Page, name: str, front: str) -> None:
        """Fill in a door's sign-in page and send it."""
        who = next(one for one in read_cast().staff if one.sign_in_name == name)
        if not page.url.endswith(f"{front}/sign-in"):
            page.goto(f"{front}/sign-in")
        page.fill("#sign_in_name", who.sign_in_name)
        page.fill("#password", who.password)
        page.fill("#totp", pyotp.TOTP(who.totp_secret).now())
        page.click(f"form[action='{front}/sign-in'] button")

    def violations(self, page: Page) -> list[str]:
        """What axe finds wrong (WCAG 2.2 A and AA, and its best practices), readable."""
        found = Axe().run(page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:140]} {node['failureSummary'][:200]}"
            for one in found
            for node in one["nodes"]
        ]


@pytest.fixture(scope="session")
def kit(served: Served) -> Kit:
    """The habits of these tests."""
    return Kit(served)
