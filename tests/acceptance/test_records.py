"""The resident's records and looks, a page at a time: the link to the older ones leads there and leaves none out."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.acceptance.cast import CARD_AGENCY

from onecard.domains.sharing import api as sharing
from onecard.kernel.ids import new_id

USES, TOGETHER = 31, 4
ONE_USE = """insert into usage.use (holder_id, happened_at, use_id, point_id, sequence, scene, medium, issuer, division,
  price_fen, paid_fen, reasons, recorded_at)
  values (%s, %s, %s, %s, %s, 'transit', 'c', 51, 500103, 200, 0, '[]', %s)"""


@pytest.fixture
def uses(owner_tx: Any, cast: Any, house: Any) -> set[str]:
    """One more use than a page holds; the oldest four at one moment, so that the page ends between them."""
    now, made = house.clock(), [new_id() for _ in range(USES)]
    for number, use_id in enumerate(made):
        at = now - timedelta(minutes=min(number, USES - TOGETHER))
        row = (cast.resident.holder_id, at, use_id, cast.gate.point_id, 1000 + number, at)
        owner_tx.execute(ONE_USE, row)
    return {str(use_id) for use_id in made}


def listed(page: str) -> list[str]:
    return re.findall(r'href="/records/([0-9a-f-]{36})"', page)


def test_the_link_to_older_records_leads_to_every_one_of_them(resident, uses):
    first = resident.get("/records?kind=use").text
    [link] = re.findall(r'href="(/records\?[^"]+before[^"]+)"', first)
    second = resident.get(html.unescape(link))
    assert second.status_code == 200, second.text
    assert (len(listed(first)), len(listed(second.text))) == (30, 1)
    assert set(listed(first) + listed(second.text)) == uses
    assert "before=" not in second.text


def test_a_program_pages_through_its_uses_without_losing_those_of_one_moment(resident, uses):
    found: list[str] = []
    asked: dict[str, Any] = {"at_most": 10}
    while page := resident.get("/v1/me/uses", params=asked).json():
        receipts = [one["receipt"] for one in page]
        found += [one["use_id"] for one in receipts]
        asked |= {"before": receipts[-1]["happened_at"], "before_use": receipts[-1]["use_id"]}
    assert len(found) == USES
    assert set(found) == uses


def test_a_moment_alone_leaves_out_what_happened_at_that_moment(resident, uses):
    newest = resident.get("/v1/me/uses", params={"at_most": 1}).json()[0]["receipt"]
    rest = resident.get("/v1/me/uses", params={"at_most": 100, "before": newest["happened_at"]}).json()
    assert {UUID(one["receipt"]["use_id"]) for one in rest} == {UUID(use) for use in uses} - {UUID(newest["use_id"])}


LOOKS = 101


@pytest.fixture
def looks(cast: Any, house: Any) -> set[str]:
    """One look more than was ever shown; all of one minute, four at a time."""
    clerk = sharing.Onlooker("staff", "0193535e", CARD_AGENCY)
    with house.app.writing() as tx:
        made = [
            sharing.record_look(
                tx, holder_id=cast.resident.holder_id, onlooker=clerk, subject="person.masked", found=True,
                ground=sharing.Ground("service_desk", "consent", f"case {number}"),
                at=house.clock() - timedelta(seconds=number // TOGETHER), keyring=house.keyring,
            )
            for number in range(LOOKS)
        ]  # fmt: skip
    return {str(look_id) for look_id in made}


def test_the_links_to_older_looks_lead_to_every_one_of_them(resident, looks):
    path, told = "/records?kind=look", 0
    for _ in range(LOOKS):
        answer = resident.get(path)
        assert answer.status_code == 200, answer.text
        told += answer.text.count('class="row-title"')
        further = re.findall(r'href="(/records\?[^"]+before[^"]+)"', answer.text)
        if not further:
            break
        path = html.unescape(further[0])
    assert told == LOOKS


def test_a_program_pages_through_looks_without_losing_those_of_one_moment(resident, looks):
    found: list[str] = []
    asked: dict[str, Any] = {"at_most": 30}
    while page := resident.get("/v1/me/looks", params=asked).json():
        found += [one["look_id"] for one in page]
        asked |= {"before": page[-1]["looked_at"], "before_look": page[-1]["look_id"]}
    assert len(found) == LOOKS
    assert set(found) == looks
