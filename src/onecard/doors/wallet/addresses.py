"""Where everything of the wallet is found. The issuer has a path of its own, so that its well-known documents stand
beside those of whatever else signs at this address."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from onecard.kernel.settings import Settings

PATH = "/wallet"
#: The one kind of credential offered; the id of its configuration in the metadata.
ECARD = "onecard_ecard"
FORMAT = "dc+sd-jwt"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The absolute addresses, all below `issuer`, which is the credential issuer identifier as well."""

    issuer: str

    @classmethod
    def of(cls, settings: Settings) -> "Addresses":
        """Those of this house."""
        return cls(settings.address + PATH)

    @property
    def host(self) -> str:
        """The name or address that the certificates speak for."""
        return urlsplit(self.issuer).hostname or "localhost"

    @property
    def type(self) -> str:
        """The `vct` of the e-card, where its type metadata is read."""
        return f"{self.issuer}/types/ecard"

    def offer(self, offer_id: UUID) -> str:
        """Where a wallet reads an offer."""
        return f"{self.issuer}/offers/{offer_id}"

    def status_list(self, list_id: UUID) -> str:
        """Where a status list is published."""
        return f"{self.issuer}/status-lists/{list_id}"

    def list_of(self, uri: str) -> UUID | None:
        """The list published at this address, if it is one of ours."""
        head, _, tail = uri.rpartition("/")
        try:
            return UUID(tail) if head == f"{self.issuer}/status-lists" else None
        except ValueError:
            return None

    def request(self, ask_id: UUID) -> str:
        """Where a wallet reads what is asked."""
        return f"{self.issuer}/requests/{ask_id}"

    def response(self, ask_id: UUID) -> str:
        """Where a wallet sends its answer."""
        return f"{self.issuer}/responses/{ask_id}"
