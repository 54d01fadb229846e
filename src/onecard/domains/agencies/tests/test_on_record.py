"""What is done to staff, points and partners is on record, once, and without anybody's name."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from onecard.domains.agencies import api as agencies
from onecard.kernel import audit
from onecard.kernel.clock import HeldClock
from onecard.kernel.postgres.transaction import Transaction

JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
PASSWORD = "four lotus ponds at noon"


@pytest.fixture
def agency_id(tx: Transaction, clock: HeldClock) -> UUID:
    agency = agencies.Agency(uuid4(), "operator", 500103, "渝中公交(演示)", "Yuzhong Bus (demo)")
    agencies.register_agencies(tx, [agency], at=clock())
    return agency.agency_id


def recorded(tx: Transaction, about: object) -> list[tuple[str, dict[str, Any]]]:
    told = [one for one in audit.last_entries(tx, count=100) if one.about == str(about)]
    return sorted((one.verb, dict(one.facts)) for one in told)


def test_a_point_is_on_record_from_its_registration_on(tx: Transaction, clock: HeldClock, agency_id: UUID) -> None:
    point = agencies.NewPoint(uuid4(), agency_id, "gate", "transit", 500103, "1路", "Line 1", 20001, b"k" * 32, {})
    for _ in range(2):
        agencies.register_points(tx, [point], at=clock(), actor="she")
    agencies.change_point_state(tx, point_id=point.point_id, state="closed", at=clock())
    agencies.change_terminal_key(tx, point_id=point.point_id, key=b"n" * 32, at=clock())
    assert recorded(tx, point.point_id) == [
        ("point.key_changed", {"public_key": "6e" * 32}),
        ("point.registered", {"agency_id": str(agency_id)}),
        ("point.state_changed", {"state": "closed"}),
    ]
    nowhere = uuid4()
    assert not agencies.change_point_state(tx, point_id=nowhere, state="open", at=clock())
    assert recorded(tx, nowhere) == []


def test_a_partner_is_on_record(tx: Transaction, clock: HeldClock, agency_id: UUID) -> None:
    agencies.register_partner(
        tx, client_id="bank-1", agency_id=agency_id, public_jwk=JWK, scopes=["cards.verify"], at=clock()
    )
    for _ in range(2):
        agencies.revoke_partner(tx, client_id="bank-1", at=clock())
    registered = {"agency_id": str(agency_id), "scopes": ["cards.verify"]}
    assert recorded(tx, "bank-1") == [("partner.registered", registered), ("partner.revoked", {})]


def test_staff_are_on_record_by_id_and_never_by_name(
    tx: Transaction, clock: HeldClock, agency_id: UUID, keyring: Any
) -> None:
    enrolled = agencies.create_staff(
        tx, agency_id=agency_id, sign_in_name="wang.fang", name_zh="王芳", roles=["auditor"], password=PASSWORD,
        keyring=keyring, at=clock(),
    )  # fmt: skip
    answer: Any = None
    while not isinstance(answer, agencies.SignInLocked):
        answer = agencies.check_staff_sign_in(
            tx, sign_in_name="wang.fang", password="wrong", totp="000000", keyring=keyring, at=clock()
        )
    for _ in range(2):
        agencies.leave(tx, staff_id=enrolled.staff_id, at=clock())
    found = recorded(tx, enrolled.staff_id)
    assert [verb for verb, _ in found] == ["staff.enrolled", "staff.left", "staff.locked_out"]
    assert datetime.fromisoformat(found[2][1]["until"]) > clock()
    assert "wang" not in str(found) and "王" not in str(found)
