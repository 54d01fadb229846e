"""The token endpoint: requests that come while others are being answered are proven and redeemed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from psycopg import InterfaceError, OperationalError

from onecard.doors.bootstrap import House
from onecard.doors.gathering import Gathering
from onecard.doors.openid.errors import AskedTooOften, ServiceUnproven
from onecard.doors.openid.proving import Form, Proof, read_proofs
from onecard.doors.openid.redeeming import redeem_codes
from onecard.doors.security.errors_visitors import TooManyRequests
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.spending import spend
from onecard.kernel.postgres.transaction import Transaction

TOKEN = "/openid/token"  # noqa: S105 - a path
_BATCH_MAX, _WAITING_MAX = 128, 5_000

#: A token response, or why there is none.
Said = dict[str, Any] | Exception


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A token request as it came; the service that it proves is counted in `limits`."""

    form: Form
    limits: RateLimits


class TokenBatches:
    """Token requests that wait, and the batch that is under way."""

    def __init__(self, house: House) -> None:
        self._requests: Gathering[TokenRequest, Said] = Gathering(
            partial(answer, house), name="tokens", batch_max=_BATCH_MAX, waiting_max=_WAITING_MAX
        )

    async def ask(self, request: TokenRequest) -> dict[str, Any]:
        """The token response, once it is durable; raises the refusal."""
        if self._requests.is_full:
            raise AskedTooOften
        said = await self._requests.ask(request)
        if isinstance(said, Exception):
            raise said
        return said


def answer(house: House, batch: Sequence[TokenRequest]) -> list[Said]:
    """One batch, one transaction. Blocks; call it from a thread.

    Where one request of many breaks something the batch is halved until it stands alone.
    """
    try:
        with house.app.writing() as tx:
            return _answer(tx, house, batch)
    except Exception as error:
        if len(batch) == 1 or isinstance(error, (OperationalError, InterfaceError)):
            return [error] * len(batch)
    half = len(batch) // 2
    return [*answer(house, batch[:half]), *answer(house, batch[half:])]


def _answer(tx: Transaction, house: House, batch: Sequence[TokenRequest]) -> list[Said]:
    """Proof, rate, spending, redeeming: who falls out at one step is in none of the later ones."""
    issuer, at = house.settings.address, house.clock()
    said: dict[int, Said] = {number: ServiceUnproven() for number in range(len(batch))}
    proofs = dict(enumerate(read_proofs(tx, [one.form for one in batch], issuer=issuer, path=TOKEN, at=at)))
    held = {number: proof for number, proof in proofs.items() if proof is not None}
    often = {number: AskedTooOften() for number, proof in held.items() if _asks_too_often(batch[number], proof)}
    admitted = {number: proof for number, proof in held.items() if number not in often}
    taken = spend(tx, [proof.spending for proof in admitted.values()])
    proven = [number for number, fresh in zip(admitted, taken, strict=True) if fresh]
    asked = [(admitted[number].client, batch[number].form) for number in proven]
    told = redeem_codes(tx, asked, issuer=issuer, keyring=house.keyring, at=at)
    said |= often | dict(zip(proven, told, strict=True))
    return list(said.values())


def _asks_too_often(request: TokenRequest, proof: Proof) -> bool:
    try:
        request.limits.take("service", proof.client.client_id)
    except TooManyRequests:
        return True
    return False
