"""Greet, or refuse the second signature of a day. Pure: no clock, no database."""

from onecard.domains.usage.models import Context, Decision
from onecard.rules.reasons import Reason
from onecard.scenes.demo.errors import AlreadySigned
from onecard.scenes.demo.models import Pages


def decide(context: Context) -> Decision:
    """One signature a day, free of charge; visitors from another province are greeted by the name of their home."""
    pages = context.memory or Pages()
    if context.day in pages.days:
        raise AlreadySigned(day=context.day.isoformat())
    signed = pages.signed(context.day)
    reasons = (Reason("demo.welcome", {"visit": len(signed.days)}), *_from_afar(context))
    return Decision(price_fen=0, paid_fen=0, lines=(), reasons=reasons, keep=signed)


def _from_afar(context: Context) -> tuple[Reason, ...]:
    places = context.book.places
    home, here = places.province_of(context.person.division), places.province_of(context.point.division)
    if home == here:
        return ()
    return (Reason("demo.from_afar", {"home_zh": home.name_zh, "home_en": home.name_en}),)
