"""Who may do what: few roles, least privilege, each a set of permissions named `domain.verb`.

A permission is needed for every page and endpoint of staff; a role outside this table grants nothing. A permission
stands here only while an operation asks for it, so that nobody holds today what is built tomorrow.
"""

from collections.abc import Iterable, Mapping

ROLES: Mapping[str, frozenset[str]] = {
    # At a service hall: finds a person who stands there, and acts on her card.
    "card_operator": frozenset(
        {
            "residents.find",
            "residents.reveal",
            "residents.change",
            "cards.apply",
            "cards.deliver",
            "cards.activate",
            "cards.report_loss",
            "cards.report_formal_loss",
            "cards.cancel_loss",
            "cards.replace",
            "cards.issue_temporary",
            "cards.cancel",
            "cards.change_half",
            "cards.give_pin",
            "ecards.issue",
            "ecards.print",
            "ecards.reset_password",
            "ecards.revoke",
            "ecards.stop",
            "delegations.read",
            "delegations.register",
            "delegations.end",
        }
    ),
    # At a bank or a transport operator: the half of the card that its agency keeps, and nothing else of a person.
    "half_keeper": frozenset({"cards.change_half", "cards.give_pin"}),
    # At the card agency: gives orders to makers, sees no person.
    "card_producer": frozenset({"cards.produce", "cards.deliver"}),
    # At the card agency of the issuing province: decides what counters of other provinces were asked.
    "card_decider": frozenset({"cards.decide"}),
    # Takes lists of applications from schools and employers, and gives them their answers.
    "list_clerk": frozenset({"cards.apply_list"}),
    # At a social insurance agency: confirms that who is entitled lives, at a counter or at her home.
    "entitlement_clerk": frozenset({"entitlements.confirm"}),
    # At a finance department: hands in approved payments from its own funds, and follows each line.
    "payment_clerk": frozenset({"disbursement.pay"}),
    # At a ministry or a finance department: tries other values of a programme, sees sums and no person.
    "policy_analyst": frozenset({"programmes.what_if"}),
    # In a village or township: makes rosters of its people, posts their notice, writes down who objects.
    "village_clerk": frozenset({"rosters.read", "rosters.make", "rosters.object"}),
    # At the township: approves what its clerks made.
    "township_officer": frozenset({"rosters.read", "rosters.object", "rosters.approve_township"}),
    # At the department of a programme: sets projects up, settles objections, approves what townships approved.
    "programme_officer": frozenset(
        {"rosters.read", "rosters.object", "rosters.set_up", "rosters.settle", "rosters.approve_department"}
    ),
    # At a finance department: approves last, and hands over to payment.
    "finance_officer": frozenset({"rosters.read", "rosters.approve_finance"}),
    # At a service line: may stop a card, sees nobody's number.
    "hotline_operator": frozenset({"residents.find", "cards.report_loss", "ecards.revoke", "ecards.stop"}),
    # At an operator or finance department: money between institutions, no person.
    "clearing_officer": frozenset({"clearing.read"}),
    # Checks the others: reads proofs, changes nothing.
    "auditor": frozenset({"sharing.verify_log", "clearing.read"}),
    # Looks after an agency's own points, and answers for what the agency did.
    "agency_admin": frozenset({"agencies.read", "sharing.answer_objection"}),
    # At an acceptance point: takes cards, sees the last answers of the terminal.
    "point_attendant": frozenset({"usage.accept", "usage.read_point"}),
}

#: What a partner's system may be allowed to ask for.
SCOPES: frozenset[str] = frozenset(
    {"cards.verify", "ecards.apply", "ecards.show", "ecards.confirm_account", "wallet.ask"}
)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything these roles allow together."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def reach_of(division: int) -> tuple[str, ...]:
    """The division prefixes an agency acts for: its province, city or county; all of them for the nation (0)."""
    if division == 0:
        return tuple("12345678")
    text = f"{division:06d}"
    return (text[:2] if text.endswith("0000") else text[:4] if text.endswith("00") else text,)
