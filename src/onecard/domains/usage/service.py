"""The use path: verify, load, decide, write, receipt; the path for one is the path for a thousand.

A batch is done in rounds in which each holder and each terminal sequence stands once, so that a second use of the
same person sees what the first one changed. `accept` never commits; the door does, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from onecard.domains.usage import errors, judging, receipts, store
from onecard.domains.usage.judging import Limits, Loaded
from onecard.domains.usage.models import Accepted, Context, Decision, Outcome, Point, Refused, Scene
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
        waiting = list(range(len(batch)))
        while waiting:
            loaded = dict(zip(waiting, store.load(tx, [batch[i] for i in waiting]), strict=True))
            turn = list(_one_each(waiting, batch, loaded))
            outcomes.update(self._round(tx, turn, batch, loaded, at))
            taken = set(turn)
            waiting = [i for i in waiting if i not in taken]
        return [outcomes[i] for i in range(len(batch))]

    def _round(
        self, tx: Transaction, turn: list[int], batch: Sequence[Checked], loaded: Mapping[int, Loaded], at: datetime
    ) -> dict[int, Outcome]:
        repeats = [i for i in turn if loaded[i].digest is not None]
        fresh = [i for i in turn if loaded[i].digest is None]
        self._know_points(tx, [(batch[i], loaded[i]) for i in fresh])
        screened = {i: judging.screen(batch[i], at, self.limits) for i in fresh}
        memories = self._load_memories(tx, [(batch[i], loaded[i]) for i in fresh if screened[i] is None])
        answered = {i: self._judge(batch[i], loaded[i], screened[i], memories) for i in fresh}
        self._write(tx, answered, batch, loaded, at)
        outcomes = {i: _outcome(use_id, answer) for i, (use_id, answer) in answered.items()}
        return outcomes | receipts.repeat(tx, {i: (batch[i], loaded[i]) for i in repeats})

    def _judge(
        self, checked: Checked, loaded: Loaded, problem: Problem | None, memories: Mapping[tuple[str, UUID], Any]
    ) -> tuple[UUID, tuple[Context, Decision] | Problem]:
        use_id = new_id()
        held = self._points.get(checked.use.point_id)
        if problem is not None or held is None:
            return use_id, problem or errors.PointClosed()
        point = held[0]
        memory = memories.get((point.scene, loaded.holder_id)) if loaded.holder_id else None
        try:
            return use_id, judging.judge(
                checked,
                loaded,
                point=point,
                use_id=use_id,
                scene=self.scenes.get(point.scene),
                book=self.book,
                memory=memory,
            )
        except Problem as refusal:
            return use_id, refusal

    def _write(
        self,
        tx: Transaction,
        answered: Mapping[int, tuple[UUID, tuple[Context, Decision] | Problem]],
        batch: Sequence[Checked],
        loaded: Mapping[int, Loaded],
        at: datetime,
    ) -> None:
        if not answered:
            return
        accepted = [(i, answer) for i, (_, answer) in answered.items() if not isinstance(answer, Problem)]
        answers = [(batch[i], use_id, loaded[i].holder_id, *_refusal(said)) for i, (use_id, said) in answered.items()]
        store.write(tx, answers, [answer for _, answer in accepted], at, [batch[i] for i, _ in accepted])
        for scene_id, scene in self.scenes.items():
            kept = [(c, d) for _, (c, d) in accepted if c.point.scene == scene_id and d.keep is not None]
            if kept:
                scene.save(tx, kept)

    def _know_points(self, tx: Transaction, batch: Sequence[tuple[Checked, Loaded]]) -> None:
        """A point is read again when its row has changed since."""
        unknown = {
            checked.use.point_id
            for checked, loaded in batch
            if loaded.point_version is not None
            and self._points.get(checked.use.point_id, (None, None))[1] != loaded.point_version
        }
        if unknown:
            self._points.update(store.read_points(tx, unknown))

    def _load_memories(self, tx: Transaction, batch: Sequence[tuple[Checked, Loaded]]) -> dict[tuple[str, UUID], Any]:
        wanted: dict[str, list[tuple[UUID, Any, Point]]] = {}
        for checked, loaded in batch:
            held = self._points.get(checked.use.point_id)
            if held and loaded.holder_id and loaded.point_state == "open":
                wanted.setdefault(held[0].scene, []).append((loaded.holder_id, checked.use, held[0]))
        return {
            (scene_id, holder): memory
            for scene_id, uses in wanted.items()
            if scene_id in self.scenes
            for holder, memory in self.scenes[scene_id].load(tx, uses).items()
        }


def _one_each(waiting: Sequence[int], batch: Sequence[Checked], loaded: Mapping[int, Loaded]) -> Iterator[int]:
    """The uses that can be decided together: each holder once, each sequence once, the earliest first."""
    holders: set[UUID] = set()
    sequences: set[tuple[UUID, int]] = set()
    for i in sorted(waiting, key=lambda n: (batch[n].use.happened_at, n)):
        holder, sequence = loaded[i].holder_id, (batch[i].use.point_id, batch[i].use.sequence)
        if (holder is None or holder not in holders) and sequence not in sequences:
            yield i
        if holder is not None:
            holders.add(holder)
        sequences.add(sequence)


def _refusal(said: tuple[Context, Decision] | Problem) -> tuple[str | None, Mapping[str, Any] | None]:
    return (said.code, said.facts or None) if isinstance(said, Problem) else (None, None)


def _outcome(use_id: UUID, said: tuple[Context, Decision] | Problem) -> Outcome:
    if isinstance(said, Problem):
        return Refused(use_id, said)
    context, decision = said
    return Accepted(
        use_id,
        context.person.holder_id,
        context.point.scene,
        context.use.happened_at,
        decision.price_fen,
        decision.paid_fen,
        decision.reasons,
        decision.facts,
    )
