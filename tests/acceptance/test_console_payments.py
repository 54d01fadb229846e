"""The desk of payments: where a batch's money is, the lines that need somebody, one issued again, a dispute settled."""

import pytest
from tests.acceptance.counter import HTML, hidden, send
from tests.acceptance.test_payments import BATCHES, bank, batch, clerk, hear, instruct

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger

__all__ = ["bank", "batch", "clerk"]  # fixtures

DESK = "/console/payments"


@pytest.fixture
def ids(house, clerk, batch):
    """Two lines at the bank."""
    assert clerk.post(BATCHES, json=batch).status_code == 200
    return instruct(house)[1]


def press(client, line, verb, **said):
    form = hidden(client.get(line, headers=HTML).text) | said
    return send(client, f"{line}/{verb}", form)


def test_a_batch_is_drawn_and_its_lines_that_need_somebody_come_first(house, clerk, batch, ids):
    page = f"{DESK}/{batch['batch_id']}"
    assert "没有需要人处理的笔" in clerk.get(page, headers=HTML).text
    hear(house, pay.Answer("paid", ids[0].hex), pay.Answer("rejected", ids[1].hex, reason="AC04"))
    told = clerk.get(page, headers=HTML).text
    assert "第 2 笔" in told and "账户已销户" in told and "AC04" in told and "请本人提供新的社保卡账户" in told
    assert "第 1 笔" not in told and "第 1 笔" in clerk.get(f"{page}?show=all", headers=HTML).text
    assert 'class="stacked"' in told and "已有全部结果" in told
    desk = clerk.get(DESK, headers=HTML).text
    assert "耕地地力保护补贴" in desk and page in desk
    for odd in ("?after=-5", "?after=99999999999", "?show=x"):
        assert clerk.get(page + odd, headers=HTML).status_code == 200


def test_a_line_that_came_back_is_pointed_to_another_account_once(house, clerk, batch, ids):
    line = f"{DESK}/{batch['batch_id']}/lines/1"
    assert "更正并重发" not in clerk.get(line, headers=HTML).text, "it is still on its way"
    hear(house, pay.Answer("returned", ids[0].hex, reason="AC04"))
    missing = press(clerk, line, "reissue", to="other", name="", account="")
    assert missing.status_code == 422 and "请填写户名" in missing.text and "请填写账号" in missing.text
    form = hidden(clerk.get(line, headers=HTML).text) | {"to": "other", "name": "何秀英", "account": "9990 0099 9999"}
    first, again = (send(clerk, f"{line}/reissue", form) for _ in range(2))
    assert first.url == again.url and "已重发" in first.text and "第 3 笔" in first.text and "第 2 次发放" in first.text
    assert "999000999999" not in first.text, "whose account it is, is not shown"
    twice = press(clerk, line, "reissue", to="same")
    assert twice.status_code == 409 and 'id="summary"' in twice.text


def test_an_account_that_no_bank_takes_is_told_and_nothing_is_issued(house, clerk, batch, ids):
    line = f"{DESK}/{batch['batch_id']}/lines/1"
    hear(house, pay.Answer("rejected", ids[0].hex, reason="AC01"))
    said = press(clerk, line, "reissue", to="other", name="何秀英", account="12")
    assert said.status_code == 422 and "账号应为" in said.text
    assert "更正并重发" in clerk.get(line, headers=HTML).text


def test_a_dispute_is_settled_by_what_people_found_out(house, clerk, batch, ids):
    line = f"{DESK}/{batch['batch_id']}/lines/1"
    hear(house, pay.Answer("rejected", ids[0].hex), pay.Answer("paid", ids[0].hex))
    assert "更正并重发" not in clerk.get(line, headers=HTML).text
    assert press(clerk, line, "settlement", found="").status_code == 422
    settled = press(clerk, line, "settlement", found="paid")
    assert settled.status_code == 200 and "已登记核实结果" in settled.text and "已到账" in settled.text
    with house.app.reading() as tx:
        assert [one.check for one in (*pay.check(tx), *ledger.check(tx)) if not one.clean] == []


def test_nobody_elses_batch_is_there(staff, clerk, batch, ids):
    page = f"{DESK}/{batch['batch_id']}"
    assert staff("finance_officer").get(page, headers=HTML).status_code == 403
    elsewhere = staff("elsewhere", roles=["payment_clerk"])
    assert elsewhere.get(page, headers=HTML).status_code == 404
    assert send(elsewhere, f"{page}/lines/1/reissue", {"to": "same"}).status_code in {403, 404}
    for number in ("0", "77", "99999999999"):
        assert clerk.get(f"{page}/lines/{number}", headers=HTML).status_code == 404
