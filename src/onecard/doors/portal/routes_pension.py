"""My pension, asked "what if": for anybody, signed in or not. What is typed is sent in the body and never kept."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromQuery

from onecard.domains.residents import api as residents
from onecard.doors.api.given import TheLimits
from onecard.doors.look.forms import brought_by, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.pensions.asking import answer
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.pension_form import BLANK, FIELDS, SCHEMES, Say, read_form, scheme_of
from onecard.doors.portal.pension_view import ShownPlan, show_plan
from onecard.doors.security.visitors import Resident
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.rules.pensions.ages import CATEGORIES
from onecard.rules.pensions.errors import PensionFactWrong
from onecard.rules.pensions.months import YEAR, month_number

PLACE = "/pension/what-if"


def pension_routes(portal: Portal) -> list[Any]:
    """GET and POST /pension/what-if."""

    @get(PLACE, include_in_schema=False)
    async def ask(request: Asked, scheme: FromQuery[str] = "") -> Response[str]:
        return await sync_to_thread(blank_page, portal, request, scheme)

    @post(PLACE, status_code=200, include_in_schema=False)
    async def work_out(request: Asked, limits: TheLimits) -> Response[str]:
        form = await small_form(request)
        limits.take("estimate", brought_by(request)[0])
        return await sync_to_thread(answer_page, portal, request, form)

    return [ask, work_out]


def blank_page(portal: Portal, request: Asked, scheme: str) -> Response[str]:
    """The form, with what the platform knows of whoever is signed in."""
    return _show(portal, request, {**BLANK, **_known(portal, request), "scheme": scheme})


def answer_page(portal: Portal, request: Asked, form: Mapping[str, str]) -> Response[str]:
    """The answer above the form, or what is wrong at its fields."""
    t, manner = portal.words(request)
    question, wrong = read_form(form, t)
    if question is None:
        return _show(portal, request, form, wrong=wrong)
    try:
        plan = answer(portal.house.book, question, on=day_of(portal.house.clock()))
    except PensionFactWrong as refused:
        return _show(portal, request, form, wrong={refused.field: _why(refused, manner)})
    except Problem as refused:
        return _show(portal, request, form, wrong={"place": manner.told(refused)})
    return _show(portal, request, form, plan=show_plan(plan, month_number(question.born), t, manner))


def _show(
    portal: Portal,
    request: Asked,
    form: Mapping[str, str],
    *,
    wrong: Mapping[str, str] | None = None,
    plan: ShownPlan | None = None,
) -> Response[str]:
    t, manner = portal.words(request)
    scheme = scheme_of(form)
    shown = {name: (wrong or {}).get(name, "") for name in FIELDS}
    return portal.pages.show(
        request,
        "pension.html",
        status=422 if wrong else 200,
        place=f"{PLACE}?scheme={scheme}",
        **for_anybody(request),
        form={name: form.get(name, "") for name in FIELDS},
        scheme=scheme,
        schemes=[(one, t(f"pension.scheme_{one}")) for one in SCHEMES],
        places=provinces(portal, manner),
        categories=_categories(portal, t),
        wrong=shown,
        problems=[(name, words) for name, words in shown.items() if words],
        plan=plan,
    )


def for_anybody(request: Asked) -> dict[str, Any]:
    """What a page knows of its visitor, who need not be signed in."""
    visitor = request.scope.get("user")
    if not isinstance(visitor, Resident):
        return {"signed_in": False, "csrf": "", "here": ""}
    return {"signed_in": True, "csrf": visitor.csrf_token, "here": "home"}


def provinces(portal: Portal, manner: Manner) -> list[tuple[str, str]]:
    """Code and name of every province that is included."""
    divisions = portal.house.book.places.divisions.values()
    here = [one for one in divisions if one.level == "province" and one.included]
    return [(str(one.code), manner.pick(one.name_zh, one.name_en)) for one in here]


def _categories(portal: Portal, t: Say) -> list[tuple[str, str]]:
    """Each category with the age it had before the reform, by which women know theirs."""
    old = portal.house.book.find("pensions.old_age", place=0, on=day_of(portal.house.clock()))
    ages = old.value if old else dict.fromkeys(CATEGORIES, 0)
    return [(one, t(f"pension.category_{one}", years=ages[one] // YEAR)) for one in CATEGORIES]


def _known(portal: Portal, request: Asked) -> dict[str, str]:
    """A resident's own birth month, province and, where it decides, category; they can be typed over."""
    visitor = request.scope.get("user")
    if not isinstance(visitor, Resident):
        return {}
    with portal.reading(visitor) as tx:
        who = residents.find_resident(tx, holder_id=visitor.holder_id)
    if who is None:
        return {}
    category = {"category": CATEGORIES[0]} if who.sex == "M" else {}
    province = who.division // 10_000 * 10_000
    return {"born": f"{who.birth_date:%Y-%m}", "place": str(province), **category}


def _why(refused: PensionFactWrong, manner: Manner) -> str:
    return manner.pick(str(refused.facts["why_zh"]), str(refused.facts["why_en"]))
