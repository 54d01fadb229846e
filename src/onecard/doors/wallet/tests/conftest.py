"""An issuer without a house: keys, addresses, and a presentation that holds until a test changes something."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from jwcrypto.jwk import JWK
from sd_jwt.holder import SDJWTHolder

from onecard.doors.wallet.addresses import Addresses
from onecard.doors.wallet.issuing import Signer, signer_of
from onecard.doors.wallet.keys import known_keys
from onecard.doors.wallet.lists import SIZE, Place, StatusLists
from onecard.doors.wallet.verifying import Shown, Trust, read_presentation
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.verifier.status_list import StatusList

LIST = UUID(int=5)
CLAIMS: dict[str, Any] = {"age_over_18": True, "age_over_65": False, "issuing_province": "510000", "ecard_level": 2}


@dataclass
class Issuer:
    """Issues, presents and verifies at one moment."""

    keyring: Keyring
    at: datetime
    addresses: Addresses = field(default=Addresses("https://card.example/wallet"))
    holder: JWK = field(default_factory=lambda: JWK.generate(kty="EC", crv="P-256"))

    @property
    def signer(self) -> Signer:
        return signer_of(self.addresses, self.keyring, self.at)

    @property
    def trust(self) -> Trust:
        return Trust(self.addresses, known_keys(self.keyring, self.at))

    def credential(self, claims: dict[str, Any] = CLAIMS, *, index: int = 7, days: int = 30) -> str:
        day = day_of(self.at)
        until = day + timedelta(days=days)
        return self.signer.write(claims, holder=self.holder, place=Place(LIST, index), day=day, until=until)

    def present(self, credential: str, *disclose: str, nonce: str = "n", audience: str = "a") -> str:
        holder = SDJWTHolder(credential)
        holder.create_presentation(dict.fromkeys(disclose, True), nonce, audience, self.holder, "ES256")
        return str(holder.sd_jwt_presentation)

    def read(self, text: str, *, later: timedelta = timedelta()) -> Shown:
        return read_presentation(text, trust=self.trust, audience="a", nonce="n", at=self.at + later)

    def status_token(self, statuses: dict[int, int], *, at: datetime | None = None, list_id: UUID = LIST) -> str:
        packed = StatusList.of(statuses, size=SIZE, bits=2).to_json(quick=True)
        return StatusLists(self.addresses, self.keyring).sign(list_id, packed, at or self.at)

    def elsewhere(self) -> "Issuer":
        """The same keys at another address."""
        return replace(self, addresses=Addresses("https://other.example/wallet"))


@pytest.fixture
def issuer(keyring: Keyring) -> Issuer:
    """A fresh issuer now; the reference library looks at the machine's clock when it signs."""
    from onecard.kernel.clock import now

    return Issuer(keyring, now())
