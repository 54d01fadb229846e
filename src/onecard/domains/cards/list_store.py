"""The lists' named queries, and how their rows and answers are kept: as JSON, sealed for their list."""

from uuid import UUID

import msgspec

from onecard.kernel.crypto import Keyring
from onecard.kernel.postgres.queries import named_queries
from onecard.kernel.sheets import Row

sql = named_queries("onecard.domains.cards", "lists.sql")
#: What a seal is bound to, beside the list. Renaming one makes its column unreadable.
ROWS, ANSWERS = "card_list.rows", "card_list.answers"
_json = msgspec.json.Encoder().encode
_rows = msgspec.json.Decoder(list[Row]).decode


def written(told: object) -> str:
    """Rows or answers as the text that is sealed."""
    return _json(told).decode()


def unsealed_rows(keyring: Keyring, sealed: bytes, list_id: UUID) -> list[Row]:
    """The rows of a part as they came."""
    return _rows(keyring.unseal(bytes(sealed), about=list_id, field=ROWS))
