"""A single ticket: its price, what the visitor pays of it, and who bears the rest. Pure."""

from onecard.domains.ledger import api as ledger
from onecard.domains.usage.errors import InsufficientBalance
from onecard.domains.usage.models import BANK, Context, Decision, Line
from onecard.kernel.money import yuan
from onecard.rules import fares
from onecard.rules.entitlement import Claimant, cite, entitlement
from onecard.scenes.tourism.terms import Site


def decide_ticket(context: Context, site: Site) -> Decision:
    """The bank purse pays the visitor's part; the finance departments pay the site what is waived."""
    person, place = context.person, context.point.division
    home = person.division // 10000 * 10000
    who = Claimant(person.age_on(context.day), "student" in person.statuses, home)
    entitled = entitlement(context.book, "tourism", who, place, context.day)
    paid, waived = fares.concession(site.ticket_fen, entitled.percent)
    purse, balance = context.purses.get(BANK, (0, 0))
    if paid > balance:
        raise InsufficientBalance(missing=yuan(paid - balance), missing_fen=paid - balance, balance_fen=balance)
    lines = [Line(purse, context.point.account, paid, "tourism.ticket")] if paid else []
    for division, fen in zip((home, place), fares.borne(waived, entitled.home_percent), strict=True):
        if fen:
            lines.append(Line(ledger.concessions(division // 10000), context.point.account, fen, "tourism.concession"))
    names = {"site_zh": site.name_zh, "site_en": site.name_en}
    told = cite("tourism.ticket", site.rule, ticket_fen=site.ticket_fen, **names)
    return Decision(
        price_fen=site.ticket_fen,
        paid_fen=paid,
        lines=tuple(lines),
        reasons=(told, *entitled.reasons),
        facts={"site": site.id, "product": "ticket"},
    )
