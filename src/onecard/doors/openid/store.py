"""The named queries of signing in elsewhere, and how a secret that was handed out is kept: as its SHA-256."""

from hashlib import sha256

from onecard.kernel.postgres.queries import named_queries

sql = named_queries("onecard.doors.openid")


def digest(secret: str) -> bytes:
    """What the database keeps of a token, a code, a handle: enough to know it again, useless to present."""
    return sha256(secret.encode()).digest()
