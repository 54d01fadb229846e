"""Which place pays, for who paid in several: for anybody, and nothing is kept."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from markupsafe import Markup

from onecard.doors.api.given import TheLimits
from onecard.doors.look import charts
from onecard.doors.look.forms import brought_by, small_form
from onecard.doors.look.manner import Manner
from onecard.doors.look.places import province_words
from onecard.doors.pensions.telling import Said, said
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.portal.pension_form import Say
from onecard.doors.portal.pension_place_form import ROWS, field_names, read_places
from onecard.doors.portal.routes_pension import for_anybody, provinces
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem
from onecard.rules.pensions.months import YEAR
from onecard.rules.pensions.paying_place import PayingPlace, paying_place

PLACE = "/pension/place"
#: A home, five rows of four fields and the form's own.
_FIELDS_MAX = 24


class ShownPlace(NamedTuple):
    """The answer in words: who pays, the time of each place with its bar, the whole, and why."""

    name: str
    bars: list[tuple[str, str, Markup]]
    whole: str
    why: list[Said]


def pension_place_routes(portal: Portal) -> list[Any]:
    """GET and POST /pension/place."""

    @get(PLACE, include_in_schema=False)
    async def ask(request: Asked) -> Response[str]:
        return await sync_to_thread(_show, portal, request, {}, [])

    @post(PLACE, status_code=200, include_in_schema=False)
    async def work_out(request: Asked, limits: TheLimits) -> Response[str]:
        form = await small_form(request, fields_max=_FIELDS_MAX)
        limits.take("estimate", brought_by(request)[0])
        return await sync_to_thread(answer_place, portal, request, form)

    return [ask, work_out]


def answer_place(portal: Portal, request: Asked, form: Mapping[str, str]) -> Response[str]:
    """The answer above the form, or what is wrong at its fields."""
    t, manner = portal.words(request)
    paid = read_places(form, t)
    if paid.wrong:
        return _show(portal, request, form, list(paid.wrong.items()))
    try:
        on = day_of(portal.house.clock())
        found = paying_place(portal.house.book, paid.stretches, home=paid.home, on=on)
    except Problem as refused:
        return _show(portal, request, form, [("", manner.told(refused))])
    return _show(portal, request, form, [], _shown(portal, found, t, manner))


def _shown(portal: Portal, found: PayingPlace, t: Say, manner: Manner) -> ShownPlace:
    places = portal.house.book.places
    named = [(province_words(places, code, manner), months) for code, months in found.months.items()]
    most = max(found.months.values(), default=0)
    bars = [(name, _length(m, t), charts.stacked([m], most, name=f"{name}: {_length(m, t)}")) for name, m in named]
    whole = t("pension_place.all", years=found.all_months // YEAR, months=found.all_months % YEAR)
    return ShownPlace(
        province_words(places, found.province, manner), bars, whole, said([found.reason], manner.language)
    )


def _length(months: int, t: Say) -> str:
    return t("pension_place.length", years=months // YEAR, months=months % YEAR)


def _show(
    portal: Portal,
    request: Asked,
    form: Mapping[str, str],
    problems: list[tuple[str, str]],
    found: ShownPlace | None = None,
) -> Response[str]:
    _, manner = portal.words(request)
    names = [*field_names(), *(f"temporary_{row}" for row in ROWS)]
    return portal.pages.show(
        request,
        "pension_place.html",
        status=422 if problems else 200,
        place=PLACE,
        **for_anybody(request),
        form={name: form.get(name, "") for name in names},
        rows=list(ROWS),
        places=provinces(portal, manner),
        wrong=dict.fromkeys(names, "") | dict(problems),
        problems=problems,
        found=found,
    )
