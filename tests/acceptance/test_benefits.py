"""Benefits on the pages: open to everybody, of a resident only what is known of her, and never broken by a word."""

import pytest

PAGE = {"accept": "text/html"}


def test_anybody_reads_the_programmes_of_a_place(nobody):
    told = nobody.get("/benefits", params={"place": "110000", "search": "高龄"}, headers=PAGE)
    assert told.status_code == 200
    assert "高龄津贴" in told.text and "示意" in told.text and "上海市老年综合津贴" not in told.text
    detail = nobody.get("/benefits/old_age_allowance", params={"place": "110000"}, headers=PAGE)
    assert "80 岁起 ¥100.00" in detail.text and "京民养老发〔2019〕160号" in detail.text


@pytest.mark.parametrize(
    "asked",
    [
        {"place": "x" * 5000, "search": "y" * 5000},
        {"place": "\x00", "search": "\x00"},
        {"place": "-1"},
        {"place": "１１００００"},
        {"search": "<script>alert(1)</script>"},
        {"search": "%' or 1=1 --"},
    ],
)
def test_odd_words_find_nothing_and_break_nothing(nobody, asked):
    told = nobody.get("/benefits", params=asked, headers=PAGE)
    assert told.status_code in (200, 400, 414, 422)
    assert "<script>alert" not in told.text


@pytest.mark.parametrize("name", ["free_lunch", "old_age_allowance", "%00", "a" * 300])
def test_a_programme_that_is_not_there_is_not_found(nobody, name):
    told = nobody.get(f"/benefits/{name}", params={"place": "420000"}, headers=PAGE)
    assert told.status_code in (302, 303, 400, 404, 414, 422)


def test_a_resident_is_told_what_is_missing(resident):
    told = resident.get("/benefits/mine", headers=PAGE)
    assert told.status_code == 200
    assert "最低生活保障" in told.text and "还需要" in told.text and "家庭月人均收入" in told.text
    assert "一次性扩岗补助" not in told.text, "what is paid to employers is not hers"


def test_who_is_not_signed_in_is_asked_to(nobody):
    told = nobody.get("/benefits/mine", headers=PAGE, follow_redirects=False)
    assert told.status_code in (302, 303, 401)
