"""What it takes to verify presentations: the public keys of codes by key id, and for a terminal's SAM the tap keys.

A `KeySet` travels to gates as JSON. Only `with_taps` puts secrets into it, so an export is public unless asked.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CodeKey:
    """A public key that codes are signed for, with its algorithm (`ed25519`: 32 bytes; `sm2`: x‖y in 64)."""

    suite: str
    public: bytes


@dataclass(frozen=True, slots=True)
class KeySet:
    """`codes` verify e-card codes; `taps` are the master keys of taps: secret, and empty for a gate without SAM.

    `withdrawn` are key ids that became known to others: what they sign is refused and its holder told why.
    """

    codes: Mapping[int, CodeKey]
    taps: Mapping[int, bytes] = field(default_factory=dict, repr=False)
    withdrawn: frozenset[int] = frozenset()

    def to_json(self, *, with_taps: bool = False) -> str:
        """The file a gate is given. Tap keys are secret and only for a SAM."""
        codes = {str(i): {"suite": key.suite, "public": _text(key.public)} for i, key in self.codes.items()}
        taps = {"taps": {str(i): _text(key) for i, key in self.taps.items()}} if with_taps else {}
        return json.dumps({"codes": codes, "withdrawn": sorted(self.withdrawn), **taps}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "KeySet":
        """Read what `to_json` wrote; ValueError or KeyError where it is not that."""
        page = json.loads(text)
        codes = {
            int(i): CodeKey(k["suite"], base64.b64decode(k["public"], validate=True)) for i, k in page["codes"].items()
        }
        taps = {int(i): base64.b64decode(k, validate=True) for i, k in page.get("taps", {}).items()}
        return cls(codes, taps, frozenset(int(i) for i in page.get("withdrawn", ())))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
