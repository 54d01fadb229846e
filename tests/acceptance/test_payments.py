"""A finance department's system hands in payments and follows them; the bank is heard between two requests."""

from hashlib import sha256

import pytest
from tests.country import SICHUAN
from tests.factories import number_of

from onecard.domains.disbursement import api as pay
from onecard.domains.ledger import api as ledger
from onecard.kernel.ids import new_id

BATCHES = "/v1/payments/batches"


@pytest.fixture
def bank(house, cast):
    bank = pay.Bank("sample", SICHUAN, "示例银行", "Sample Bank", "folder", "/nowhere", "iso20022", "财政厅", "9990001")
    with house.app.writing() as tx:
        pay.keep_bank(tx, bank, at=house.clock())
    return bank


@pytest.fixture
def batch(bank):
    payee = {"name": "何秀英", "account": "9990001234567890", "bank": "示例银行"}
    return {
        "batch_id": str(new_id()), "bank": "sample", "fund": ledger.concessions(SICHUAN), "programme": "farm",
        "period": "2026-11", "purpose": "耕地地力保护补贴",
        "payments": [
            {"number": number_of(sequence=n), "payee": payee, "amount_fen": 100 * n, "source": f"A{n}"} for n in (1, 2)
        ],
    }  # fmt: skip


@pytest.fixture
def clerk(staff, cast):
    return staff("payment_clerk")


def instruct(house):
    with house.app.writing() as tx:
        at = house.clock()
        file = pay.instruct_next(tx, bank="sample", at=at, pay_on=at.date(), lines_most=100)
        return file, [one.line_id for one in pay.lines_in_file(tx, file, keyring=house.keyring)]


def hear(house, *answers):
    with house.app.writing() as tx:
        digest = sha256(new_id().bytes).digest()
        file = pay.take_answer(tx, bank="sample", digest=digest, name="a", kind="text", at=house.clock())
        return pay.hear_piece(tx, file, answers, first=0, at=house.clock())


def test_a_batch_is_taken_once_and_told_line_by_line(house, clerk, batch):
    key = {"idempotency-key": "one-batch-1"}
    first = clerk.post(BATCHES, json=batch, headers=key)
    assert first.status_code == 200, first.text
    assert clerk.post(BATCHES, json=batch, headers=key).json() == first.json()
    assert clerk.post(BATCHES, json=batch).json() == first.json()
    assert (first.json()["on_its_way_fen"], first.json()["states"]) == (300, {"approved": 2})
    _, ids = instruct(house)
    hear(house, pay.Answer("paid", ids[0].hex), pay.Answer("rejected", ids[1].hex, reason="BE01"))
    here = f"{BATCHES}/{batch['batch_id']}"
    told = clerk.get(here).json()
    assert (told["paid_fen"], told["back_fen"], told["on_its_way_fen"], told["finished"]) == (100, 200, 0, True)
    (line,) = clerk.get(f"{here}/lines", params={"attention": True}).json()
    assert (line["number"], line["reason"], line["bank_reason"]) == (2, "name_differs", "BE01")
    assert "户名" in line["reason_zh"] and line["next_step"]
    history = clerk.get(f"{here}/lines/2").json()
    assert [one["event"] for one in history["events"]] == ["approved", "instructed", "rejected"]
    assert clerk.get(BATCHES).json() == [told]
    assert "何秀英" not in clerk.get(f"{here}/lines").text


def test_a_line_that_came_back_is_issued_again_once(house, clerk, batch):
    clerk.post(BATCHES, json=batch)
    again = f"{BATCHES}/{batch['batch_id']}/lines/1/reissue"
    assert clerk.post(again, json={}).json()["code"] == "disbursement.still_on_its_way"
    _, ids = instruct(house)
    hear(house, pay.Answer("returned", ids[0].hex, reason="AC04"))
    payee = {"name": "何秀英", "account": "9990009999999999"}
    key = {"idempotency-key": "again-again-1"}
    new = clerk.post(again, json={"payee": payee}, headers=key)
    assert (new.status_code, new.json()["number"], new.json()["attempt"]) == (200, 3, 2), new.text
    assert clerk.post(again, json={"payee": payee}, headers=key).json() == new.json()
    assert clerk.post(again, json={"payee": payee}).json()["code"] == "disbursement.reissued_before"


def test_a_dispute_is_settled_by_people(house, clerk, batch):
    clerk.post(BATCHES, json=batch)
    _, ids = instruct(house)
    here = f"{BATCHES}/{batch['batch_id']}/lines/1"
    assert clerk.post(f"{here}/settlement", json={"found": "home"}).json()["code"] == "disbursement.move_refused"
    hear(house, pay.Answer("rejected", ids[0].hex), pay.Answer("paid", ids[0].hex))
    assert clerk.post(f"{here}/reissue", json={}).json()["code"] == "disbursement.line_disputed"
    settled = clerk.post(f"{here}/settlement", json={"found": "paid"})
    assert (settled.status_code, settled.json()["state"], settled.json()["disputed"]) == (200, "paid", False)
    with house.app.reading() as tx:
        assert [one.check for one in (*pay.check(tx), *ledger.check(tx)) if not one.clean] == []


def test_a_bad_row_is_named_and_nothing_of_its_batch_is_taken(house, clerk, batch):
    wrong = {**batch, "payments": [batch["payments"][0], {**batch["payments"][1], "number": "510681194611230025"}]}
    said = clerk.post(BATCHES, json=wrong)
    assert (said.status_code, said.json()["code"]) == (422, "disbursement.line_malformed")
    assert "2" in said.json()["title"]
    assert clerk.get(BATCHES).json() == []
    changed = {**batch, "purpose": "另一个项目"}
    clerk.post(BATCHES, json=batch)
    assert clerk.post(BATCHES, json=changed).json()["code"] == "disbursement.batch_differs"
    other = {**batch, "batch_id": str(new_id())}
    assert clerk.post(BATCHES, json=other).json()["code"] == "disbursement.line_taken_before"


def test_another_agencys_batch_and_fund_are_nobodys(house, clerk, batch, cast):
    assert clerk.post(BATCHES, json={**batch, "fund": ledger.concessions(50)}).json()["code"].endswith("fund_not_yours")
    assert clerk.post(BATCHES, json={**batch, "bank": "other"}).json()["code"] == "disbursement.bank_unknown"
    assert clerk.get(f"{BATCHES}/{new_id()}").json()["code"] == "disbursement.batch_unknown"
    clerk.post(BATCHES, json=batch)
    for number in (3, 2**31, 2**70):
        said = clerk.get(f"{BATCHES}/{batch['batch_id']}/lines/{number}")
        assert said.json()["code"] == "disbursement.line_unknown", said.text
