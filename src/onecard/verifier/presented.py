"""What a verified presentation says: the one shape that codes and card taps have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: How it was shown: a fresh code of the platform, a card's tap, a phone without network, a code printed on paper.
Mode = Literal["online", "tap", "phone", "paper"]


@dataclass(frozen=True, slots=True)
class Presented:
    """A code or tap whose signature held.

    `medium` is "e" (e-card code) or "c" (physical card tap); `key` finds the card: the code's 64-bit pseudonym (signed
    int) for "e", the 128-bit card identifier for "c". `nonce` (signed 64 bit) may be accepted once a holder; a printed
    code's is the first of its day's row, because paper is shown again and again. `scene` is the scene's wire byte, 0
    for any. `province` is the issuing province's two digits. A tap has no expiry of its own: `expires_at` is then the
    moment it was made, plus the verifier's grace; the same holds for a phone's code. `serial` is the entry of the phone
    or paper in the revocation list, None for codes and taps that live too shortly to be revoked.
    """

    medium: Literal["e", "c"]
    key: int
    nonce: int
    scene: int
    province: int
    expires_at: datetime
    mode: Mode = "online"
    serial: int | None = None
