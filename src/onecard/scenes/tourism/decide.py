"""At a site's gate: in by year pass, or by single ticket. Pure: no clock, no database.

The visitor may say which (`details.product`); otherwise a pass that is active and covers the site is used, and where
there is none a ticket is sold, unless the gate takes passes only.
"""

from onecard.domains.usage.models import Context, Decision, Line
from onecard.kernel.errors import Refusal
from onecard.rules.entitlement import cite
from onecard.scenes.tourism import errors, passes
from onecard.scenes.tourism.models import Visit, Visitor, YearPass
from onecard.scenes.tourism.terms import Site, Terms, site_at, source_of, terms_of
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
        terms = terms_of(context.book, held.alliance, held.bought)
        assert terms is not None, "a pass is sold on terms, and a book keeps its past"
        refusal = _refusal(context, held, terms, site)
        if refusal is None:
            return _enter(context, visitor, held, terms, site)
        refusals.append(refusal)
    if product == "pass":
        raise min(refusals, key=_how_near, default=errors.NotEntitled())
    return decide_ticket(context, site)


def _enter(context: Context, visitor: Visitor, held: YearPass, terms: Terms, site: Site) -> Decision:
    """One more visit: the site earns its share out of the escrow, as long as there is something left to earn."""
    number = visitor.visits.get((held.pass_id, site.id, context.day), 0) + 1
    limit = terms.visits_per_site_day
    if number > limit.value:
        raise errors.VisitLimitReached(
            visits=limit.value, site_zh=site.name_zh, site_en=site.name_en, **source_of(limit)
        )
    earned = min(site.visit_share * terms.share.value, passes.earnable_fen(held, terms))
    lines = (Line(held.escrow, context.point.account, earned, "tourism.pass_visit"),) if earned else ()
    _, last = terms.period(held.bought, held.activated)
    reasons = (
        cite("tourism.pass_valid", terms.valid_years, last=last.isoformat()),
        cite(
            "tourism.pass_visit", limit, number=number, visits=limit.value, site_zh=site.name_zh, site_en=site.name_en
        ),
        cite("tourism.site_earns", terms.share, earned_fen=earned, shares=site.visit_share),
    )
    return Decision(
        price_fen=earned,
        paid_fen=earned,
        lines=lines,
        reasons=reasons,
        facts={"site": site.id, "product": "pass"},
        keep=Visit(held.pass_id, site.id, context.day, number, held.spent_fen + earned),
    )


def _refusal(context: Context, held: YearPass, terms: Terms, site: Site) -> Refusal | None:
    """Why this pass does not open this gate today; None: it does."""
    phase = passes.phase_on(held, terms, context.day)
    first, last = terms.period(held.bought, held.activated)
    if phase in ("expired", "settled"):
        return errors.PassExpired(last=last.isoformat(), **source_of(terms.valid_years))
    if context.point.division // 10000 * 10000 not in terms.sites_of.value:
        return errors.PassNotValidHere(site_zh=site.name_zh, site_en=site.name_en, **source_of(terms.sites_of))
    if phase == "waiting":
        return errors.PassNotActive(first=first.isoformat(), **source_of(terms.within_days))
    return None if phase == "active" else errors.NotEntitled()


def _how_near(refusal: Refusal) -> int:
    """Of several passes that do not open the gate, tell of the one that comes nearest to it."""
    order = (errors.PassNotActive, errors.PassNotValidHere, errors.PassExpired, errors.NotEntitled)
    return order.index(type(refusal))
