"""What a ride or a ticket costs: concession, transfer discount, daily cap, and who bears what is waived.

All amounts are whole fen, zero or more; each function takes single ints or numpy int64 columns.
"""

from onecard.rules.columns import Whole, greatest, least, share


def concession(price_fen: Whole, percent: int) -> tuple[Whole, Whole]:
    """(what the resident pays, what is waived) when `percent` of the price is paid; the two add up to the price."""
    paid = share(price_fen, percent)
    return paid, price_fen - paid


def borne(waived_fen: Whole, home_percent: int) -> tuple[Whole, Whole]:
    """(borne by the resident's home, borne by the place of use); the two add up to what is waived."""
    home = share(waived_fen, home_percent)
    return home, waived_fen - home


def transfer_discount(fare_fen: Whole, minutes_since: Whole, window_minutes: int, discount_fen: Whole) -> Whole:
    """What a ride within the window after the last one costs less; never more than the fare.

    The window's last minute counts. A negative number of minutes (there was no ride before) earns nothing.
    """
    within = (minutes_since >= 0) * (minutes_since <= window_minutes)
    return within * least(fare_fen, discount_fen)


def capped(fare_fen: Whole, spent_today_fen: Whole, cap_fen: Whole) -> Whole:
    """What is left to pay of a fare under a daily cap; nothing once the cap is reached."""
    return least(fare_fen, greatest(cap_fen - spent_today_fen, cap_fen * 0))
