"""The visitor book as the use path sees it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from onecard.domains.usage.api import Context, Decision, Manner, Point, Scene, Use
from onecard.kernel.plugins import read_manifest
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.demo import store
from onecard.scenes.demo.decide import decide
from onecard.scenes.demo.models import Pages


class VisitorBook:
    """Load, decide, save."""

    manner = Manner.of(read_manifest("onecard.scenes.demo"))

    def decide(self, context: Context) -> Decision:
        """See decide.py."""
        return decide(context)

    def load(self, tx: Transaction, uses: Sequence[tuple[UUID, Use, Point]]) -> Mapping[UUID, Pages]:
        """The holders' earlier signatures."""
        return store.load_pages(tx, [holder for holder, _, _ in uses])

    def save(self, tx: Transaction, kept: Sequence[tuple[Context, Decision]]) -> None:
        """The new ones."""
        store.save_signatures(tx, [(context.person.holder_id, context.day) for context, _ in kept])


scene: Scene = VisitorBook()
