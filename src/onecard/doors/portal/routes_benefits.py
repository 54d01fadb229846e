"""Benefits: the programmes of a place, open to everybody, and for a resident what she may get by what is known of her.

Nothing typed here is about a person: a place and a word to search for. What a resident sees is worked out from her own
rows and never kept.
"""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from onecard import rulebook
from onecard.domains.residents import api as residents
from onecard.doors.portal import benefits
from onecard.doors.portal.desk import Asked, Portal
from onecard.doors.security.errors_visitors import NothingHere
from onecard.doors.security.visitors import Resident
from onecard.kernel.clock import day_of
from onecard.rulebook.describing import describe
from onecard.rules.programmes.errors import ProgrammeNotInForce, ProgrammeUnknown
from onecard.rules.programmes.facts import Facts, stamp

_VETERAN = "veteran"
#: In which order a person's programmes are told by their state, and how many of each before the rest is folded away.
_AT_FIRST = {"yes": 50, "unknown": 5, "no": 5}


def benefit_routes(portal: Portal) -> list[Any]:
    """GET /benefits, /benefits/mine and /benefits/{programme}."""

    @get("/benefits", sync_to_thread=True, include_in_schema=False)
    def all_of_them(request: Asked, place: FromQuery[str] = "", search: FromQuery[str] = "") -> Response[str]:
        return show_programmes(portal, request, place, search)

    @get("/benefits/mine", sync_to_thread=True, include_in_schema=False)
    def mine(request: Asked) -> Response[str]:
        return show_mine(portal, request)

    @get("/benefits/{programme:str}", sync_to_thread=True, include_in_schema=False)
    def one(request: Asked, programme: FromPath[str], place: FromQuery[str] = "") -> Response[str]:
        return show_programme(portal, request, programme, place)

    return [all_of_them, mine, one]


def show_programmes(portal: Portal, request: Asked, typed_place: str, search: str) -> Response[str]:
    """The programmes in force at a place today, by department."""
    catalogue, (_, manner) = rulebook.programmes(), portal.words(request)
    place, on = benefits.place_typed(typed_place, catalogue), day_of(portal.house.clock())
    groups = benefits.programmes_at(catalogue, manner, place=place, on=on, search=search)
    choices = benefits.provinces(catalogue, manner)
    return _open_page(
        portal,
        request,
        "benefits.html",
        groups=groups,
        count=sum(len(group) for _, group in groups),
        choices=choices,
        chosen=place,
        place_name=dict(choices)[place],
        search=search[:60],
    )


def show_programme(portal: Portal, request: Asked, name: str, typed_place: str) -> Response[str]:
    """One programme at a place: who, how much, who bears it, every value with its document, worked cases."""
    catalogue, (_, manner) = rulebook.programmes(), portal.words(request)
    place = benefits.place_typed(typed_place, catalogue)
    try:
        here = catalogue.bound(name, place=place, on=day_of(portal.house.clock()))
    except (ProgrammeUnknown, ProgrammeNotInForce):
        raise NothingHere from None
    return _open_page(
        portal,
        request,
        "benefit.html",
        told=describe(here, catalogue, manner.language),
        basis_illustrative=here.programme.basis.illustrative,
        values=benefits.values_of(here, catalogue, manner),
        cases=benefits.cases_of(name, catalogue, place),
        chosen=place,
        place_name=dict(benefits.provinces(catalogue, manner))[place],
    )


def show_mine(portal: Portal, request: Asked) -> Response[str]:
    """Every programme of the resident's place, decided by what the platform knows and nothing else."""
    catalogue, resident, (_, manner) = rulebook.programmes(), portal.resident(request), portal.words(request)
    on = day_of(portal.house.clock())
    with portal.reading(resident) as tx:
        person = residents.find_resident(tx, holder_id=resident.holder_id)
        held = residents.statuses_of(tx, holder_id=resident.holder_id)
    if person is None:
        raise NothingHere
    kinds = {one.kind for one in held if one.valid_from <= on and (one.valid_until is None or on <= one.valid_until)}
    facts = {"born": stamp(person.birth_date), "registered_division": person.division}
    facts |= {"retired_soldier": 1} if _VETERAN in kinds else {}
    decisions = catalogue.decide_all(Facts(on, facts), place=person.division)
    shown = benefits.shown_decisions(decisions, catalogue, manner, place=person.division, on=on)
    return portal.show(
        request,
        "benefits_mine.html",
        resident,
        "",
        parts_of=[(state, benefits.in_state(shown, state)) for state in _AT_FIRST],
        at_first=_AT_FIRST,
        veteran=_VETERAN in kinds,
        province=person.division // 10000 * 10000,
    )


def _open_page(portal: Portal, request: Asked, template: str, **facts: Any) -> Response[str]:
    """A page for everybody; who is signed in keeps the tabs."""
    visitor = request.scope.get("user")
    if isinstance(visitor, Resident):
        return portal.show(request, template, visitor, "", **facts)
    return portal.pages.show(request, template, **facts)
