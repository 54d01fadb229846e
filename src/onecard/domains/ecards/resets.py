"""A forgotten password: a one-time code to the telephone that is known of the person, and with it a new password.

Nobody learns whether a number is registered or has a telephone: asking is always answered the same way, and a wrong
code is answered as no code. The text waits sealed until whoever sends texts takes it (`take_messages`).
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from onecard.domains.ecards.errors import ResetRefused
from onecard.domains.ecards.events import write_event
from onecard.domains.ecards.passwords import set_password
from onecard.domains.ecards.service import ecard_of
from onecard.domains.ecards.store import sql
from onecard.domains.residents import api as residents
from onecard.kernel.clock import day_of
from onecard.kernel.crypto import Keyring
from onecard.kernel.crypto.passwords import hash_password, password_matches
from onecard.kernel.ids import new_id
from onecard.kernel.postgres.transaction import Transaction

#: Technical limits of ours: how long a code serves, how often it may be mistyped, how many a day, how far apart.
CODE_SERVES, TRIES, A_DAY, APART = timedelta(minutes=5), 5, 5, timedelta(minutes=1)
TEXT = "message.text"
_NOBODY = UUID(int=0)
_SAID = "【一卡通】重置电子社保卡密码的验证码：{code}，{minutes} 分钟内有效。工作人员不会向您索要验证码。"


@dataclass(frozen=True, slots=True)
class Message:
    """A text for a person's telephone."""

    phone: str = field(repr=False)
    text: str = field(repr=False)


def ask_reset(tx: Transaction, *, holder_id: UUID, keyring: Keyring, at: datetime) -> None:
    """Put a code on its way to the person's telephone, if there is an e-card, a telephone, and it is not too often."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    code_hash = hash_password(keyring, code, about=holder_id)  # also for nobody: time tells nothing
    ecard = ecard_of(tx, holder_id=holder_id)
    if ecard is None or ecard.state == "cancelled" or _phone_of(tx, holder_id, keyring) is None:
        return
    held = sql.take_reset(tx, holder_id=holder_id)
    made = held.made_today if held and day_of(held.made_at) == day_of(at) else 0
    if made >= A_DAY or (held and at - held.made_at < APART):
        return
    until = at + CODE_SERVES
    sql.keep_reset(tx, holder_id=holder_id, code_hash=code_hash, made_today=made + 1, at=at, expires_at=until)
    text = _SAID.format(code=code, minutes=int(CODE_SERVES.total_seconds()) // 60)
    sealed = keyring.seal(text, about=holder_id, field=TEXT)
    sql.add_message(tx, holder_id=holder_id, message_id=new_id(), text_sealed=sealed, at=at, expires_at=until)


def reset_password(
    tx: Transaction, *, holder_id: UUID, code: str, password: str, keyring: Keyring, at: datetime
) -> ResetRefused | None:
    """Choose a new password by the code. A refused code is returned, so that the caller commits the failure it counts;
    a password that is too simple is raised, and the code may be used again."""
    held = sql.take_reset(tx, holder_id=holder_id)
    right = password_matches(keyring, held.code_hash if held else None, code, about=holder_id if held else _NOBODY)
    if held is None or at >= held.expires_at or held.failures >= TRIES:
        return ResetRefused()
    if not right:
        sql.count_wrong_reset(tx, holder_id=holder_id)
        return ResetRefused()
    set_password(tx, holder_id=holder_id, password=password, keyring=keyring)
    sql.end_reset(tx, holder_id=holder_id, at=at)
    write_event(tx, holder_id=holder_id, event="password_reset", at=at, facts={"by": "text message"})
    return None


def add_message(
    tx: Transaction, *, holder_id: UUID, text: str, keyring: Keyring, at: datetime, until: datetime
) -> bool:
    """Put a text on its way to the person's telephone, to be dropped after `until`; False where none is known."""
    if _phone_of(tx, holder_id, keyring) is None:
        return False
    sealed = keyring.seal(text, about=holder_id, field=TEXT)
    sql.add_message(tx, holder_id=holder_id, message_id=new_id(), text_sealed=sealed, at=at, expires_at=until)
    return True


def take_messages(tx: Transaction, *, keyring: Keyring, at: datetime, at_most: int = 100) -> Iterator[Message]:
    """Texts to send, each taken out of the table in this transaction; those that come too late are dropped."""
    for row in list(sql.take_messages(tx, at_most=at_most)):
        if not sql.drop_message(tx, holder_id=row.holder_id, message_id=row.message_id):
            continue  # somebody else was faster
        phone = _phone_of(tx, row.holder_id, keyring)
        if phone is not None and at < row.expires_at:
            yield Message(phone, keyring.unseal(row.text_sealed, about=row.holder_id, field=TEXT))


def _phone_of(tx: Transaction, holder_id: UUID, keyring: Keyring) -> str | None:
    try:
        return residents.reveal(tx, holder_id=holder_id, keyring=keyring).phone
    except residents.ResidentUnknown:
        return None
