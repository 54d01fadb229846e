"""The desks of rosters at the console: clerk, township, department and finance, each with what is theirs."""

import csv
import io
import re

import pytest
from tests.acceptance.cast import FINANCE
from tests.acceptance.counter import HTML, hidden, send
from tests.acceptance.county import TOWNSHIP, a_week_later, county, hands, people, project_of

from onecard.domains.disbursement import api as pay
from onecard.domains.sharing import api as sharing
from onecard.doors.rosters import check_rosters

__all__ = ["a_week_later", "county", "hands", "people"]  # fixtures

DESK = "/console/rosters"
HEAD = "姓名,社会保障号码,账号,金额\n"


@pytest.fixture
def project(hands, house):
    return f"{DESK}/projects/{project_of(hands, house).json()['project_id']}"


def file_of(*numbers, amount="80.00", encoding="gb18030"):
    return (HEAD + "".join(f"何秀英,{one},9990001234567890,{amount}\n" for one in numbers)).encode(encoding)


def hand_in(client, project, content, name="东街村"):
    form = hidden(client.get(project, headers=HTML).text) | {"name": name}
    files = {"file": ("rows.csv", content)} if content else {}
    return client.post(project, data=form, files=files, headers=HTML, follow_redirects=True)


def decide(client, roster, verb, **said):
    """Press a button of the roster's page."""
    page = client.get(str(roster), headers=HTML).text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    once = re.search(r'name="once" value="([0-9a-f-]{36})', page)
    form = {"csrf": token[1] if token else "", "once": f"{once[1]}-{verb}" if once else "", **said}
    return send(client, f"{roster}/{verb}", form)


@pytest.fixture
def roster(hands, house, project, people):
    """One of the two passed: the other one's bank half waits for the bank."""
    made = hand_in(hands["village_clerk"], project, file_of(*people))
    assert made.status_code == 200, made.text
    check_rosters(house)
    return made.url.path


def test_a_clerk_hands_a_file_in_follows_it_and_gets_the_refused_rows_to_mend(hands, house, project, people):
    clerk = hands["village_clerk"]
    assert "填报名册" in clerk.get(DESK, headers=HTML).text
    made = hand_in(clerk, project, file_of(*people))
    assert 'data-live="2"' in made.text and "0 / 2" in made.text
    assert check_rosters(house) == 2
    told = clerk.get(made.url, headers=HTML).text
    assert "2 / 2" in told and "已通过 1,未通过 1" in told and "data-live" not in told and "金融功能" in told
    answer = clerk.get(f"{made.url}/refused")
    assert answer.headers["content-type"].startswith("text/csv") and answer.headers["cache-control"] == "no-store"
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:2] == ["姓名", "社会保障号码"] and row[1].strip() == people[1]
    again = clerk.post(
        f"{made.url}/rows", data=hidden(told), files={"file": ("again.csv", file_of(*people))}, headers=HTML,
        follow_redirects=True,
    )  # fmt: skip
    assert "没有重复计入" in again.text and "2 / 2" in again.text


def test_a_file_that_cannot_be_read_begins_no_roster(hands, project):
    clerk = hands["village_clerk"]
    for content in (b"\x00\x01\x02nonsense", "姓名,年龄\n甲,3\n".encode(), b""):
        said = hand_in(clerk, project, content)
        assert said.status_code == 422 and 'id="summary"' in said.text and "东街村" in said.text
    assert "还没有这个项目的名册" in clerk.get(project, headers=HTML).text
    assert hand_in(clerk, project, file_of("1"), name=" ").status_code == 422


def test_a_form_sent_twice_begins_one_roster(hands, project, people):
    clerk = hands["village_clerk"]
    form = hidden(clerk.get(project, headers=HTML).text) | {"name": "东街村"}
    files = {"file": ("rows.csv", file_of(*people))}
    first, second = (clerk.post(project, data=form, files=files, headers=HTML) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert len(clerk.get("/v1/rosters").json()) == 1


def test_the_template_has_the_columns_of_the_programme(hands, project):
    sheet = hands["village_clerk"].get(f"{project}/template")
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"


def test_a_notice_is_open_to_everybody_while_it_runs_and_tells_no_number(
    visit, hands, roster, people, a_week_later
):  # fmt: skip
    anybody, page = visit(), f"/notices/{roster.rpartition('/')[2]}"
    assert anybody.get(page, headers=HTML).status_code == 404
    assert "已开始公示" in decide(hands["village_clerk"], roster, "notice").text
    told = anybody.get(page, headers=HTML)
    assert told.status_code == 200 and "何*英" in told.text and "80.00" in told.text
    for secret in ("何秀英", *people, "9990001234567890"):
        assert secret not in told.text
    assert page in anybody.get("/notices?place=51", headers=HTML).text
    assert page not in anybody.get("/notices?place=50", headers=HTML).text
    assert anybody.get("/notices?place=zz%25", headers=HTML).status_code == 200
    a_week_later()
    gone = anybody.get(page, headers=HTML)
    assert gone.status_code == 404 and "没有正在进行的公示" in gone.text


def test_from_the_clerk_to_payment_each_at_her_desk(house, hands, roster, a_week_later):
    decide(hands["village_clerk"], roster, "notice")
    early = hands["township_officer"].get(roster, headers=HTML).text
    assert "期满后才能审批" in early and "审批同意" not in early
    a_week_later()
    words = {"township": "township_officer", "department": "programme_officer", "finance": "finance_officer"}
    for level, role in words.items():
        desk = hands[role].get(DESK, headers=HTML).text
        assert desk.index(roster) < desk.index('id="projects"'), "it waits for her"
        said = decide(hands[role], roster, "approval", level=level)
        assert said.status_code == 200 and "已审批同意" in said.text, said.text
    given = decide(hands["finance_officer"], roster, "handover")
    assert "已转发放" in given.text and "在途" in given.text and "/console/payments/" not in given.text
    again = decide(hands["finance_officer"], roster, "handover")
    assert again.status_code == 409 and "没有可发放的人员" in again.text
    with house.app.reading() as tx:
        [batch] = pay.batches_of(tx, agency_id=FINANCE)
    assert (batch.lines, batch.amount_fen) == (1, 8_000)
    events = hands["programme_officer"].get(roster, headers=HTML).text
    assert events.index("转发放") < events.index("乡镇审批")


def test_whoever_made_it_sees_why_she_may_not_approve_it(staff, house, hands, project, people):
    both = staff("both", roles=["village_clerk", "township_officer"], agency_id=TOWNSHIP)
    made = hand_in(both, project, file_of(*people)).url.path
    check_rosters(house)
    decide(both, made, "notice")
    house.clock.move(days=8)
    both = staff("both")
    page = both.get(made, headers=HTML).text
    assert "您已是这份名册的填报人" in page and "审批同意" not in page
    pressed = decide(both, made, "approval", level="township")
    assert pressed.status_code == 403 and "您已是该名册的填报人" in pressed.text


def test_a_level_and_a_verb_are_closed_to_other_roles(hands, roster):
    clerk, head = hands["village_clerk"], hands["township_officer"]
    assert decide(clerk, roster, "approval", level="township").status_code == 403
    assert decide(head, roster, "approval", level="finance").status_code == 403
    for verb in ("notice", "withdrawal", "drop", "settlement", "handover"):
        assert decide(head, roster, verb, number="1").status_code == 403, verb
    assert decide(head, roster, "approval", level="nobody").status_code == 400


def test_another_agencys_roster_is_not_there(staff, roster):
    stranger = staff("stranger", roles=["village_clerk"])
    assert stranger.get(roster, headers=HTML).status_code == 404
    assert decide(stranger, roster, "withdrawal").status_code == 404
    assert decide(stranger, roster, "checks", number="1").status_code == 404
    assert roster not in stranger.get(DESK, headers=HTML).text


def test_an_objection_holds_one_and_the_department_settles_it_at_its_desk(hands, roster):
    clerk, officer = hands["village_clerk"], hands["programme_officer"]
    held = decide(clerk, roster, "objection", number="1", ground="moved")
    assert "此人暂缓发放" in held.text and "第 1 号 · 已迁走" in held.text
    desk = officer.get(DESK, headers=HTML).text
    assert "有 1 人次异议待处理" in desk
    settled = decide(officer, roster, "settlement", number="1", outcome="unfounded")
    assert "不成立,已恢复" in settled.text
    assert decide(officer, roster, "settlement", number="1", outcome="").status_code == 400
    gone = decide(clerk, roster, "drop", number="1")
    assert "已核减,指标已退回" in gone.text
    assert decide(clerk, roster, "drop", number="77").status_code == 404


def test_a_roster_sent_back_says_why_and_what_changed(hands, roster, a_week_later):
    decide(hands["village_clerk"], roster, "notice")
    a_week_later()
    back = decide(hands["township_officer"], roster, "return", level="township", reason="amounts_doubtful")
    assert "已退回填报人" in back.text and "金额有疑问" in back.text and "第 2 轮" in back.text
    assert "您的" not in back.text
    decide(hands["village_clerk"], roster, "notice")
    page = hands["programme_officer"].get(roster, headers=HTML).text
    assert page.count("公示至") >= 2
    withdrawn = decide(hands["village_clerk"], roster, "withdrawal")
    assert "已撤回" in withdrawn.text and "上传" not in withdrawn.text


def test_the_nine_checks_of_a_row_are_shown_and_the_look_is_in_the_persons_record(house, hands, roster, people):
    shown = decide(hands["programme_officer"], roster, "checks", number="2")
    assert shown.status_code == 200 and shown.text.count('<li class="passed">') == 3
    assert shown.text.count('<li class="refused">') == 1 and shown.text.count('<li class="later">') == 5
    assert "何*英" in shown.text and people[1] not in shown.text and "金融功能" in shown.text
    fine = decide(hands["programme_officer"], roster, "checks", number="1")
    assert fine.text.count('<li class="passed">') == 9, "its own entry does not count against it"
    with house.app.reading() as tx:
        looks = sharing.looks_at(tx, house.keyring.holder_id(people[0]))
    assert [(one.subject, one.purpose) for one in looks] == [("entitlement", "benefit_check")]
    for odd in ("0", "3", "-1", "x", "9" * 12, ""):
        assert decide(hands["programme_officer"], roster, "checks", number=odd).status_code == 404


def test_a_file_sent_after_the_session_ended_is_asked_for_again(visit, project):
    anybody = visit()
    said = anybody.post(project, data={"name": "东街村"}, files={"file": ("a.csv", b"x")}, headers=HTML)
    assert said.status_code == 401 and 'name="carried"' in said.text
