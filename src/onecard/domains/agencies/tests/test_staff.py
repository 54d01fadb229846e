"""Staff sign in with password and one-time code, each code once, and with no more rights than their roles give."""

from datetime import datetime
from uuid import UUID, uuid4

import pyotp
import pytest

from onecard.domains.agencies import api as agencies
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.errors import Problem
from onecard.kernel.postgres.transaction import Transaction

PASSWORD = "correct horse battery"


@pytest.fixture
def agency_id(tx: Transaction, clock: HeldClock) -> UUID:
    agency = agencies.Agency(uuid4(), "card_agency", 511300, "南充市社保卡中心(演示)", "Nanchong card centre (demo)")
    agencies.register_agencies(tx, [agency], at=clock())
    return agency.agency_id


def enrol(tx: Transaction, keyring: Keyring, at: datetime, agency_id: UUID, **facts: object) -> agencies.Enrolment:
    new = {"sign_in_name": "Wang.Fang", "name_zh": "王芳", "roles": ["card_operator"], "password": PASSWORD, **facts}
    return agencies.create_staff(tx, agency_id=agency_id, keyring=keyring, at=at, **new)  # type: ignore[arg-type]


@pytest.fixture
def wang(tx: Transaction, keyring: Keyring, clock: HeldClock, agency_id: UUID) -> agencies.Enrolment:
    return enrol(tx, keyring, clock(), agency_id)


class Desk:
    """Where somebody signs in."""

    def __init__(self, tx: Transaction, keyring: Keyring, clock: HeldClock, secret: str) -> None:
        self.tx, self.keyring, self.clock, self.totp = tx, keyring, clock, pyotp.TOTP(secret)

    def code(self, seconds: int = 0) -> str:
        return self.totp.at(int(self.clock().timestamp()) + seconds)

    def enter(
        self, *, name: str = "wang.fang", password: str = PASSWORD, totp: str | None = None
    ) -> agencies.Staff | Problem:
        return agencies.check_staff_sign_in(
            self.tx,
            sign_in_name=name,
            password=password,
            totp=self.code() if totp is None else totp,
            keyring=self.keyring,
            at=self.clock(),
        )


@pytest.fixture
def desk(tx: Transaction, keyring: Keyring, clock: HeldClock, wang: agencies.Enrolment) -> Desk:
    return Desk(tx, keyring, clock, wang.totp_secret)


def test_the_right_password_and_code_open(desk: Desk, wang: agencies.Enrolment, agency_id: UUID) -> None:
    entered = desk.enter(name="WANG.FANG")
    assert entered == agencies.Staff(wang.staff_id, agency_id, "wang.fang", "王芳", ("card_operator",), 511300)
    assert entered.reach == ("5113",)
    assert agencies.find_staff(desk.tx, staff_id=wang.staff_id) == entered


def test_a_one_time_code_serves_once(desk: Desk) -> None:
    code = desk.code()
    assert isinstance(desk.enter(totp=code), agencies.Staff)
    assert isinstance(desk.enter(totp=code), agencies.SignInRefused)
    desk.clock.move(seconds=30)
    assert isinstance(desk.enter(totp=code), agencies.SignInRefused)
    assert isinstance(desk.enter(), agencies.Staff)


def test_a_code_one_step_beside_is_taken_and_two_steps_are_not(desk: Desk) -> None:
    assert isinstance(desk.enter(totp=desk.code(-60)), agencies.SignInRefused)
    assert isinstance(desk.enter(totp=desk.code(60)), agencies.SignInRefused)
    assert isinstance(desk.enter(totp=desk.code(-30)), agencies.Staff)
    assert isinstance(desk.enter(totp=desk.code(30)), agencies.Staff)
    assert isinstance(desk.enter(), agencies.SignInRefused)


@pytest.mark.parametrize(
    "wrong", [{"password": "x"}, {"totp": "000000"}, {"totp": ""}, {"totp": "一二三"}, {"name": "nobody"}]
)
def test_what_is_wrong_is_not_said(desk: Desk, wrong: dict[str, str]) -> None:
    refused = desk.enter(**wrong)
    assert isinstance(refused, agencies.SignInRefused)
    assert refused.facts == {}


def test_five_failures_lock_for_a_quarter_of_an_hour(desk: Desk) -> None:
    for _ in range(4):
        assert isinstance(desk.enter(password="x"), agencies.SignInRefused)
    assert isinstance(desk.enter(password="x"), agencies.SignInLocked)
    desk.clock.move(minutes=14)
    assert isinstance(desk.enter(), agencies.SignInLocked)
    desk.clock.move(minutes=1)
    assert isinstance(desk.enter(), agencies.Staff)


def test_nobody_can_tell_by_the_lock_who_works_here(desk: Desk) -> None:
    for _ in range(6):
        known, unknown = (desk.enter(name=name, password="x") for name in ("wang.fang", "Nobody.Here"))
        assert isinstance(known, Problem) and isinstance(unknown, Problem)
        assert known.as_problem() == unknown.as_problem()
    assert known.code == "agencies.sign_in_locked"


def test_who_left_cannot_sign_in(desk: Desk, wang: agencies.Enrolment) -> None:
    assert agencies.leave(desk.tx, staff_id=wang.staff_id, at=desk.clock())
    assert isinstance(desk.enter(), agencies.SignInRefused)
    assert agencies.find_staff(desk.tx, staff_id=wang.staff_id) is None
    assert not agencies.leave(desk.tx, staff_id=wang.staff_id, at=desk.clock())


def test_colleagues_are_found_by_name_and_listed_until_they_leave(
    desk: Desk, wang: agencies.Enrolment, agency_id: UUID
) -> None:
    enrol(desk.tx, desk.keyring, desk.clock(), agency_id, sign_in_name="li.na", name_zh="李娜")
    assert agencies.find_staff_by_name(desk.tx, sign_in_name="Wang.FANG").staff_id == wang.staff_id
    assert [one.sign_in_name for one in agencies.staff_of(desk.tx, agency_id=agency_id)] == ["li.na", "wang.fang"]
    agencies.leave(desk.tx, staff_id=wang.staff_id, at=desk.clock())
    assert agencies.find_staff_by_name(desk.tx, sign_in_name="wang.fang") is None
    assert [one.sign_in_name for one in agencies.staff_of(desk.tx, agency_id=agency_id)] == ["li.na"]


def test_a_sign_in_name_is_one_persons(
    tx: Transaction, keyring: Keyring, clock: HeldClock, desk: Desk, agency_id: UUID
) -> None:
    with pytest.raises(agencies.SignInNameTaken):
        enrol(tx, keyring, clock(), agency_id, sign_in_name="wang.FANG")


@pytest.mark.parametrize("password", ["short", "wang.fang-2026", ""])
def test_weak_staff_passwords_are_refused(
    tx: Transaction, keyring: Keyring, clock: HeldClock, agency_id: UUID, password: str
) -> None:
    with pytest.raises(agencies.PasswordTooWeak):
        enrol(tx, keyring, clock(), agency_id, password=password)


def test_a_role_outside_the_table_cannot_be_given(
    tx: Transaction, keyring: Keyring, clock: HeldClock, agency_id: UUID
) -> None:
    with pytest.raises(agencies.RoleUnknown):
        enrol(tx, keyring, clock(), agency_id, roles=["emperor"])


def test_secrets_of_staff_do_not_lie_open(tx: Transaction, wang: agencies.Enrolment) -> None:
    ((row,),) = tx.execute("select s::text from agencies.staff s").fetchall()
    assert wang.totp_secret not in row
    assert wang.totp_secret.encode().hex() not in row
    assert PASSWORD not in row
    assert wang.totp_secret not in repr(wang)


def test_after_a_rotation_staff_still_sign_in_without_the_old_key(desk: Desk) -> None:
    desk.keyring.rotate("seal", suite="guomi")
    assert [agencies.reseal(desk.tx, keyring=desk.keyring) for _ in range(2)] == [1, 0]
    desk.keyring.retire("seal", 1, at=desk.clock())
    assert isinstance(desk.enter(), agencies.Staff)
