"""Names that nobody has are locked as real ones are, and forgotten after a year."""

from datetime import timedelta

from onecard.kernel import strangers
from onecard.kernel.clock import HeldClock
from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.transaction import Transaction


def test_the_fifth_try_at_a_name_locks_it_and_no_other(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    def count(name: str) -> timedelta | None:
        until = strangers.count_try(tx, strangers.take_stranger(tx, name=name, keyring=keyring, at=clock()), at=clock())
        return until - clock() if until else None

    assert [count("card 1") for _ in range(5)] == [None] * 4 + [timedelta(minutes=15)]
    assert count("card 2") is None
    clock.move(minutes=15)
    assert count("card 1") == timedelta(minutes=30)


def test_a_name_is_not_kept_in_the_clear_and_not_for_ever(tx: Transaction, keyring: Keyring, clock: HeldClock) -> None:
    strangers.take_stranger(tx, name="card 0A1B2C3D4", keyring=keyring, at=clock())
    ((row,),) = tx.execute("select s::text from kernel.stranger s").fetchall()
    assert "0A1B2C3D4" not in row and b"0A1B2C3D4".hex() not in row
    assert strangers.sweep_strangers(tx, at=clock() + timedelta(days=364)) == 0
    assert strangers.sweep_strangers(tx, at=clock() + timedelta(days=365)) == 1
