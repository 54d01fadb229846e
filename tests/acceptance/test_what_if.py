"""A programme tried on an agency's residents: sums with what they rest on, nobody in them, and nothing written."""

import csv
import io
import time
from datetime import date

import pytest
from tests.acceptance.counter import HTML
from tests.factories import number_of

from onecard.domains.agencies import api as agencies
from onecard.domains.residents import api as residents
from onecard.kernel.ids import new_id

OLD_AGE = "/v1/programmes/old_age_allowance/what-if"
RESULT = "/console/what-if/result"


@pytest.fixture
def elders(house, cast):
    """So many people of eighty in a county of Sichuan or elsewhere."""

    def settle(many, division, born=date(1940, 3, 2)):
        numbers = [number_of(division=division, born=born, sequence=n) for n in range(200, 200 + many)]
        places = house.book.places.divisions
        checked = [residents.SocialSecurityNumber.parse(one, places) for one in numbers]
        new = [residents.NewResident(one, "李四", division) for one in checked]
        with house.app.writing() as tx:
            residents.register_residents(tx, new, keyring=house.keyring, at=house.clock())

    return settle


@pytest.fixture
def analyst(staff):
    return staff("policy_analyst")


@pytest.fixture
def ministry(staff, house, cast):
    """An analyst whose agency reaches the nation."""
    agency = agencies.Agency(new_id(), "ministry", 0, "某部(示例)", "A ministry (sample)")
    with house.app.writing() as tx:
        agencies.register_agencies(tx, [agency], at=house.clock())
    return staff("minister", roles=["policy_analyst"], agency_id=agency.agency_id)


def tried(client, path=OLD_AGE, **asked):
    """Ask until it is finished."""
    for _ in range(20):
        answer = client.post(path, json=asked)
        if answer.status_code != 200 or answer.json()["state"] in ("finished", "failed"):
            return answer.json()
        time.sleep(0.2)
    raise AssertionError("it never ends")


def test_cost_and_winners_by_region_and_age(analyst, elders):
    elders(24, 511381)
    elders(12, 510104)
    elders(30, 500103)  # another province: out of reach
    told = tried(analyst, values={"by_age": [[80, 10_001]]})["figures"]
    whole = told["whole"]
    assert (whole["code"], whole["people"], whole["new"], whole["after_fen"]) == (510000, 38, 36, 360_036)
    assert {one["fund"]: one["after_fen"] for one in whole["funds"]} == {"city": 180_036, "county": 180_000}
    assert {one["code"]: one["new"] for one in told["regions"]} == {510100: 12, 511300: 24}
    assert [(one["code"], one["new"]) for one in told["ages"] if one["new"]] == [(80, 36)]
    assert told["basis"]["held"] == ["registered_division", "born"] and told["basis"]["assumed"] == []
    assert "李四" not in str(told)


def test_a_cell_of_few_people_is_withheld_and_cannot_be_worked_out(analyst, elders):
    elders(24, 511381)
    elders(3, 510104)
    told = tried(analyst, values={"by_age": "80:10002"})["figures"]
    assert told["whole"]["new"] == 27
    assert [(one["withheld"], one["new"], one["after_fen"]) for one in told["regions"]] == [(True, None, None)] * 2


def test_nothing_at_all_is_told_of_a_handful(analyst, elders):
    elders(3, 511381)
    told = tried(analyst, values={"by_age": "80:10003"})["figures"]
    assert told["whole"]["withheld"] and told["whole"]["new"] is None and told["whole"]["funds"] == []
    assert all(one["withheld"] for one in (*told["regions"], *told["ages"]))
    page = analyst.get(f"{RESULT}?programme=old_age_allowance&at=510000&set.by_age=80:10003", headers=HTML).text
    assert "受影响的人太少" in page and "300.09" not in page and "下载 CSV" not in page


def test_a_ministry_sees_the_nation_by_province_and_a_province_only_its_own(ministry, analyst, elders):
    elders(20, 511381)
    elders(15, 420102)
    told = tried(ministry, values={"by_age": "80:10004"})["figures"]
    assert (told["whole"]["code"], told["whole"]["new"]) == (0, 35)
    assert {one["code"] for one in told["regions"]} == {420000, 510000}
    assert analyst.post(OLD_AGE, json={"values": {"by_age": "80:1"}, "place": 0}).json()["code"] == "door.not_for_you"
    other = analyst.post(OLD_AGE, json={"values": {"by_age": "80:1"}, "place": 420000})
    assert other.json()["code"] == "door.not_for_you"


WRONG = [
    ({"values": {"by_age": "80:-1"}}, "what_if.value_wrong"),
    ({"values": {"by_age": 5}}, "what_if.value_wrong"),
    ({"values": {"amount": 5}}, "what_if.value_unknown"),
    ({"values": {}}, "door.request_malformed"),
    ({"values": {"by_age": "80:1"}, "on": "2010-01-01"}, "programmes.not_in_force"),
    ({"values": {"by_age": "80:1"}, "place": 519999}, "what_if.place_unknown"),
    ({"values": {"by_age": "80:1"}, "on": "yesterday"}, "door.request_malformed"),
]


@pytest.mark.parametrize(("asked", "code"), WRONG)
def test_a_bad_question_says_what_is_wrong(analyst, asked, code):
    answer = analyst.post(OLD_AGE, json=asked)
    assert 400 <= answer.status_code < 500 and answer.json()["code"] == code, answer.text


def test_the_page_leads_from_choice_to_values_to_figures(analyst, elders):
    elders(24, 511381)
    elders(12, 510104)
    first = analyst.get("/console/what-if", headers=HTML)
    assert "高龄津贴" in first.text and "一次性扩岗补助" not in first.text
    values = analyst.get("/console/what-if?programme=minimum_living_guarantee&at=510000&on=2026-12-01", headers=HTML)
    assert 'name="set.line"' in values.text and 'value="central:50, province:20, county:30"' in values.text
    found = analyst.get(f"{RESULT}?programme=old_age_allowance&at=510000&on=&set.by_age=80:10005", headers=HTML)
    assert found.status_code == 200 and "已算完" in found.text
    for words in (
        "未写入任何数据",
        "取自人口数据",
        "户籍地",
        "新增 36 人",
        "南充市",
        "+¥1,200.60",
        "/console/what-if/sheet?",
    ):
        assert words in found.text, words
    sheet = analyst.get("/console/what-if/sheet?programme=old_age_allowance&at=510000&on=&set.by_age=80:10005")
    rows = list(csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff"))))
    assert [(row["kind"], row["new"]) for row in rows][:3] == [("all", "36"), ("region", "12"), ("region", "24")]
    assert rows[0]["city_after_fen"] == "180108"


def test_what_is_assumed_is_said_on_the_page(analyst, elders):
    elders(40, 511381)
    asked = "programme=minimum_living_guarantee&at=510000&set.line=2000.06"
    page = analyst.get(f"{RESULT}?{asked}", headers=HTML | {"accept-language": "en"}).text
    assert "household income a head and month" in page and "no statistics" in page
    assert "One member is assumed to ask for each household" in page and ">illustrative<" in page


def test_a_wrong_value_comes_back_at_its_field_with_what_was_typed(analyst):
    answer = analyst.get(f"{RESULT}?programme=minimum_living_guarantee&at=510000&set.line=minus", headers=HTML)
    assert answer.status_code == 422
    assert 'id="set.line-error"' in answer.text and 'value="minus"' in answer.text and 'id="summary"' in answer.text
    assert analyst.get(f"{RESULT}?programme=nothing&set.x=1", headers=HTML).status_code == 404
    assert analyst.get(f"{RESULT}?programme=minimum_living_guarantee", headers=HTML).status_code == 422
    assert analyst.get("/console/what-if?on=2026-13-45&at=999999", headers=HTML).status_code == 422
    for spoilt in ("on=someday", "at=sichuan", "at=999999"):
        asked = f"{RESULT}?programme=minimum_living_guarantee&set.line=80000&{spoilt}"
        assert analyst.get(asked, headers=HTML).status_code == 422, spoilt


def test_a_map_stands_on_the_page_of_the_nation(ministry, elders):
    elders(20, 511381)
    elders(15, 420102)
    page = ministry.get(f"{RESULT}?programme=old_age_allowance&at=0&set.by_age=80:10006", headers=HTML).text
    assert page.count('<a href="#r') == 34 and "swing-4" in page and "▲" in page
