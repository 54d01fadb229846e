"""Why something cannot be done with the card as it stands; said by several operations."""

from onecard.doors.console.counter import Counter
from onecard.doors.console.operation import Said

VALID = ("active", "temporarily_lost", "lost")


def no_valid_card(counter: Counter) -> Said | None:
    """Whether there is no valid card."""
    return None if counter.state in VALID else ("没有有效的卡", "there is no valid card")


def card_on_its_way(counter: Counter) -> Said | None:
    """Whether a card is on its way already."""
    return ("已有一张卡正在办理", "a card is on its way already") if counter.coming else None


def no_ecard(counter: Counter) -> Said | None:
    """Whether there is no e-card, or none any more."""
    gone = counter.ecard is None or counter.ecard.state == "cancelled"
    return ("尚未领取电子社保卡", "there is no e-card") if gone else None


def no_working_ecard(counter: Counter) -> Said | None:
    """Whether there is no e-card that works: it hangs on the physical card too."""
    if counter.ecard is None or counter.ecard.state == "cancelled":
        return no_ecard(counter)
    if counter.ecard.state != "active":
        return ("电子社保卡已暂停", "the e-card is stopped")
    return None if counter.state == "active" else ("实体卡没有在使用中", "the card is not in use")


def has_died(counter: Counter) -> Said | None:
    """Whether the person is registered as deceased."""
    person = counter.person
    return ("已登记离世", "the death of this person is registered") if person and person.died_on else None


def first_of(*reasons: Said | None) -> Said | None:
    """The first reason there is."""
    return next((one for one in reasons if one is not None), None)
