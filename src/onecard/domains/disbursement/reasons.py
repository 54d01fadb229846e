"""Why a bank did not pay, in our few words: its own codes on the left, what people are told on the right.

The four-letter codes are those of the ISO 20022 external list of status and return reasons; the words stand for what
that list has no code for, and are what our plain text file uses.
"""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "AC01": "account_unknown", "AC03": "account_unknown", "NOACCT": "account_unknown",
    "BE01": "name_differs", "BE22": "name_differs", "NAME": "name_differs",
    "AC04": "account_closed", "AC07": "account_closed", "CLOSED": "account_closed",
    "AC06": "account_frozen", "FROZEN": "account_frozen",
    "DORMANT": "account_dormant",
    "LOST": "card_lost",
    "AM14": "account_limit", "AM02": "account_limit", "LIMIT": "account_limit",
    "MD07": "payee_died", "DIED": "payee_died",
    "AM05": "sent_twice", "DU01": "sent_twice", "DU02": "sent_twice", "DU03": "sent_twice", "DU04": "sent_twice",
}  # fmt: skip
#: A bank that refuses a file or a line for having it already tells nothing of whether it paid the first one.
SAYS_NOTHING: frozenset[str] = frozenset({"AM05", "DU01", "DU02", "DU03", "DU04", "DU05"})
OTHER = "other"
CODES: frozenset[str] = frozenset({*REASONS.values(), OTHER})


def reason_of(bank_reason: str | None) -> str:
    """What we tell people of a bank's code; a code that we do not know is told as it is, under `other`."""
    return REASONS.get(bank_reason or "", OTHER)
