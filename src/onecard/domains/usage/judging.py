"""The third step: decide each use. First what holds in every scene (card, holder, point, code), then the scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from onecard.domains.cards import api as cards
from onecard.domains.usage import errors
from onecard.domains.usage.models import BANK, MEDICAL, TRANSPORT, Card, Context, Decision, Manner, Person, Point, Scene
from onecard.domains.usage.presenting import Checked
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.rules.book import Book

_LOST = {"temporarily_lost", "lost"}
_NOT_YET = {"applied", "produced", "delivered"}
_NO_MORE = {"replaced", "cancelled"}
_HALF_WORDS = {"social": ("社保", "social security"), "bank": ("金融", "banking"), "transport": ("交通", "transport")}
_ECARD_WORDS = {
    None: ("尚未签发电子社保卡", "no e-card was issued"),
    "suspended": ("电子社保卡已暂停", "the e-card is suspended"),
    "cancelled": ("电子社保卡已注销", "the e-card is cancelled"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a terminal's clock may be off, and how old an offline use may be."""

    clock_skew: timedelta = timedelta(seconds=120)
    late_upload: timedelta = timedelta(days=90)


class Loaded(NamedTuple):
    """One row of `usage.load`: how the sequence was answered before, if it was, and what is known of the use."""

    digest: bytes | None
    use_id: UUID | None
    answered_holder: UUID | None
    refusal: str | None
    refusal_facts: dict[str, Any] | None
    holder_id: UUID | None
    birth_date: Any
    sex: str | None
    division: int | None
    died_on: Any
    statuses: list[str]
    card_id: UUID | None
    issuer: int | None
    card_state: str | None
    state_since: datetime | None
    state_until: datetime | None
    social_state: str | None
    bank_state: str | None
    transport_state: str | None
    ecard_state: str | None
    burnt: bool
    purses: list[int]
    point_state: str | None
    point_version: datetime | None


def screen(checked: Checked, at: datetime, limits: Limits) -> Problem | None:
    """What can be said without the database: the code's own problem, the terminal's clock, the age of an upload."""
    use = checked.use
    if use.happened_at > at + limits.clock_skew or (not use.offline and use.happened_at < at - limits.clock_skew):
        return errors.ClockWrong()
    if use.happened_at < at - limits.late_upload:
        return errors.TooLate(days=limits.late_upload.days)
    return checked.problem


def judge(
    checked: Checked,
    loaded: Loaded,
    *,
    point: Point,
    use_id: UUID,
    scene: Scene | None,
    book: Book,
    memory: Any,
) -> tuple[Context, Decision]:
    """Yes with a decision, or a Problem raised: no."""
    use = checked.use
    day = day_of(use.happened_at)
    if loaded.point_state != "open":
        raise errors.PointClosed
    if scene is None or not _offered(book, point, day):
        raise errors.SceneNotOffered
    _judge_code(checked, loaded, scene.manner)
    card = _judge_card(checked, loaded, scene.manner)
    assert loaded.holder_id is not None and loaded.division is not None and loaded.sex is not None
    person = Person(loaded.holder_id, loaded.birth_date, loaded.sex, loaded.division, frozenset(loaded.statuses))
    context = Context(use, use_id, person, card, point, _purses(loaded.purses, card.issuer), book, day, memory)
    decision = scene.decide(context)
    _judge_halves(loaded, decision)
    return context, decision


def _offered(book: Book, point: Point, day: Any) -> bool:
    found = book.find(f"services.{point.scene}", place=point.division, on=day)
    return found is not None and found.value is True


def _judge_code(checked: Checked, loaded: Loaded, manner: Manner) -> None:
    assert checked.presented is not None
    if checked.presented.scene not in (0, manner.wire):
        raise errors.WrongScene
    if checked.presented.medium not in manner.mediums or (checked.use.offline and not manner.offline):
        raise errors.NotAcceptedHere
    if loaded.holder_id is None or loaded.card_id is None:
        raise errors.CardUnknown
    if loaded.burnt:
        raise errors.CodeUsed


def _judge_card(checked: Checked, loaded: Loaded, manner: Manner) -> Card:
    """The card's state at the moment of the use: an offline use from before a loss report is still honoured."""
    assert checked.presented is not None and loaded.card_id is not None and loaded.issuer is not None
    at, presented = checked.use.happened_at, checked.presented
    assert loaded.state_since is not None
    if loaded.died_on is not None and loaded.died_on <= day_of(at):
        raise errors.HolderDied
    lapsed = loaded.state_until is not None and loaded.state_until <= at
    if loaded.card_state in _LOST and loaded.state_since <= at and not lapsed:
        raise errors.CardLost
    if loaded.card_state in _NOT_YET or (loaded.card_state in _NO_MORE and loaded.state_since <= at):
        raise _not_valid(cards.STATE_WORDS[loaded.card_state])
    if presented.medium == "e" and loaded.ecard_state != "active":
        raise _not_valid(_ECARD_WORDS[loaded.ecard_state])
    if getattr(loaded, f"{manner.half}_state") != "active":
        raise half_locked(manner.half)
    return Card(loaded.card_id, loaded.issuer, presented.medium)


def _judge_halves(loaded: Loaded, decision: Decision) -> None:
    """A purse can only be drawn on through a half that is active: the transport half, the bank half."""
    drawn = {line.debit % 100 for line in decision.lines if line.debit < 10_000}
    if TRANSPORT in drawn and loaded.transport_state != "active":
        raise half_locked("transport")
    if BANK in drawn and loaded.bank_state != "active":
        raise half_locked("bank")


def _not_valid(words: tuple[str, str]) -> errors.CardNotValid:
    return errors.CardNotValid(state_zh=words[0], state_en=words[1])


def half_locked(half: str) -> errors.HalfLocked:
    """The refusal in words; `half` as a scene's manifest names it."""
    zh, en = _HALF_WORDS[half]
    return errors.HalfLocked(half_zh=zh, half_en=en)


def _purses(flat: list[int], issuer: int) -> Mapping[int, tuple[int, int]]:
    """Purses by kind; one that was never filled stands at zero under the card's issuing province."""
    purses = {kind: (issuer // 10000 * 100 + kind, 0) for kind in (TRANSPORT, BANK, MEDICAL)}
    purses.update({account % 100: (account, balance) for account, balance in zip(flat[::2], flat[1::2], strict=True)})
    return purses
