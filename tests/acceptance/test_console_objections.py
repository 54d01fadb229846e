"""Objections at the console: listed without what they say, opened with a look, answered once and by somebody else."""

import re

import pytest
from tests.acceptance.cast import CARD_AGENCY
from tests.acceptance.counter import GROUND, HTML, find, hidden

TEXT, ANSWER = "我那天没有去过窗口", "经核实为误查,已对经办员谈话。"


@pytest.fixture
def answering(staff):
    """Who answers for the card centre; with more roles the same person does other things too."""
    return lambda *roles, name="answers": staff(name, roles=["agency_admin", *roles], agency_id=CARD_AGENCY)


@pytest.fixture
def object_to_look(resident, staff, cast):
    """Somebody looked at the resident, who objects; by itself a card operator."""

    def made(by=None):
        find(by or staff("card_operator"), cast.resident.number)
        [look] = [one for one in resident.get("/v1/me/record", params={"kind": "look"}).json() if one["may_object"]]
        wanted = {"about_kind": "look", "about_id": look["entry_id"], "text": TEXT}
        answer = resident.post("/v1/me/record/objections", json=wanted)
        assert answer.status_code == 200, answer.text

    return made


def opened(client):
    page = client.get("/console/objections", headers=HTML)
    [wanted] = set(re.findall(r'name="objection" value="([^"]+)"', page.text))
    return client.post("/console/objections", data={"objection": wanted}, headers=HTML, follow_redirects=True)


def answer(client, page, **form):
    given = {"outcome": "corrected", "answer": ANSWER, **hidden(page.text), **form}
    return client.post(f"{page.url}/answer", data=given, headers=HTML, follow_redirects=True)


def test_the_list_tells_the_last_day_and_nothing_of_the_person(object_to_look, answering, cast, clock):
    object_to_look()
    client = answering()
    page = client.get("/console", headers=HTML, follow_redirects=True)
    assert page.url.path == "/console/objections", "who only answers begins there"
    assert "查询本人信息" in page.text and "还有 15 天" in page.text and "2026年12月8日" in page.text
    assert TEXT not in page.text and "何" not in re.sub(r"如何", "", page.text)
    clock.move(days=17)
    late = answering(name="late").get("/console/objections", headers=HTML)
    assert "已超期 2 天" in late.text


def test_it_is_opened_with_a_look_and_answered_in_words_that_the_person_reads(object_to_look, answering, resident):
    object_to_look()
    client = answering()
    page = opened(client)
    assert TEXT in page.text and GROUND["reference"] in page.text and "窗口办事" in page.text
    assert "何*英" not in page.text and "何秀英" not in page.text
    looks = resident.get("/v1/me/record", params={"kind": "look"}).json()
    assert "objection" in looks[0]["title_en"]
    again = client.get(page.url, headers=HTML)
    assert again.status_code == 200
    assert len(resident.get("/v1/me/record", params={"kind": "look"}).json()) == len(looks), "one opening, one look"
    done = answer(client, page)
    assert "已答复" in done.text and "没有待答复的异议" in done.text
    [told] = resident.get("/v1/me/objections").json()
    assert (told["outcome"], told["answer"]) == ("corrected", ANSWER)
    stands = client.get(page.url, headers=HTML).text
    assert "不能再改" in stands and "<textarea" not in stands


def test_an_answer_sent_twice_is_one_and_another_one_is_refused(object_to_look, answering):
    object_to_look()
    client = answering()
    page = opened(client)
    first, again = answer(client, page), answer(client, page)
    assert "已答复" in first.text and "已答复" in again.text
    other = answer(client, page, answer="别的话", once="another-key-0001")
    assert other.status_code == 409 and "不能再改" in other.text


def test_what_is_missing_is_said_at_its_field_and_nothing_written_is_lost(object_to_look, answering):
    object_to_look()
    client = answering()
    page = opened(client)
    wrong = answer(client, page, outcome="", answer=ANSWER)
    assert wrong.status_code == 422 and 'id="outcome-error"' in wrong.text and ANSWER in wrong.text
    wrong = answer(client, page, outcome="upheld", answer="  ")
    assert wrong.status_code == 422 and 'id="answer-error"' in wrong.text and 'value="upheld" checked' in wrong.text
    assert answer(client, page, outcome="ignored").status_code == 422


def test_who_looked_does_not_answer_for_it(object_to_look, answering):
    both = answering("card_operator", name="both")
    object_to_look(both)
    refused = answer(both, opened(both))
    assert refused.status_code in (403, 409) and ANSWER in refused.text
    other = answering()
    assert "已答复" in answer(other, opened(other)).text


def test_a_ticket_opens_for_nobody_else_and_another_agency_has_no_such_objection(object_to_look, answering, staff):
    object_to_look()
    client = answering()
    page = opened(client)
    assert answering(name="second").get(page.url, headers=HTML).status_code == 410
    elsewhere = staff("agency_admin")
    assert "没有待答复的异议" in elsewhere.get("/console/objections", headers=HTML).text
    [wanted] = re.findall(r'name="objection" value="([^"]+)"', client.get("/console/objections").text)
    assert elsewhere.post("/console/objections", data={"objection": wanted}, headers=HTML).status_code == 404
    assert elsewhere.post("/console/objections", data={"objection": "x"}, headers=HTML).status_code == 404
