"""Signing in and out: limits first, then the domain's own check, then a fresh session. Pages and API use these verbs.

A wrong try is counted in the database and committed before it is refused, so that closing the connection forgives
nothing. Each sign-in makes a new session and ends the one the browser brought.
"""

from dataclasses import dataclass, field
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.domains.cards import api as cards
from onecard.domains.ecards import api as ecards
from onecard.doors.bootstrap import House
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.sessions import close_session, csrf_token, open_session, session_hash
from onecard.kernel import outbox
from onecard.kernel.errors import Problem

CSRF_KEY = "csrf"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: the cookie's token, and what its forms must carry."""

    token: str = field(repr=False)
    csrf_token: str = field(repr=False)


def sign_in_resident(
    house: House,
    limits: RateLimits,
    *,
    address: str,
    card_number: str,
    password: str,
    issuer: int | None = None,
    before: str | None = None,
) -> Opened:
    """Sign in with card and e-card password; `before` is the session the browser brought, if any.

    `issuer` is only needed where two issuers gave the same number; without it such a number is refused.
    """
    limits.take("sign_in", address)
    limits.take("account", f"card {card_number.strip().upper()}")
    at = house.clock()
    with house.app.writing() as tx:
        holders = cards.holders_by_number(tx, card_number=card_number, issuer=issuer)
        holder_id = holders[0] if len(holders) == 1 else None
        answer = ecards.check_password(
            tx, holder_id=holder_id, password=password, keyring=house.keyring, at=at, presented=card_number
        )
        if not isinstance(answer, Problem):
            close_session(tx, before or "")
            ecards.write_event(tx, holder_id=answer.holder_id, event="signed_in", at=at)
            return _opened(house, open_session(tx, kind="resident", subject_id=answer.holder_id, at=at))
    raise answer


def prove_holder(house: House, holder_id: UUID, password: str) -> None:
    """The e-card password again; a wrong one is counted and committed before it is refused."""
    with house.app.writing() as tx:
        answer = ecards.check_password(
            tx, holder_id=holder_id, password=password, keyring=house.keyring, at=house.clock()
        )
    if isinstance(answer, ecards.SignInRefused):
        raise ecards.PasswordWrong
    if isinstance(answer, Problem):
        raise answer


def sign_in_staff(
    house: House,
    limits: RateLimits,
    *,
    address: str,
    sign_in_name: str,
    password: str,
    totp: str,
    before: str | None = None,
) -> Opened:
    """Sign in with name, password and one-time code."""
    limits.take("sign_in", address)
    limits.take("account", f"staff {sign_in_name.strip().lower()}")
    at = house.clock()
    with house.app.writing() as tx:
        answer = agencies.check_staff_sign_in(
            tx, sign_in_name=sign_in_name.strip(), password=password, totp=totp.strip(), keyring=house.keyring, at=at
        )
        if not isinstance(answer, Problem):
            close_session(tx, before or "")
            return _opened(house, open_session(tx, kind="staff", subject_id=answer.staff_id, at=at))
    raise answer


def sign_out(house: House, token: str | None) -> None:
    """End the session of this browser."""
    if token:
        with house.app.writing() as tx:
            close_session(tx, token)
            body = {"session_hash": session_hash(token).hex()}
            outbox.append(tx, topic="security.signed_out", body=body, at=house.clock())


def _opened(house: House, token: str) -> Opened:
    return Opened(token, csrf_token(token, house.keyring.secret(CSRF_KEY)))
