"""An entitlement in words: its state, by what it was confirmed, what to do next, and the text that is sent."""

from onecard.domains.entitlements.models import Entitlement, Move
from onecard.kernel.words import Language, load_words

WORDS = load_words("onecard.domains.entitlements")


def say(code: str, language: Language) -> str:
    """The words of a code, such as `state.noticed` or `kind.home_visit`."""
    return WORDS.say(code, {}, language)


def tell(one: Entitlement, language: Language) -> dict[str, str]:
    """`state`, `confirmed_by` and `next`."""
    codes = {"state": f"state.{one.state}", "confirmed_by": f"kind.{one.confirmed_by}", "next": f"next.{one.state}"}
    return {name: say(code, language) for name, code in codes.items()}


def text_of(move: Move, *, programme: str, valid_until: str) -> str:
    """What is sent to the person's telephone about a move; in 中文, as all texts are."""
    return WORDS.say(f"text.{move.what}", {"programme": programme, "valid_until": valid_until}, "zh")
