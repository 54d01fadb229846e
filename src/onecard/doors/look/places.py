"""How a place is written: province and city, once each, in the visitor's language."""

from onecard.doors.look.manner import Manner
from onecard.rules.places import Places

#: Second-level entries of the list that head a list and name no place: the county below says where.
_ONLY_A_HEADING = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def place_words(places: Places, code: int, manner: Manner) -> str:
    """江苏省苏州市 · Suzhou, Jiangsu; a province alone where that is all the code says."""
    wanted = dict.fromkeys([code // 10000 * 10000, code // 100 * 100, code])
    found = [places.divisions[one] for one in wanted if one in places.divisions]
    named = [one for one in found if one.name_zh not in _ONLY_A_HEADING][:2]
    if manner.language == "zh":
        return "".join(one.name_zh for one in named)
    return ", ".join(one.name_en for one in reversed(named))


def province_words(places: Places, code: int, manner: Manner) -> str:
    """The province of a code."""
    province = places.province_of(code)
    return manner.pick(province.name_zh, province.name_en)
