"""The street, for the chapters about the use path."""

from typing import Any

import pytest
from tests.spec.street import Street, build_street

from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


@pytest.fixture
def street(tx: Transaction, keyring: Keyring, clock: HeldClock, book: Any) -> Street:
    return build_street(tx, keyring=keyring, clock=clock, book=book)
