"""What comes next for a person who was sent here: sign in, agree, go back, or be refused; a pure function."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from onecard.doors.openid.asking import Begun
from onecard.doors.openid.scopes import PASSWORD

Step = Literal["sign_in", "consent", "issue"]
#: What a service reads when nobody may be asked anything (`prompt=none`).
SILENT_ERRORS: dict[Step, str] = {"sign_in": "login_required", "consent": "consent_required"}


@dataclass(frozen=True, slots=True)
class Present:
    """A person who is signed in here, since when, and what she agreed to tell this service before."""

    signed_in_at: datetime
    agreed: Collection[str] | None


def next_step(begun: Begun, present: Present | None, *, at: datetime) -> Step:
    """The next step with the password's level; a code on the desk goes its own way (see scans)."""
    asked = begun.asked
    if present is None or PASSWORD not in asked.ways or _must_prove_again(begun, present, at):
        return "sign_in"
    if "consent" in asked.prompts or present.agreed is None or not set(asked.scopes) <= set(present.agreed):
        return "consent"
    return "issue"


def _must_prove_again(begun: Begun, present: Present, at: datetime) -> bool:
    """`prompt=login`, or a sign-in older than `max_age`: unless she signed in since this request began."""
    asked, since = begun.asked, present.signed_in_at
    if since >= begun.begun_at:
        return False
    stale = asked.max_age is not None and at - since >= timedelta(seconds=asked.max_age)
    return stale or not {"login", "select_account"}.isdisjoint(asked.prompts)
