"""What API and pages do with a resident's own e-card alike; each opens its transactions and commits.

Whoever changes or resets a password, stops or cancels the e-card is signed out everywhere by it.
"""

from uuid import UUID

from onecard.domains.ecards import api as ecards
from onecard.domains.residents import api as residents
from onecard.doors.bootstrap import House
from onecard.doors.security.limits import RateLimits
from onecard.doors.security.sessions import close_sessions_of
from onecard.doors.security.sign_in import prove_holder
from onecard.doors.security.visitors import Resident, scope_of
from onecard.kernel.errors import Problem


def change_password(house: House, resident: Resident, *, old: str, new: str) -> None:
    """Another password by the old one; a wrong old one is counted and committed before it is refused."""
    with house.app.writing() as tx:
        answer = ecards.change_password(
            tx, holder_id=resident.holder_id, old=old, new=new, keyring=house.keyring, at=house.clock()
        )
    if isinstance(answer, ecards.SignInRefused):
        raise ecards.PasswordWrong
    if isinstance(answer, Problem):
        raise answer
    sign_out_everywhere(house, resident.holder_id)


def stop_everywhere(house: House, resident: Resident) -> None:
    """The telephone is gone: the e-card stops, every channel is unlinked, every session ends. No password is asked."""
    with house.app.writing(scope_of(resident)) as tx:
        ecards.suspend_ecard(tx, holder_id=resident.holder_id, at=house.clock())
    sign_out_everywhere(house, resident.holder_id)


def resume(house: House, resident: Resident, *, password: str) -> ecards.Ecard:
    """Let it work again, once the password has shown who asks."""
    prove_holder(house, resident.holder_id, password)
    with house.app.writing(scope_of(resident)) as tx:
        return ecards.resume_ecard(tx, holder_id=resident.holder_id, at=house.clock())


def cancel(house: House, resident: Resident, *, password: str) -> None:
    """End it for good, once the password has shown who asks."""
    prove_holder(house, resident.holder_id, password)
    with house.app.writing(scope_of(resident)) as tx:
        ecards.cancel_ecard(tx, holder_id=resident.holder_id, at=house.clock(), reason="holder")
    sign_out_everywhere(house, resident.holder_id)


def ask_reset(house: House, limits: RateLimits, *, number: str, address: str) -> None:
    """Send a code to the telephone that is known of this number's person; nothing tells whether there was one."""
    limits.take("sign_in", address)
    limits.take("account", f"reset {number.strip().upper()}")
    parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
    holder_id = residents.holder_of(parsed, keyring=house.keyring)
    with house.app.writing() as tx:
        ecards.ask_reset(tx, holder_id=holder_id, keyring=house.keyring, at=house.clock())


def reset_password(house: House, limits: RateLimits, *, number: str, code: str, password: str, address: str) -> None:
    """A new password by the code from the telephone; a wrong code is counted and committed before it is refused."""
    limits.take("sign_in", address)
    limits.take("account", f"reset {number.strip().upper()}")
    parsed = residents.SocialSecurityNumber.parse(number, house.book.places.divisions)
    holder_id = residents.holder_of(parsed, keyring=house.keyring)
    with house.app.writing() as tx:
        refused = ecards.reset_password(
            tx, holder_id=holder_id, code=code, password=password, keyring=house.keyring, at=house.clock()
        )
    if refused is not None:
        raise refused
    sign_out_everywhere(house, holder_id)


def sign_out_everywhere(house: House, holder_id: UUID) -> None:
    """End every session of this person; a word of it stands in her record where there was one."""
    with house.app.writing() as tx:
        if close_sessions_of(tx, holder_id):
            ecards.write_event(tx, holder_id=holder_id, event="signed_out_everywhere", at=house.clock())
