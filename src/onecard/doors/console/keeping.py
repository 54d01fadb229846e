"""The half of the card that an agency keeps, and the reasons why its counter locks or unlocks it."""

from onecard.domains.cards import api as cards
from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Field, Line, Said

_BY_KIND = {kind: half for half, kind in cards.HALF_OWNERS.items()}
_VALID = ("active", "temporarily_lost", "lost")
LOCK_REASONS: tuple[tuple[cards.LockReason, Said], ...] = (
    ("asked", ("本人要求", "the person asks for it")),
    ("misuse", ("疑似冒用", "it seems to be misused")),
    ("account", ("账户异常", "something is wrong with the account")),
)
UNLOCK_REASONS: tuple[tuple[cards.LockReason, Said], ...] = (
    ("asked", ("本人要求", "the person asks for it")),
    ("settled", ("问题已解决", "the matter is settled")),
    ("correction", ("更正误操作", "it was locked by mistake")),
)


def kept_half(counter: Counter) -> cards.HalfStanding | None:
    """How the half of this operator's agency stands on the card at the counter."""
    half = _BY_KIND.get(counter.agency.kind)
    return next((one for one in counter.halves if one.half == half), None)


def no_half(counter: Counter) -> Said | None:
    """Why nothing can be done with a half here at all, or None."""
    if counter.agency.kind not in _BY_KIND:
        return ("本单位不管理卡的功能", "this agency keeps no half of the card")
    if counter.state not in _VALID:
        return ("没有有效的卡", "there is no valid card")
    return None


def which(counter: Counter) -> Line:
    """The half in words."""
    half = _BY_KIND[counter.agency.kind]
    return Line(("功能", "Half of the card"), cards.HALF_WORDS[half])


def half_name(counter: Counter) -> cards.Half:
    """The half that this operator's agency keeps; asked after `no_half` only."""
    return _BY_KIND[counter.agency.kind]


def reason_field(reasons: tuple[tuple[cards.LockReason, Said], ...]) -> Field:
    """Why: a code out of a list, because the person reads it in her record."""
    return Field(name="reason", label=("原因", "Reason"), kind="choice", options=tuple(reasons))
