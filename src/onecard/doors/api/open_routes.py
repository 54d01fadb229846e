"""What anybody may ask: places, alliances, and every refusal with its words."""

from datetime import date

from litestar.params import FromPath

from onecard.doors.api.given import TheHouse
from onecard.doors.api.operation import operation
from onecard.doors.api.shapes_open import Alliance, Place, PlaceName, ProblemWords
from onecard.doors.security.errors_visitors import NothingHere
from onecard.kernel.clock import day_of
from onecard.kernel.errors import Problem, all_problems
from onecard.rules.places import Division

_CHONGQING = PlaceName(500000, "province", "重庆市", "Chongqing", included=True)
_YUZHONG = PlaceName(500103, "county", "渝中区", "Yuzhong", included=True)
_PLACE = Place(
    500000, "province", "重庆市", "Chongqing", included=True, parent=None, alliances=["sichuan_chongqing"],
    divisions=[_YUZHONG],
)  # fmt: skip
_ALLIANCE = Alliance(
    "sichuan_chongqing", "川渝", "Sichuan–Chongqing", [500000, 510000], date(2021, 1, 1), "示例协议",
    "a sample agreement", "示例文件",
)  # fmt: skip


@operation(
    "GET", "/places", id="listPlaces", summary="列出省级行政区 · List the provinces", tag="places", quick=True,
    said=[_CHONGQING],
)  # fmt: skip
def list_places(house: TheHouse) -> list[PlaceName]:
    """All provinces and XPCC; Hong Kong, Macao and Taiwan are present as not yet included."""
    return [_name(one) for one in house.book.places.divisions.values() if one.level == "province"]


@operation(
    "GET",
    "/places/{code:int}",
    id="getPlace",
    summary="查询行政区 · Get a division",
    tag="places",
    problems=(NothingHere,),
    said=_PLACE,
    quick=True,
)
def get_place(house: TheHouse, code: FromPath[int]) -> Place:
    """A division with what belongs to it and the alliances of its province today."""
    places = house.book.places
    found = places.divisions.get(code)
    if found is None:
        raise NothingHere
    alliances = [one.id for one in places.alliances_of(code, on=day_of(house.clock()))]
    below = [_name(one) for one in places.divisions.values() if one.parent == code]
    return Place(*_facts(found), parent=found.parent, alliances=alliances, divisions=below)


@operation(
    "GET", "/alliances", id="listAlliances", summary="区域联盟 · The alliances", tag="places", quick=True,
    said=[_ALLIANCE],
)  # fmt: skip
def list_alliances(house: TheHouse) -> list[Alliance]:
    """Regions whose members recognise each other's cards, each with its agreement and source."""
    return [
        Alliance(
            one.id,
            one.name_zh,
            one.name_en,
            list(one.members),
            one.since,
            one.agreement_zh,
            one.agreement_en,
            one.source,
        )
        for one in house.book.places.alliances
    ]


def _words(problem: type[Problem]) -> ProblemWords:
    (zh, en), (next_zh, next_en) = problem.title, problem.next_step
    return ProblemWords(problem.code, problem.status, en, zh, next_en, next_zh)


@operation(
    "GET", "/problems", id="listProblems", summary="拒绝代码 · Every refusal", tag="problems", quick=True,
    said=[_words(NothingHere)],
)  # fmt: skip
def list_problems() -> list[ProblemWords]:
    """Every code a refusal can have, with its words; braces stand for facts of the case."""
    return [_words(problem) for problem in all_problems()]


def _facts(one: Division) -> tuple[int, str, str, str, bool]:
    return one.code, one.level, one.name_zh, one.name_en, one.included


def _name(one: Division) -> PlaceName:
    return PlaceName(*_facts(one))


OPEN_ROUTES = [list_places, get_place, list_alliances, list_problems]
