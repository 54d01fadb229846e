"""What a gate needs to judge without a network: the rule of its scene, and the list of what is revoked.

The list names no person, so anybody may have it. It is made at most once a minute a process: with a hundred million
entries that is half a second of work.
"""

from datetime import datetime, timedelta
from threading import Lock

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from onecard.domains.agencies import api as agencies
from onecard.domains.ecards import api as ecards
from onecard.doors.api import shapes_carriers as shapes
from onecard.doors.api.given import TheHouse, TheTerminal
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_carriers import GateRuleShape
from onecard.doors.bootstrap import House
from onecard.doors.security.errors import TerminalUnknown
from onecard.verifier.revocation import MEDIA_TYPE

LIST_PATH = "/v1/revocations"
#: How long a list is served before it is made anew, and until when the platform stands by it.
_FRESH, _LIVES = timedelta(minutes=1), timedelta(days=7)


@operation(
    "GET", "/revocations", id="getRevocations", summary="撤销清单 · The revocation list", tag="terminal",
    media_type=MEDIA_TYPE, said="eyJ…",
)  # fmt: skip
def get_revocations(house: TheHouse) -> Response[str]:
    """A signed IETF Token Status List of phones without network and printed codes; gates fetch it when they can."""
    return Response(_lists.newest(house), media_type=MEDIA_TYPE)


@operation(
    "GET", "/terminal/gate-rule", id="getGateRule", summary="脱机规则 · What this gate takes offline", tag="terminal",
    problems=(TerminalUnknown,), said=shapes.GATE_RULE,
)  # fmt: skip
def get_gate_rule(house: TheHouse, terminal: TheTerminal) -> GateRuleShape:
    """The rule of this terminal's scene for uses without a network; fetch it with the keys, daily."""
    with house.app.reading() as tx:
        point = agencies.find_points(tx, [terminal.point_id]).get(terminal.point_id)
    if point is None or point.scene not in house.scenes:
        raise TerminalUnknown
    manner = house.scenes[point.scene].manner
    return GateRuleShape(
        manner.id,
        manner.wire,
        sorted(manner.modes),
        manner.list_hours,
        manner.when_stale,
        house.settings.code_grace_seconds,
        house.settings.clock_skew_seconds,
    )


class _Lists:
    """The newest list of this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: tuple[object, datetime, str] | None = None

    def newest(self, house: House) -> str:
        """One thread makes it while the others wait: a minute is long, the work short."""
        with self._lock:
            at, keys = house.clock(), house.keyring.code_keys()
            made = self._made
            if made is None or made[0] is not keys or not timedelta(0) <= at - made[1] < _FRESH:
                with house.app.reading() as tx:
                    uri = house.settings.address + LIST_PATH
                    text = ecards.revocation_list(tx, uri=uri, at=at, lives=_LIVES, keyring=house.keyring)
                self._made = made = (keys, at, text)
            return made[2]


_lists = _Lists()
GATE_ROUTES: list[HTTPRouteHandler] = [get_revocations, get_gate_rule]
