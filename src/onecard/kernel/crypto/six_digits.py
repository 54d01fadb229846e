"""When six digits are too easy to guess: the one rule of the e-card's password and of the passwords on the card.

The rule is public (不能连续、重复，也不能取自社会保障号码). Whether digits stand in the person's number is asked of the
caller, so that the number is not seen here.
"""

import re
import secrets
from collections.abc import Callable
from itertools import pairwise

_SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)

#: What is wrong with six digits, in (中文, English).
Weakness = tuple[str, str]


def weakness_of(digits: str, *, in_number: Callable[[str], bool]) -> Weakness | None:
    """Why these digits are no password: none that is a run like 345678 or 109876, a repetition like 112112, or a part
    of the person's number. None where they are good."""
    if not _SIX_DIGITS.fullmatch(digits):
        return "须为六位数字", "it must be six digits"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(digits)}
    if steps in ({1}, {9}):
        return "不能是连续数字", "no run of digits"
    if len(set(digits)) < 3 or digits[:3] == digits[3:]:
        return "不能重复", "no repetition"
    if in_number(digits):
        return "不能取自社会保障号码", "no part of your number"
    return None


def draw_six_digits(*, in_number: Callable[[str], bool]) -> str:
    """Six random digits that the rule lets pass: an initial password."""
    while True:
        digits = f"{secrets.randbelow(1_000_000):06d}"
        if weakness_of(digits, in_number=in_number) is None:
            return digits
