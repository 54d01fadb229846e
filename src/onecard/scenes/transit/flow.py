"""Transit as the use path sees it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from onecard.domains.usage.api import Context, Decision, Manner, Point, Scene, Use
from onecard.kernel.clock import day_of
from onecard.kernel.plugins import read_manifest
from onecard.kernel.postgres.transaction import Transaction
from onecard.scenes.transit import store
from onecard.scenes.transit.decide import decide
from onecard.scenes.transit.models import Rider


class Transit:
    """Load, decide, save. A decision keeps the whole rider: it is the memory of the holder's next tap."""

    manner = Manner.of(read_manifest("onecard.scenes.transit"))

    def decide(self, context: Context) -> Decision:
        """See decide.py."""
        return decide(context)

    def load(self, tx: Transaction, uses: Sequence[tuple[UUID, Use, Point]]) -> Mapping[UUID, Rider]:
        """What is known of the riders, with the spending of the days they rode on."""
        return store.load_riders(tx, [(holder, day_of(use.happened_at)) for holder, use, _ in uses])

    def save(self, tx: Transaction, kept: Sequence[tuple[Context, Decision]]) -> None:
        """The riders as they are now; of several taps of one holder the last one counts."""
        store.save_riders(tx, {context.person.holder_id: decision.keep for context, decision in kept})


scene: Scene = Transit()
