"""The web application over real HTTP, with a service that signs people in registered at it."""

import pytest
from tests.acceptance.cast import Cast
from tests.acceptance.conftest import address, cast, nobody, resident, staff, standing, visit

from onecard.doors.bootstrap import House
from onecard.doors.openid.tests.relying import Service, enlist

__all__ = ["address", "cast", "nobody", "resident", "staff", "standing", "visit"]


@pytest.fixture
def portal(house: House, cast: Cast, address: str) -> Service:
    """A provincial portal whose agreement allows everything."""
    return enlist(house, address, "sichuan-portal", scopes=("profile", "number", "phone", "region"))


@pytest.fixture
def other(house: House, cast: Cast, address: str) -> Service:
    """Another service, of another sector, that may only know that it is the same person again."""
    return enlist(house, address, "bookshop", host="books.invalid")
