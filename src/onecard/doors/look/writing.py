"""How pages write numbers, days and places, in both languages. Amounts are written by kernel.money."""

from datetime import date, datetime
from uuid import UUID

from onecard.kernel.clock import SHANGHAI
from onecard.kernel.money import yuan
from onecard.kernel.words import Language

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZH_STEPS = ((100_000_000, "亿"), (10_000, "万"))
_EN_STEPS = ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k"))


def day(value: date, language: Language) -> str:
    """2024年1月12日 · 12 Jan 2024."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date, language: Language) -> str:
    """2024年1月 · Jan 2024."""
    return f"{value.year}年{value.month}月" if language == "zh" else f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime, language: Language) -> str:
    """Day and time of day in Shanghai, to the minute."""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date(), language)} {local:%H:%M}"


def large(value: int, language: Language, unit_only_from: int = 100_000) -> tuple[str, str]:
    """A dashboard's number and its step: (13.79, 亿), (962, m); whole below `unit_only_from`."""
    if abs(value) >= unit_only_from:
        for step, name in _ZH_STEPS if language == "zh" else _EN_STEPS:
            if abs(value) >= step:
                shown = value / step
                return f"{shown:,.{2 if abs(shown) < 100 else 0}f}", name
    return f"{value:,}", ""


def percent(part: float, whole: float) -> str:
    """One decimal place; a dash where there is no whole."""
    return f"{100 * part / whole:.1f}%" if whole else "–"


def masked_card(number: str) -> str:
    """A card number as pages show it: the first three and the last two characters."""
    return f"{number[:3]}****{number[-2:]}"


def reference_of(event_id: UUID) -> str:
    """The number to name on the telephone: the last twelve digits of an event's id, in groups that can be read out."""
    digits = event_id.hex[-12:].upper()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


__all__ = ["day", "large", "masked_card", "moment", "month", "percent", "reference_of", "yuan"]
