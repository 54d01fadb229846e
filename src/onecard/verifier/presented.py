"""What a verified presentation says: the one shape that codes and card taps have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Presented:
    """A code or tap whose signature held.

    `medium` is "e" (e-card code) or "c" (physical card tap); `key` finds the card: the code's 64-bit pseudonym (signed
    int) for "e", the 128-bit card identifier for "c". `nonce` (signed 64 bit) may be accepted once a holder. `scene`
    is the scene's wire byte, 0 for any. `province` is the issuing province's two digits. A tap has no expiry of its
    own: `expires_at` is then the moment it was made, plus the verifier's grace.
    """

    medium: Literal["e", "c"]
    key: int
    nonce: int
    scene: int
    province: int
    expires_at: datetime
