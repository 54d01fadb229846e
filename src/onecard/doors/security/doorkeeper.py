"""Knows visitors by what they bring: reads sessions, tokens and terminal keys from the house's database."""

from collections.abc import Iterable
from uuid import UUID

from onecard.domains.agencies import api as agencies
from onecard.doors.bootstrap import House
from onecard.doors.security.sessions import csrf_token, find_session
from onecard.doors.security.sign_in import CSRF_KEY
from onecard.doors.security.signatures import TerminalSignatures
from onecard.doors.security.terminal_keys import TerminalKey
from onecard.doors.security.tokens import read_token
from onecard.doors.security.visitors import Partner, Resident, Staff, Terminal


class HouseDoorkeeper:
    """The doorkeeper of one house."""

    def __init__(self, house: House, signatures: TerminalSignatures) -> None:
        self._house, self._signatures = house, signatures

    def by_session(self, token: str) -> Resident | Staff | None:
        """Who signed in with this token; a member of staff who left since is nobody."""
        at = self._house.clock()
        with self._house.app.writing() as tx:
            session = find_session(tx, token, at=at)
            if session is None:
                return None
            csrf = csrf_token(token, self._house.keyring.secret(CSRF_KEY))
            if session.kind == "resident":
                return Resident(session.subject_id, csrf)
            return _staff(agencies.find_staff(tx, staff_id=session.subject_id), csrf)

    def by_bearer(self, token: str) -> Partner:
        """The partner that holds this token."""
        with self._house.app.reading() as tx:
            partner, scopes = read_token(tx, token, keyring=self._house.keyring, at=self._house.clock())
        return Partner(partner.client_id, partner.agency_id, scopes)

    def by_signature(self, method: str, path: str, headers: dict[bytes, bytes], body: bytes) -> Terminal:
        """The terminal whose signature holds."""
        return Terminal(self._signatures.verify(method, path, headers, body, self._house.clock()))


def terminal_signatures(house: House) -> TerminalSignatures:
    """The signature check over this house's register of points."""

    def load(ids: Iterable[UUID]) -> dict[UUID, TerminalKey]:
        with house.app.reading() as tx:
            points = agencies.find_points(tx, ids)
        return {one.point_id: TerminalKey(bytes(one.terminal_key), one.state) for one in points.values()}

    return TerminalSignatures(load, skew_seconds=house.settings.clock_skew_seconds)


def _staff(found: agencies.Staff | None, csrf: str) -> Staff | None:
    if found is None:
        return None
    return Staff(found.staff_id, found.agency_id, agencies.permissions_of(found.roles), found.reach, csrf)
