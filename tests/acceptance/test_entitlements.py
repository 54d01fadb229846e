"""Standing entitlements over real HTTP: her own view, self-service, a counter, a home visit; the run and its texts."""

from datetime import date
from typing import Any

import pytest
from tests.acceptance.cast import CARD_AGENCY, PASSWORD, Cast

from onecard.domains.disbursement.api import Payee
from onecard.domains.ecards import api as ecards
from onecard.domains.entitlements import api as entitlements
from onecard.domains.residents import api as residents
from onecard.doors.entitlements import running
from onecard.doors.hearing import all_handlers
from onecard.doors.worker import chores
from onecard.kernel import outbox

PENSION = "resident_pension"
SEEN = {"legal_basis": "statutory_duty", "reference": "窗口 3 号 A107"}


@pytest.fixture
def entitled(cast: Cast) -> Cast:
    """The resident is entitled to a pension from this month on."""
    new = entitlements.NewEntitlement(
        cast.resident.holder_id, 511381, date(2026, 11, 1), 14_300, Payee("何秀英", "6229990000000000019")
    )
    with cast.house.app.writing() as tx:
        entitlements.grant(
            tx, [new], programme=PENSION, basis="决定 1 号", book=cast.house.book, keyring=cast.house.keyring,
            at=cast.house.clock(), actor="staff",
        )  # fmt: skip
        residents.change_phone(tx, holder_id=cast.resident.holder_id, phone="13800001234", keyring=cast.house.keyring)
    return cast


def texts(cast: Cast) -> list[str]:
    with cast.house.app.writing() as tx:
        found = ecards.take_messages(tx, keyring=cast.house.keyring, at=cast.house.clock())
        return [one.text for one in found]


def test_she_sees_how_it_stands_and_which_months_are_owed(entitled: Cast, resident: Any) -> None:
    assert running.open_month(entitled.house, PENSION, date(2026, 11, 1)) == (1, 14_300)
    said = resident.get("/v1/me/entitlements").json()
    [one], [month] = said["entitlements"], said["months"]
    assert (one["state"], one["monthly_fen"], one["valid_until"]) == ("in_payment", 14_300, "2027-11-23")
    assert (month["month"], month["state"], month["amount_fen"]) == ("2026-11-01", "waiting", 14_300)
    assert one["programme_zh"] != PENSION and one["next_zh"] and one["next_en"]


def test_the_run_tells_her_first_and_her_password_confirms_her(entitled: Cast, resident: Any) -> None:
    entitled.clock.move(days=310)
    assert running.run_everybody(entitled.house) == {"noticed": 1}
    [text] = texts(entitled)
    assert "将于2027年11月23日到期" in text and "照常发放" in text
    key = {"idempotency-key": "confirm-0001"}
    # A session does not last three hundred days.
    signed = resident.post(
        "/v1/sign-in/resident", json={"card_number": entitled.resident.card.card_number, "password": PASSWORD}
    )
    resident.headers["x-csrf-token"] = signed.json()["csrf_token"]
    assert resident.get("/v1/me/entitlements").json()["entitlements"][0]["state"] == "noticed"
    wrong = resident.post("/v1/me/entitlements/confirmation", json={"password": "000000"})
    assert wrong.json()["code"] == "ecards.password_wrong"
    answers = [
        resident.post("/v1/me/entitlements/confirmation", json={"password": PASSWORD}, headers=key) for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["entitlements"][0]["state"] == "in_payment"
    assert answers[0].json()["entitlements"][0]["confirmed_by"] == "self_service"


def test_a_counter_and_a_visit_confirm_and_she_sees_who_looked(entitled: Cast, staff: Any, resident: Any) -> None:
    clerk = staff("entitlement_clerk")
    number = {"number": entitled.resident.number}
    entitled.clock.move(days=1)
    clerk = staff("entitlement_clerk")
    seen = clerk.post("/v1/entitlements/counter", json=number | SEEN)
    assert seen.json()["entitlements"][0]["confirmed_by"] == "counter", seen.text
    visit = number | SEEN | {"visited_on": "2026-11-25"}
    entitled.clock.move(days=1)
    clerk = staff("entitlement_clerk")
    alone = clerk.post("/v1/entitlements/visit", json=visit | {"with_staff": ["entitlement_clerk"]})
    assert alone.json()["code"] == "entitlements.two_staff_needed"
    stranger = clerk.post("/v1/entitlements/visit", json=visit | {"with_staff": ["nobody-at-all"]})
    assert stranger.json()["code"] == "entitlements.colleague_unknown"
    entitled.employ("li", roles=["entitlement_clerk"], agency_id=CARD_AGENCY)
    both = clerk.post("/v1/entitlements/visit", json=visit | {"with_staff": ["li"]})
    assert both.json()["entitlements"][0]["confirmed_by"] == "home_visit", both.text
    found = clerk.post("/v1/entitlements/find", json=number | SEEN | {"purpose": "service_desk"})
    assert found.json() == both.json()


def test_who_has_no_right_is_told_so(cast: Cast, resident: Any, staff: Any) -> None:
    assert resident.get("/v1/me/entitlements").json() == {"entitlements": [], "months": []}
    none = resident.post("/v1/me/entitlements/confirmation", json={"password": PASSWORD})
    assert (none.status_code, none.json()["code"]) == (404, "entitlements.none")
    clerk = staff("entitlement_clerk")
    none = clerk.post("/v1/entitlements/counter", json={"number": cast.resident.number} | SEEN)
    assert none.json()["code"] == "entitlements.none"


def test_a_death_is_heard_of_and_stops_it(entitled: Cast) -> None:
    running.open_month(entitled.house, PENSION, date(2026, 12, 1))
    holder_id = entitled.resident.holder_id
    with entitled.house.app.writing() as tx:
        residents.record_death(tx, holder_id=holder_id, died_on=date(2026, 11, 23))
    outbox.deliver(entitled.house.app, all_handlers(), at=entitled.house.clock())
    with entitled.house.app.reading() as tx:
        [one] = entitlements.list_of(tx, holder_id=holder_id, at=entitled.house.clock())
        months = entitlements.dues_of(tx, holder_id=holder_id)
    assert (one.state, one.stopped_from) == ("stopped", date(2026, 12, 1))
    assert [(due.month.month, due.withdrawn_at is None) for due in months] == [(12, False), (11, True)]


def test_the_worker_makes_the_run() -> None:
    assert running.tend in [turn.chore for turn in chores()["long"]]
