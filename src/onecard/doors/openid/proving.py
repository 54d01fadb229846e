"""Which service is asking: it signs an assertion with the key that it registered (private_key_jwt), each good once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from onecard.doors.openid.clients import Client, find_clients
from onecard.doors.openid.errors import ServiceUnproven
from onecard.doors.security.assertions import ASSERTION_TYPE, check_assertion, claimed_client
from onecard.doors.security.errors_visitors import ClientRefused
from onecard.doors.security.spending import Spending, spend
from onecard.kernel.postgres.transaction import Transaction

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """A service whose assertion holds, and the assertion, which is to be spent."""

    client: Client
    spending: Spending


def prove_client(tx: Transaction, form: Form, *, issuer: str, path: str, at: datetime) -> Client:
    """The service whose assertion stands in this form, which is spent with it; ServiceUnproven where it does not hold.

    `aud` must be our address, or the address of the endpoint at `path` that is asked.
    """
    [proof] = read_proofs(tx, [form], issuer=issuer, path=path, at=at)
    if proof is None or not spend(tx, [proof.spending])[0]:
        raise ServiceUnproven
    return proof.client


def read_proofs(tx: Transaction, forms: Sequence[Form], *, issuer: str, path: str, at: datetime) -> list[Proof | None]:
    """For each form the proof that stands in it, None where it does not hold. Nothing is spent yet."""
    claimed = [_claimed(form) for form in forms]
    known = find_clients(tx, list({one for one in claimed if one}))
    audiences = (issuer, issuer + path)
    return [
        _proof(form, known[one], audiences, at) if one in known else None
        for form, one in zip(forms, claimed, strict=True)
    ]  # fmt: skip


def _claimed(form: Form) -> str:
    """Whose key to try; that the assertion is about this very client is checked with it."""
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        return ""
    try:
        client_id = form.get("client_id") or claimed_client(form.get("client_assertion", ""))
    except ClientRefused:
        return ""
    return client_id if client_id.isprintable() else ""


def _proof(form: Form, client: Client, audiences: Collection[str], at: datetime) -> Proof | None:
    try:
        assertion_id, until = check_assertion(
            form.get("client_assertion", ""), client.public_jwk, client_id=client.client_id, audiences=audiences, at=at
        )
    except ClientRefused:
        return None
    # Partners' systems spend assertions in the same table: theirs are bound to another audience, ours to this prefix.
    return Proof(client, Spending(f"openid {client.client_id}", assertion_id, until))
