"""Which service is asking: it signs an assertion with the key that it registered (private_key_jwt), each good once."""

from collections.abc import Mapping
from datetime import datetime

from onecard.doors.openid.clients import Client, find_client
from onecard.doors.openid.errors import ServiceUnproven
from onecard.doors.security import sessions
from onecard.doors.security.assertions import ASSERTION_TYPE, check_assertion, claimed_client
from onecard.doors.security.errors_visitors import ClientRefused
from onecard.kernel.postgres.transaction import Transaction


def prove_client(tx: Transaction, form: Mapping[str, str], *, issuer: str, path: str, at: datetime) -> Client:
    """The service whose assertion stands in this form, which is spent with it; ServiceUnproven where it does not hold.

    `aud` must be our address, or the address of the endpoint at `path` that is asked.
    """
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise ServiceUnproven
    assertion = form.get("client_assertion", "")
    try:
        # Whose key to try; that the assertion is about this very client is checked with it.
        client = find_client(tx, form.get("client_id") or claimed_client(assertion))
        if client is None:
            raise ServiceUnproven
        jti, until = check_assertion(
            assertion, client.public_jwk, client_id=client.client_id, audiences=(issuer, issuer + path), at=at
        )
    except ClientRefused:
        raise ServiceUnproven from None
    # Partners' systems spend assertions in the same table: theirs are bound to another audience, ours to this prefix.
    spent = sessions.sql.spend_assertion(tx, client_id=f"openid {client.client_id}", assertion_id=jti, expires_at=until)
    if not spent:
        raise ServiceUnproven
    return client
