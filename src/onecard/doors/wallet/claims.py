"""What a credential can say of a person, each claim disclosed by itself, derived from what we know on the day.

No name, no number, no birth date: "over 65" is all that "over 65" needs. Where a person is insured is not known here,
so it is not said; the province that issued the card is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onecard.doors.wallet.errors_proofs import WantedUnknown
from onecard.kernel.clock import age_on
from onecard.rules.places import Places

Value = bool | int | str
AGE, RESIDENCE, ISSUER, LEVEL = "age_over_", "residence_province", "issuing_province", "ecard_level"
#: What every presentation shows, whatever is disclosed: nothing of the person.
VISIBLE = frozenset({"iss", "vct", "iat", "exp", "cnf", "status"})
WORDS: Mapping[str, tuple[str, str]] = {
    RESIDENCE: ("户籍所在省份", "Province of registered residence"),
    ISSUER: ("社保卡发卡省份", "Province that issued the card"),
    LEVEL: ("电子社保卡等级", "Level of the e-card"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the claims are derived from."""

    birth_date: date
    division: int
    issuer: int
    level: int


def claims_of(known: Known, ages: Sequence[int], day: date) -> dict[str, Value]:
    """Every claim on this day; provinces are GB/T 2260 codes as text."""
    age = age_on(known.birth_date, day)
    return {
        **{f"{AGE}{years}": age >= years for years in ages},
        RESIDENCE: _province(known.division),
        ISSUER: _province(known.issuer),
        LEVEL: known.level,
    }


def names(ages: Sequence[int]) -> list[str]:
    """Every claim there is."""
    return [*(f"{AGE}{years}" for years in ages), RESIDENCE, ISSUER, LEVEL]


def words_of(claim: str) -> tuple[str, str]:
    """中文 and English for a claim."""
    if claim.startswith(AGE):
        years = claim.removeprefix(AGE)
        return f"年满 {years} 周岁", f"{years} years of age or over"
    return WORDS[claim]


def question_of(claim: str, value: Value, places: Places) -> tuple[str, str]:
    """中文 and English for what is to be proven: "年满 65 周岁", "Province that issued the card: Sichuan"."""
    zh, en = words_of(claim)
    if claim.startswith(AGE):
        return zh, en
    if claim == LEVEL:
        return f"{zh}：{value} 级", f"{en}: {value}"
    found = places.divisions[int(value)]
    return f"{zh}：{found.name_zh}", f"{en}: {found.name_en}"


def check_wanted(wanted: Mapping[str, Value], ages: Sequence[int], places: Places) -> None:
    """WantedUnknown unless each of these can be proven: an age that is reached, a province, a level."""
    if not wanted or len(wanted) > len(names(ages)):
        raise WantedUnknown
    for claim, value in wanted.items():
        if claim not in names(ages) or not _fits(claim, value, places):
            raise WantedUnknown(claim if claim in names(ages) else "")


def _fits(claim: str, value: Value, places: Places) -> bool:
    if claim.startswith(AGE):
        return value is True
    if claim == LEVEL:
        return value in (1, 2) and not isinstance(value, bool)
    found = places.divisions.get(int(value)) if isinstance(value, str) and value.isascii() and value.isdigit() else None
    return found is not None and found.level == "province"


def _province(division: int) -> str:
    return str(division // 10000 * 10000)
