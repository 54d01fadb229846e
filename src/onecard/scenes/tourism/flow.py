"""Tourism as the use path sees it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from onecard.domains.usage.api import Context, Decision, Manner, Point, Scene, Use
from onecard.kernel.clock import day_of
from onecard.kernel.plugins import read_manifest
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.tourism import store
from onecard.scenes.tourism.decide import decide
from onecard.scenes.tourism.models import Visitor


class Tourism:
    """Load, decide, save. A decision keeps the visit made by pass; a ticket leaves nothing to remember."""

    manner = Manner.of(read_manifest("onecard.scenes.tourism"))

    def decide(self, context: Context) -> Decision:
        """See decide.py."""
        return decide(context)

    def load(self, tx: Transaction, uses: Sequence[tuple[UUID, Use, Point]]) -> Mapping[UUID, Visitor]:
        """The visitors' passes, and their visits on the days of the batch."""
        return store.load_visitors(
            tx, [holder for holder, _, _ in uses], [day_of(use.happened_at) for _, use, _ in uses]
        )

    def save(self, tx: Transaction, kept: Sequence[tuple[Context, Decision]]) -> None:
        """The visits made by pass."""
        store.save_visits(tx, [(context.person.holder_id, decision.keep) for context, decision in kept])


scene: Scene = Tourism()
