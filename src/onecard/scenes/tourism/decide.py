"""At a site's gate: in by year pass, or by single ticket. Pure: no clock, no database.

The visitor may say which (`details.product`), a gate may take only one (`settings.only`). Otherwise a pass that is
active and covers the site is used, and who has none buys a ticket.
"""

from onecard.domains.usage.models import Context, Decision, Line
from onecard.kernel.errors import Refusal
from onecard.rules.entitlement import cite
from onecard.scenes.tourism import errors, passes
from onecard.scenes.tourism.models import Visit, Visitor, YearPass
from onecard.scenes.tourism.terms import Site, Terms, must_have_terms, site_at, source_of
from onecard.scenes.tourism.ticket import decide_ticket


def decide(context: Context) -> Decision:
    """Let the visitor in, or raise the refusal that says why not."""
    named = str(context.point.settings.get("site", ""))
    site = site_at(context.book, context.point.division, named, context.day)
    if site is None:
        raise errors.SiteUnknown(site=named)
    product = context.point.settings.get("only") or context.use.details.get("product")
    if product == "ticket":
        return decide_ticket(context, site)
    visitor: Visitor = context.memory or Visitor()
    refusals: list[Refusal] = []
    for held in visitor.passes:
        terms = must_have_terms(context.book, held)
        number = visitor.visits.get((held.pass_id, site.id, context.day), 0) + 1
        refusal = _refusal(context, held, terms, site, number)
        if refusal is None:
            return _enter(context, held, terms, site, number)
        refusals.append(refusal)
    nearest = min(refusals, key=_how_near, default=errors.NotEntitled())
    if product == "pass" or isinstance(nearest, _ASK_FIRST):
        raise nearest
    return decide_ticket(context, site)


def _enter(context: Context, held: YearPass, terms: Terms, site: Site, number: int) -> Decision:
    """One more visit: the site earns its share out of the escrow, as long as there is something left to earn."""
    earned = min(site.visit_share * terms.share.value, passes.earnable_fen(held, terms))
    _, last = terms.period(held.bought, held.activated)
    names = {"site_zh": site.name_zh, "site_en": site.name_en}
    limit = terms.visits_per_site_day
    return Decision(
        price_fen=earned,
        paid_fen=0,  # the pass was paid for when it was bought
        lines=(Line(held.escrow, context.point.account, earned, "tourism.pass_visit"),) if earned else (),
        reasons=(
            cite("tourism.pass_valid", terms.valid_years, last=last.isoformat()),
            cite("tourism.pass_visit", limit, number=number, visits=limit.value, **names),
            cite("tourism.site_earns", terms.share, earned_fen=earned, shares=site.visit_share),
        ),
        facts={"site": site.id, "product": "pass"},
        keep=Visit(held.pass_id, site.id, context.day, number, held.spent_fen + earned),
    )


def _refusal(context: Context, held: YearPass, terms: Terms, site: Site, number: int) -> Refusal | None:
    """Why this pass does not open this gate now; None: it does."""
    phase = passes.phase_on(held, terms, context.day)
    first, last = terms.period(held.bought, held.activated)
    names = {"site_zh": site.name_zh, "site_en": site.name_en}
    limit = terms.visits_per_site_day
    if phase == "refunded":
        return errors.NotEntitled()
    if phase in {"expired", "settled"}:
        return errors.PassExpired(last=last.isoformat(), **source_of(terms.valid_years))
    if context.point.division // 10000 * 10000 not in terms.sites_of.value:
        return errors.PassNotValidHere(**names, **source_of(terms.sites_of))
    if phase == "waiting":
        return errors.PassNotActive(first=first.isoformat(), **source_of(terms.within_days))
    if number > limit.value:
        return errors.VisitLimitReached(visits=limit.value, **names, **source_of(limit))
    return None


#: With such a pass in hand, a ticket is sold only to one who asks for a ticket.
_ASK_FIRST = (errors.VisitLimitReached, errors.PassNotActive)
#: Of several passes that do not open the gate, tell of the one that comes nearest to it.
_NEARNESS = (*_ASK_FIRST, errors.PassNotValidHere, errors.PassExpired, errors.NotEntitled)


def _how_near(refusal: Refusal) -> int:
    return _NEARNESS.index(type(refusal))
