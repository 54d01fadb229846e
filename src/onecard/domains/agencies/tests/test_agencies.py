"""Organisations, points and partners are registered once and read by id; roles give no more than they say."""

from dataclasses import replace
from itertools import combinations
from uuid import UUID, uuid4

import pytest

from onecard.domains.agencies import api as agencies
from onecard.kernel.clock import HeldClock
from onecard.kernel.postgres.transaction import Transaction

JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


@pytest.fixture
def bus(tx: Transaction, clock: HeldClock) -> agencies.Agency:
    agency = agencies.Agency(uuid4(), "operator", 500103, "渝中公交(演示)", "Yuzhong Bus (demo)")
    agencies.register_agencies(tx, [agency], at=clock())
    return agency


@pytest.fixture
def gate(tx: Transaction, clock: HeldClock, bus: agencies.Agency) -> agencies.NewPoint:
    point = agencies.NewPoint(
        uuid4(), bus.agency_id, "gate", "transit", 500103, "1路 车门", "Line 1 door", 20001, b"k" * 32, {"line": "1"}
    )
    agencies.register_points(tx, [point], at=clock())
    return point


def test_an_agency_registered_twice_stays_as_it_was(tx: Transaction, clock: HeldClock, bus: agencies.Agency) -> None:
    agencies.register_agencies(tx, [replace(bus, name_zh="别的名字")], at=clock())
    assert agencies.find_agencies(tx, [bus.agency_id, UUID(int=9)]) == {bus.agency_id: bus}
    assert bus in agencies.list_agencies(tx)


def test_a_point_is_read_with_its_settings_and_key(tx: Transaction, clock: HeldClock, gate: agencies.NewPoint) -> None:
    found = agencies.find_points(tx, [gate.point_id, UUID(int=9)])
    assert list(found) == [gate.point_id]
    point = found[gate.point_id]
    assert (point.state, point.settings, point.terminal_key, point.version) == (
        "open",
        {"line": "1"},
        b"k" * 32,
        clock(),
    )
    assert agencies.points_of(tx, agency_id=gate.agency_id) == [point]


def test_a_changed_point_has_another_version(tx: Transaction, clock: HeldClock, gate: agencies.NewPoint) -> None:
    first = clock()
    clock.move(seconds=1)
    assert agencies.change_point_state(tx, point_id=gate.point_id, state="closed", at=clock())
    clock.move(seconds=1)
    assert agencies.change_terminal_key(tx, point_id=gate.point_id, key=b"n" * 32, at=clock())
    point = agencies.find_points(tx, [gate.point_id])[gate.point_id]
    assert (point.state, point.terminal_key, point.version > first) == ("closed", b"n" * 32, True)
    assert not agencies.change_point_state(tx, point_id=UUID(int=9), state="open", at=clock())


def test_a_revoked_terminal_is_never_let_in_again(tx: Transaction, clock: HeldClock, gate: agencies.NewPoint) -> None:
    assert agencies.change_point_state(tx, point_id=gate.point_id, state="revoked", at=clock())
    assert not agencies.change_point_state(tx, point_id=gate.point_id, state="open", at=clock())
    assert not agencies.change_terminal_key(tx, point_id=gate.point_id, key=b"n" * 32, at=clock())
    point = agencies.find_points(tx, [gate.point_id])[gate.point_id]
    assert (point.state, point.terminal_key) == ("revoked", b"k" * 32)


def test_a_partner_may_change_its_key_and_nobody_elses(tx: Transaction, clock: HeldClock, bus: agencies.Agency) -> None:
    facts = {"client_id": "bank-1", "scopes": ["cards.verify"], "at": clock()}
    agencies.register_partner(tx, agency_id=bus.agency_id, public_jwk=JWK, **facts)
    agencies.register_partner(tx, agency_id=bus.agency_id, public_jwk={**JWK, "kid": "2"}, **facts)
    assert agencies.find_partner(tx, client_id="bank-1") == agencies.Partner(
        "bank-1", bus.agency_id, {**JWK, "kid": "2"}, ("cards.verify",)
    )
    other = replace(bus, agency_id=uuid4())
    agencies.register_agencies(tx, [other], at=clock())
    with pytest.raises(agencies.PartnerOfAnother):
        agencies.register_partner(tx, agency_id=other.agency_id, public_jwk=JWK, **facts)


@pytest.mark.parametrize(
    "secret", [{**JWK, "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}, {"kty": "oct", "k": "c2VjcmV0"}]
)
def test_a_private_key_is_not_taken(
    tx: Transaction, clock: HeldClock, bus: agencies.Agency, secret: dict[str, str]
) -> None:
    with pytest.raises(agencies.PartnerKeyNotPublic):
        agencies.register_partner(tx, client_id="x", agency_id=bus.agency_id, public_jwk=secret, scopes=[], at=clock())


def test_a_revoked_partner_is_nobody(tx: Transaction, clock: HeldClock, bus: agencies.Agency) -> None:
    agencies.register_partner(
        tx, client_id="bank-1", agency_id=bus.agency_id, public_jwk=JWK, scopes=["cards.verify"], at=clock()
    )
    assert [agencies.revoke_partner(tx, client_id="bank-1", at=clock()) for _ in range(2)] == [True, False]
    assert agencies.find_partner(tx, client_id="bank-1") is None


def test_a_scope_outside_the_table_cannot_be_given(tx: Transaction, clock: HeldClock, bus: agencies.Agency) -> None:
    with pytest.raises(agencies.RoleUnknown):
        agencies.register_partner(
            tx, client_id="x", agency_id=bus.agency_id, public_jwk=JWK, scopes=["everything"], at=clock()
        )


def test_nobody_who_settles_or_audits_or_watches_sees_a_person() -> None:
    watching = agencies.permissions_of(["clearing_officer", "auditor", "point_attendant", "agency_admin"])
    assert not any(permission.startswith(("residents.", "cards.", "ecards.")) for permission in watching)


def test_who_does_a_thing_does_not_check_it() -> None:
    for one, other in combinations(("card_operator", "clearing_officer", "auditor"), 2):
        shared = agencies.ROLES[one] & agencies.ROLES[other]
        assert all(permission.endswith(".read") for permission in shared)


def test_an_unknown_role_allows_nothing() -> None:
    assert agencies.permissions_of(["emperor"]) == frozenset()


@pytest.mark.parametrize(
    ("division", "reach"),
    [(510000, ("51",)), (511300, ("5113",)), (511381, ("511381",)), (660000, ("66",)), (0, tuple("12345678"))],
)
def test_an_agency_reaches_its_own_division(division: int, reach: tuple[str, ...]) -> None:
    assert agencies.reach_of(division) == reach
