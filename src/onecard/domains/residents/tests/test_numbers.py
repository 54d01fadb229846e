"""A number is taken as it was typed, and only when it can be one."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import number_of

from onecard.domains.residents.errors import (
    NameCharacterUnassigned,
    NameMalformed,
    NumberBirthDateImpossible,
    NumberCheckWrong,
    NumberDivisionUnknown,
    NumberMalformed,
)
from onecard.domains.residents.models import NewResident, SocialSecurityNumber, masked_name, read_name
from onecard.kernel.errors import Problem

CHAOYANG = 110105
VECTOR = "11010519491231002X"


def parse(text: str) -> SocialSecurityNumber:
    return SocialSecurityNumber.parse(text, {CHAOYANG})


@pytest.mark.parametrize(
    "typed", [VECTOR, VECTOR.lower(), f" {VECTOR}\n", "110105 19491231 002X", "110105-19491231-002x"]
)
def test_the_published_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == SocialSecurityNumber(VECTOR, CHAOYANG, date(1949, 12, 31), "F")


def test_an_odd_seventeenth_digit_is_a_man() -> None:
    number = number_of(division=CHAOYANG, born=date(1970, 2, 28), sex="M", sequence=5)
    assert (parse(number).sex, parse(number).birth_date) == ("M", date(1970, 2, 28))


@given(place=st.integers(0, 17), other=st.sampled_from("0123456789X"))
def test_one_mistyped_character_is_always_noticed(place: int, other: str) -> None:
    if VECTOR[place] != other:
        with pytest.raises(Problem):
            parse(VECTOR[:place] + other + VECTOR[place + 1 :])


@given(place=st.integers(0, 16))
def test_two_neighbours_changing_places_are_always_noticed(place: int) -> None:
    if VECTOR[place] != VECTOR[place + 1]:
        with pytest.raises(Problem):
            parse(VECTOR[:place] + VECTOR[place + 1] + VECTOR[place] + VECTOR[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "1", VECTOR + "1", "X" * 18, "1101051949123100²X", VECTOR[:17], "一二三四五六七八九"]
)
def test_what_has_not_the_shape_is_malformed(text: str) -> None:
    with pytest.raises(NumberMalformed):
        parse(text)


def test_an_old_number_is_read_as_the_eighteen_characters_it_became() -> None:
    assert parse("110105491231002") == parse(VECTOR)
    assert parse(" 110105 491231 002 ").text == VECTOR


@given(born=st.dates(date(1900, 1, 1), date(1999, 9, 30)), sequence=st.integers(0, 497), sex=st.sampled_from("FM"))
def test_every_old_number_finds_its_person(born: date, sequence: int, sex: str) -> None:
    whole = number_of(division=CHAOYANG, born=born, sequence=sequence, sex=sex)
    assert parse(whole[:6] + whole[8:17]) == parse(whole)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105491231997", "residents.number_old_unclear"),
        ("110105490230002", "residents.number_birth_date_impossible"),
        ("440106491231002", "residents.number_division_unknown"),
        ("E12345678", "residents.number_of_another_scheme"),
        ("CHN110105491231", "residents.number_of_another_scheme"),
        ("H1234567800", "residents.number_of_another_scheme"),
    ],
)
def test_what_no_upgrade_can_settle_is_told_apart(text: str, code: str) -> None:
    assert problem(text).code == code


def test_a_place_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(NumberDivisionUnknown):
        SocialSecurityNumber.parse(VECTOR, {440106})


def test_a_day_that_never_was_is_refused() -> None:
    stem = f"{CHAOYANG}19490230002"
    checks = [stem + c for c in "0123456789X"]
    assert {type(problem(text)) for text in checks} == {NumberCheckWrong, NumberBirthDateImpossible}


def problem(text: str) -> Problem:
    with pytest.raises(Problem) as caught:
        parse(text)
    return caught.value


def test_no_refusal_and_no_repr_shows_the_number() -> None:
    said = [str(problem(VECTOR[:-1] + "1").as_problem()), str(problem("99" + VECTOR[2:]).as_problem())]
    assert not any("19491231" in text for text in [*said, repr(parse(VECTOR))])
    assert parse(VECTOR).masked() == "110***********002X"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张明", "张*"),
        ("张小明", "张*明"),
        ("欧阳小明", "欧**明"),
        ("阿卜杜拉·买买提", "阿***·买**"),
        ("𠮷", "𠮷*"),
        ("次仁", "次*"),
    ],
)
def test_names_are_masked_by_their_shape(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@given(name=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=12))
def test_a_masked_name_never_shows_the_whole_name(name: str) -> None:
    assert masked_name(name) != name
    assert masked_name(name)[0] == name[0]


def test_every_middle_dot_is_written_the_same_and_rare_characters_stay() -> None:
    assert {read_name(f" 阿卜杜拉{dot}买买提 ") for dot in "·•・‧."} == {"阿卜杜拉·买买提"}
    assert read_name("㛃䶮𬭛") == "㛃䶮𬭛"


def test_a_character_of_one_system_only_is_refused_and_told_apart() -> None:
    with pytest.raises(NameCharacterUnassigned):
        read_name("张\ue863")
    assert read_name("张𠮷") == "张𠮷"


@pytest.mark.parametrize("text", ["", "   ", "·", "张\n明", "张\x00", "名" * 61])
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(NameMalformed):
        read_name(text)


@given(st.characters(categories=["Co"]))
def test_every_character_that_means_something_on_one_system_only_is_refused(letter: str) -> None:
    with pytest.raises(NameCharacterUnassigned):
        read_name(f"张{letter}")


def read(text: str) -> str:
    try:
        return read_name(text)
    except Problem as refused:
        return refused.code


def test_a_name_that_needs_no_mending_is_read_as_the_long_way_would() -> None:
    letters = [chr(point) for point in range(0x10000)]
    assert [read(letter) for letter in letters] == [read(f" {letter} ") for letter in letters]
    ends = ("\ue000", "\uf8ff", "\U000f0000", "\U000ffffd", "\U00100000", "\U0010fffd")
    assert {read(letter) for letter in ends} == {NameCharacterUnassigned.code}
    refused = {letter for letter in letters if read(letter) == NameCharacterUnassigned.code}
    assert refused == {letter for letter in letters if unicodedata.category(letter) == "Co"}


def test_nobody_to_register_is_shown_by_her_repr() -> None:
    one = NewResident(parse(VECTOR), "张小明", CHAOYANG, "13800000000")
    assert not any(secret in repr(one) for secret in ("19491231", "张小明", "13800000000"))
    assert one.__rich_repr__() == one.number.__rich_repr__() == [("division", CHAOYANG)]
