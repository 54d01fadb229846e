"""Who may do what: few roles, least privilege, each a set of permissions named `domain.verb`.

A permission is needed for every page and endpoint of staff; a role outside this table grants nothing. A permission
stands here only while an operation asks for it, so that nobody holds today what is built tomorrow.
"""

from collections.abc import Iterable, Mapping

ROLES: Mapping[str, frozenset[str]] = {
    # At a service hall: finds a person who stands there, and acts on her card.
    "card_operator": frozenset({"residents.find", "residents.reveal", "cards.report_loss"}),
    # At a service line: may stop a card, sees nobody's number.
    "hotline_operator": frozenset({"residents.find", "cards.report_loss"}),
    # At an operator or finance department: money between institutions, no person.
    "clearing_officer": frozenset({"clearing.read"}),
    # Checks the others: reads proofs, changes nothing.
    "auditor": frozenset({"sharing.verify_log", "clearing.read"}),
    # Looks after an agency's own points.
    "agency_admin": frozenset({"agencies.read"}),
    # At an acceptance point: takes cards, sees the last answers of the terminal.
    "point_attendant": frozenset({"usage.accept", "usage.read_point"}),
}

#: What a partner's system may be allowed to ask for.
SCOPES: frozenset[str] = frozenset({"cards.verify", "wallet.ask"})


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything these roles allow together."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def reach_of(division: int) -> tuple[str, ...]:
    """The division prefixes an agency acts for: its province, city or county; all of them for the nation (0)."""
    if division == 0:
        return tuple("12345678")
    text = f"{division:06d}"
    return (text[:2] if text.endswith("0000") else text[:4] if text.endswith("00") else text,)
