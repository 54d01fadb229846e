"""The third step: decide each use. First what holds in every scene (card, holder, point, code), then the scene."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct

from onecard.domains.cards import api as cards
from onecard.domains.usage import errors
from onecard.domains.usage.models import BANK, MEDICAL, TRANSPORT, Card, Context, Decision, Manner, Person, Point, Scene
from onecard.domains.usage.presenting import Checked
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.kernel.money import yuan
from onecard.rules.book import Book
from onecard.verifier.errors import ModeNotTaken, Revoked
from onecard.verifier.paper import USES_A_DAY_MAX

_LOST = {"temporarily_lost", "lost"}
_NOT_YET = {"applied", "produced", "delivered"}
_NO_MORE = {"cancelled"}
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
    """One row of `usage.load`: how the sequence was answered before, if it was, and what is known of the use.

    `ordinal` is its place in the batch, from 1; `purses` are pairs of account and fen.
    """

    ordinal: int
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
    halves_since: datetime | None
    ecard_state: str | None
    ecard_level: int | None
    burnt: bool
    purses: list[list[int]]
    point_state: str | None
    point_version: datetime | None
    valid_until: datetime | None
    loss_moments: list[datetime] | None
    loss_reports: list[bool] | None
    carrier_kind: str | None
    carrier_revoked_at: datetime | None
    printed_uses: int | None


class Judged(Struct, frozen=True):
    """A use with its answer: a context and the decision in it, or the problem that says why not."""

    checked: Checked
    loaded: Loaded
    use_id: UUID
    context: Context | None = None
    decision: Decision | None = None
    problem: Problem | None = None

    @property
    def is_kept(self) -> bool:
        """Whether this is the answer to the sequence for ever; a wrong clock says nothing of the use."""
        return not isinstance(self.problem, errors.ClockWrong)

    @property
    def burns(self) -> tuple[int, datetime]:
        """The nonce that an accepted use burns, and until when it must be remembered.

        Paper is shown again: each use takes the next of the day's row, and is remembered as long as an upload may come.
        """
        shown, use = self.checked.presented, self.checked.use
        assert shown is not None
        if shown.mode == "paper":
            return shown.nonce + 1 + (self.loaded.printed_uses or 0), use.happened_at
        return shown.nonce, shown.expires_at


def screen(checked: Checked, at: datetime, limits: Limits) -> Problem | None:
    """What can be said without the database: the code's own problem, the terminal's clock, the age of an upload."""
    use = checked.use
    if use.happened_at > at + limits.clock_skew or (not use.offline and use.happened_at < at - limits.clock_skew):
        return errors.ClockWrong()
    if use.happened_at < at - limits.late_upload:
        return errors.TooLate(days=limits.late_upload.days)
    return checked.problem


class Around(NamedTuple):
    """What a use is judged in: the point and its scene, the law, the scene's memory of the holder, the moment."""

    point: Point
    scene: Scene | None
    book: Book
    memory: Any
    at: datetime


def judge(checked: Checked, loaded: Loaded, use_id: UUID, around: Around) -> tuple[Context, Decision]:
    """Yes with a decision, or a Problem raised: no."""
    point, scene, book, memory, at = around
    use = checked.use
    day = day_of(use.happened_at)
    if loaded.point_state != "open":
        raise errors.PointClosed
    if scene is None or not _offered(book, point, day):
        raise errors.SceneNotOffered
    _judge_code(checked, loaded, scene.manner)
    if checked.presented is not None and checked.presented.serial is not None:
        _judge_carrier(checked, loaded, around, day)
    card = _judge_card(checked, loaded, scene.manner, use.judged_at(at))
    _judge_temporary(loaded, card, point, use.judged_at(at))
    assert loaded.holder_id is not None and loaded.division is not None and loaded.sex is not None
    person = Person(loaded.holder_id, loaded.birth_date, loaded.sex, loaded.division, frozenset(loaded.statuses))
    context = Context(use, use_id, person, card, point, _purses(loaded.purses, card.issuer), book, day, memory)
    decision = scene.decide(context)
    _judge_purses(card, loaded, decision)
    if loaded.carrier_kind == "paper":
        _judge_price(loaded, decision, book, day)
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


def _judge_carrier(checked: Checked, loaded: Loaded, around: Around, day: date) -> None:
    """A phone or a print: taken by this scene, not revoked at the moment of the use, a print not too often today."""
    shown, scene = checked.presented, around.scene
    assert shown is not None and scene is not None
    if shown.mode not in scene.manner.modes:
        raise ModeNotTaken
    if loaded.carrier_kind != shown.mode:
        raise errors.CardUnknown
    if loaded.carrier_revoked_at is not None and loaded.carrier_revoked_at <= checked.use.judged_at(around.at):
        raise Revoked
    if shown.mode == "paper":
        most = int(around.book.value("ecards.printed_uses_per_day", place=loaded.issuer or 0, on=day).value)
        if (loaded.printed_uses or 0) >= min(most, USES_A_DAY_MAX):
            raise errors.PrintedTooOften(most=most)


def _judge_price(loaded: Loaded, decision: Decision, book: Book, day: date) -> None:
    """Whoever finds or photographs a printed code can spend little with it."""
    most = int(book.value("ecards.printed_fen_max", place=loaded.issuer or 0, on=day).value)
    if decision.paid_fen > most:
        raise errors.PrintedTooDear(most=yuan(most))


def _judge_card(checked: Checked, loaded: Loaded, manner: Manner, at: datetime) -> Card:
    """The card's state at that moment: an offline use from before a loss report is still honoured."""
    assert checked.presented is not None and loaded.card_id is not None and loaded.issuer is not None
    presented = checked.presented
    assert loaded.state_since is not None
    if loaded.died_on is not None and loaded.died_on <= day_of(at):
        raise errors.HolderDied
    if _was_lost(loaded, at):
        raise errors.CardLost
    if loaded.card_state == "replaced" and loaded.state_since <= at:
        raise errors.CardReplaced
    if (
        presented.medium == "c"
        and loaded.card_state == "active"
        and loaded.loss_moments is None
        and loaded.state_since > at
    ):
        raise _not_valid(cards.STATE_WORDS["delivered"])
    if loaded.card_state in _NOT_YET or (loaded.card_state in _NO_MORE and loaded.state_since <= at):
        raise _not_valid(cards.STATE_WORDS[loaded.card_state])
    if presented.medium == "e" and loaded.ecard_state != "active":
        raise _not_valid(_ECARD_WORDS[loaded.ecard_state])
    if getattr(loaded, f"{manner.half}_state") != "active":
        raise half_locked(manner.half)
    return Card(loaded.card_id, loaded.issuer, presented.medium)


def _was_lost(loaded: Loaded, at: datetime) -> bool:
    """Whether the card was stopped by a loss report at that moment, whatever has become of it since.

    Who ever lost a card has a history: the last thing told of it up to then decides. A report that is the last of all
    may have lapsed by itself, which is written down only when the card moves next.
    """
    lapsed = loaded.state_until is not None and loaded.state_until <= at
    if loaded.loss_moments is None or loaded.loss_reports is None:
        return loaded.card_state in _LOST and loaded.state_since is not None and loaded.state_since <= at and not lapsed
    told = bisect_right(loaded.loss_moments, at)
    if told == 0 or not loaded.loss_reports[told - 1]:
        return False
    return told < len(loaded.loss_moments) or not lapsed


def _judge_temporary(loaded: Loaded, card: Card, point: Point, at: datetime) -> None:
    """A temporary card has its last moment, and works in its own province only."""
    if loaded.valid_until is None:
        return
    if loaded.valid_until <= at:
        raise errors.TemporaryCardOver
    if card.issuer // 10000 != point.division // 10000:
        raise errors.TemporaryCardElsewhere


def _judge_purses(card: Card, loaded: Loaded, decision: Decision) -> None:
    """A purse can only be drawn on through a half that is active; the bank's by e-card only at level 2."""
    drawn = {line.debit % 100 for line in decision.lines if line.debit < 10_000}
    if TRANSPORT in drawn and loaded.transport_state != "active":
        raise half_locked("transport")
    if BANK in drawn and loaded.bank_state != "active":
        raise half_locked("bank")
    if BANK in drawn and card.medium == "e" and loaded.ecard_level != 2:
        raise errors.LevelTooLow


def _not_valid(words: tuple[str, str]) -> errors.CardNotValid:
    return errors.CardNotValid(state_zh=words[0], state_en=words[1])


def half_locked(half: str) -> errors.HalfLocked:
    """The refusal in words; `half` as a scene's manifest names it."""
    zh, en = _HALF_WORDS[half]
    return errors.HalfLocked(half_zh=zh, half_en=en)


def _purses(held: Sequence[Sequence[int]], issuer: int) -> Mapping[int, tuple[int, int]]:
    """Purses by kind; of two of a kind the issuing province's counts, and one never filled stands there at zero."""
    own = issuer // 10000 * 100
    purses = {TRANSPORT: (own + TRANSPORT, 0), BANK: (own + BANK, 0), MEDICAL: (own + MEDICAL, 0)}
    mine = set()
    for account, fen in held:
        kind = account % 100
        if kind not in mine:
            purses[kind] = (account, fen)
            if account - kind == own:
                mine.add(kind)
    return purses
