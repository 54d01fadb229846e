"""The use path: verify, load, decide, write, receipt; the path for one is the path for a thousand.

A batch is done in rounds in which each holder and each terminal sequence stands once, so that a second use of the
same person sees what the first one changed. `accept` never commits; the door does, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from onecard.domains.usage import errors, judging, receipts, store
from onecard.domains.usage.halves_then import HalfMove, states_then
from onecard.domains.usage.judging import Judged, Limits, Loaded
from onecard.domains.usage.models import Accepted, Outcome, Point, Refused, Scene, Use
from onecard.domains.usage.presenting import Checked
from onecard.kernel.errors import Problem
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction
from onecard.rules.book import Book


class UsePath:
    """What stays in memory between batches: the scenes, the rulebook, the points seen so far."""

    def __init__(self, scenes: Mapping[str, Scene], book: Book, limits: Limits | None = None) -> None:
        self.scenes, self.book, self.limits = scenes, book, limits or Limits()
        self._points: dict[UUID, tuple[Point, datetime]] = {}

    def accept(self, tx: Transaction, batch: Sequence[Checked], *, at: datetime) -> list[Outcome]:
        """Answer a batch of verified uses, in order. `at` is the moment of recording.

        Raises an error for which `moved_meanwhile` is true where another session was faster: roll back, do it again.
        """
        outcomes: dict[int, Outcome] = {}
        waiting = list(enumerate(batch))
        while waiting:
            loaded = store.load(tx, [checked for _, checked in waiting])
            asked = [Asked(*one, row) for one, row in zip(waiting, loaded, strict=True)]
            turn, later = _one_each(sorted(asked, key=lambda one: (one.checked.use.happened_at, one.place)))
            outcomes.update(self._round(tx, turn, at))
            waiting = [(one.place, one.checked) for one in later]
        return [outcomes[place] for place in range(len(batch))]

    def _round(self, tx: Transaction, turn: Sequence["Asked"], at: datetime) -> Iterator[tuple[int, Outcome]]:
        """Uses of different holders, under sequences that differ."""
        fresh = _as_of_the_tap(tx, [one for one in turn if one.loaded.digest is None])
        self._know_points(tx, fresh)
        screened = [judging.screen(one.checked, at, self.limits) for one in fresh]
        memories = self._load_memories(tx, [one for one, problem in zip(fresh, screened, strict=True) if not problem])
        judged = [self._judge(one, problem, memories, at) for one, problem in zip(fresh, screened, strict=True)]
        self._write(tx, judged, at)
        yield from ((one.place, _outcome(said)) for one, said in zip(fresh, judged, strict=True))
        yield from receipts.repeat(tx, {o.place: (o.checked, o.loaded) for o in turn if o.loaded.digest}).items()

    def _judge(
        self, asked: "Asked", problem: Problem | None, memories: Mapping[tuple[str, UUID], Any], at: datetime
    ) -> Judged:
        checked, loaded, use_id = asked.checked, asked.loaded, new_id()
        held = self._points.get(checked.use.point_id)
        if problem is not None or held is None:
            return Judged(checked, loaded, use_id, problem=problem or errors.PointClosed())
        point = held[0]
        memory = memories.get((point.scene, loaded.holder_id)) if loaded.holder_id else None
        around = judging.Around(point, self.scenes.get(point.scene), self.book, memory, at)
        try:
            context, decision = judging.judge(checked, loaded, use_id, around)
        except Problem as refusal:
            return Judged(checked, loaded, use_id, problem=refusal)
        return Judged(checked, loaded, use_id, context, decision)

    def _write(self, tx: Transaction, judged: Sequence[Judged], at: datetime) -> None:
        kept = [one for one in judged if one.is_kept]
        if not kept:
            return
        store.write(tx, kept, at)
        accepted = [(one.context, one.decision) for one in kept if one.context and one.decision]
        for scene_id, scene in self.scenes.items():
            to_keep = [(c, d) for c, d in accepted if c.point.scene == scene_id and d.keep is not None]
            if to_keep:
                scene.save(tx, to_keep)

    def _know_points(self, tx: Transaction, asked: Sequence["Asked"]) -> None:
        """A point is read again when its row has changed since."""
        seen = {one.checked.use.point_id: one.loaded.point_version for one in asked}
        unknown = {
            point_id
            for point_id, version in seen.items()
            if version is not None and self._points.get(point_id, (None, None))[1] != version
        }
        if unknown:
            self._points.update(store.read_points(tx, unknown))

    def _load_memories(self, tx: Transaction, asked: Sequence["Asked"]) -> dict[tuple[str, UUID], Any]:
        wanted: dict[str, list[tuple[UUID, Use, Point]]] = {}
        for one in asked:
            held = self._points.get(one.checked.use.point_id)
            if held and one.loaded.holder_id and one.loaded.point_state == "open":
                wanted.setdefault(held[0].scene, []).append((one.loaded.holder_id, one.checked.use, held[0]))
        return {
            (scene_id, holder): memory
            for scene_id, uses in wanted.items()
            if scene_id in self.scenes
            for holder, memory in self.scenes[scene_id].load(tx, uses).items()
        }


class Asked(NamedTuple):
    """A use of a batch, with its place in it and what was read."""

    place: int
    checked: Checked
    loaded: Loaded


def _as_of_the_tap(tx: Transaction, asked: Sequence[Asked]) -> list[Asked]:
    """Uploads with the halves as they stood when the gate took the card; nothing is asked where none moved since."""
    late = [one for one in asked if one.checked.use.offline and one.checked.presented and _moved_since(one)]
    if not late:
        return list(asked)
    moves = store.half_moves(tx, [_whose_halves(one) for one in late])
    then = {one.place: _stood(one, told) for one, told in zip(late, moves, strict=True) if told}
    return [one._replace(loaded=then.get(one.place, one.loaded)) for one in asked]


def _moved_since(one: Asked) -> bool:
    last = one.loaded.halves_since
    return last is not None and one.checked.use.happened_at < last


def _whose_halves(one: Asked) -> tuple[UUID, UUID | None]:
    holder_id, shown = one.loaded.holder_id, one.checked.presented
    assert holder_id is not None and shown is not None
    return holder_id, one.loaded.card_id if shown.medium == "c" else None


def _stood(one: Asked, moves: Sequence[HalfMove]) -> Loaded:
    loaded = one.loaded
    now = {"social": loaded.social_state, "bank": loaded.bank_state, "transport": loaded.transport_state}
    then = states_then(moves, {half: state or "inactive" for half, state in now.items()}, one.checked.use.happened_at)
    return loaded._replace(social_state=then["social"], bank_state=then["bank"], transport_state=then["transport"])


def _one_each(asked: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """The uses that can be decided together, each holder once and each sequence once; and those that must wait."""
    turn: list[Asked] = []
    later: list[Asked] = []
    holders: set[UUID | None] = set()
    sequences: set[tuple[UUID, int]] = set()
    for one in asked:
        holder, sequence = one.loaded.holder_id, (one.checked.use.point_id, one.checked.use.sequence)
        (later if holder in holders or sequence in sequences else turn).append(one)
        if holder is not None:
            holders.add(holder)
        sequences.add(sequence)
    return turn, later


def _outcome(judged: Judged) -> Outcome:
    context, decision = judged.context, judged.decision
    if context is None or decision is None:
        assert judged.problem is not None
        return Refused(judged.use_id, judged.problem)
    return Accepted(
        judged.use_id,
        context.person.holder_id,
        context.point.scene,
        context.use.happened_at,
        decision.price_fen,
        decision.paid_fen,
        decision.reasons,
        decision.facts,
    )
