"""Numbers and identifiers are drawn, not counted: where one is taken already, the batch is drawn anew.

Of ten million cards of one issuer a fresh number meets one about once in three million times; a list of a million
applications must not fail because of it.
"""

from collections.abc import Callable
from typing import TypeVar

from onecard.domains.cards.errors import CardNumberTaken
from onecard.kernel.postgres.transaction import Transaction

Drawn = TypeVar("Drawn")
Answer = TypeVar("Answer")
#: Where this many draws in a row are taken it is no chance: the numbers were given, or the issuer has run out of them.
_DRAWS = 5


def store_drawn(tx: Transaction, draw: Callable[[], Drawn], store: Callable[[Drawn], Answer]) -> tuple[Drawn, Answer]:
    """Draw cards and store them, all or nothing each time, until none meets another; CardNumberTaken at last."""
    for _ in range(_DRAWS):
        drawn = draw()
        try:
            with tx.transaction():
                return drawn, store(drawn)
        except CardNumberTaken:
            continue
    raise CardNumberTaken
