"""Money follows the bank's answers to the fen, whatever order they come in and however often."""

import pytest
from tests.country import SICHUAN

from onecard.domains.disbursement import api as pay
from onecard.domains.disbursement.tests.conftest import FUND, a_bank, a_line
from onecard.domains.ledger import api as ledger
from onecard.kernel.ids import new_id

WAITING, OUTSIDE = ledger.payout_account(SICHUAN), ledger.bank_float(SICHUAN)


def test_a_batch_moves_nothing_until_it_is_instructed(desk):
    batch_id = desk.take([a_line(100), a_line(250)])
    assert (desk.balance(FUND), desk.balance(WAITING)) == (0, 0)
    desk.instruct(batch_id)
    assert (desk.balance(FUND), desk.balance(WAITING), desk.balance(OUTSIDE)) == (-350, 350, 0)
    assert desk.progress(batch_id).counts == {"instructed": 2}


def test_paid_is_outside_and_rejected_is_back_in_the_fund(desk):
    first, second = desk.lines(desk.send([100, 250]))
    desk.say("paid", first)
    desk.say("rejected", second, reason="AC04")
    assert (desk.balance(FUND), desk.balance(WAITING), desk.balance(OUTSIDE)) == (-100, 0, 100)
    assert (desk.now(second).reason, desk.now(second).bank_reason) == ("account_closed", "AC04")
    assert desk.broken() == []


def test_a_return_days_later_brings_the_money_back(desk):
    (line,) = desk.lines(desk.send([100]))
    desk.say("paid", line)
    desk.clock.move(days=3)
    desk.say("returned", line, reason="AC06")
    assert (desk.balance(FUND), desk.balance(WAITING), desk.balance(OUTSIDE)) == (0, 0, 0)
    assert [one.event for one in pay.history_of(desk.tx, line)] == [
        "approved", "instructed", "sent", "paid", "returned",
    ]  # fmt: skip
    assert desk.broken() == []


def test_a_late_paid_after_its_return_changes_nothing(desk):
    (line,) = desk.lines(desk.send([100]))
    desk.say("returned", line, reason="AC06")
    assert desk.say("paid", line).repeated == 1
    assert desk.now(line).state == "returned"
    assert (desk.balance(FUND), desk.balance(OUTSIDE)) == (0, 0)
    assert desk.broken() == []


def test_an_unknown_answer_leaves_the_money_where_it_is_and_is_asked_about_again(desk):
    batch_id = desk.send([100, 200])
    line, other = desk.lines(batch_id)
    desk.say("unknown", line)
    desk.say("paid", other)
    assert (desk.now(line).state, desk.now(line).doubted_at) == ("sent", desk.clock())
    assert desk.balance(WAITING) == 100
    desk.clock.move(hours=5)
    before = desk.clock()
    desk.clock.move(hours=1)
    file, asked = pay.ask_next(desk.tx, bank="sample", before=before, at=desk.clock())
    assert (file.batch_id, asked) == (batch_id, [(line.line_id, 100)])
    assert pay.ask_next(desk.tx, bank="sample", before=before, at=desk.clock()) is None
    desk.say("rejected", line, reason="NAME")
    assert (desk.now(line).state, desk.now(line).doubted_at) == ("rejected", None)


def test_a_line_that_may_still_be_paid_is_not_issued_again(desk):
    batch_id = desk.send([100])
    (line,) = desk.lines(batch_id)
    for said in ("unknown", "accepted"):
        desk.say(said, line)
        with pytest.raises(pay.StillOnItsWay):
            pay.reissue(
                desk.tx, batch_id=batch_id, number=1, payee=None, keyring=desk.keyring, at=desk.clock(), staff="x"
            )


def test_a_line_is_issued_again_once_and_points_back(desk):
    batch_id = desk.send([100])
    (line,) = desk.lines(batch_id)
    desk.say("rejected", line, reason="NAME")
    given = {"batch_id": batch_id, "number": 1, "keyring": desk.keyring, "at": desk.clock(), "staff": "x"}
    new = pay.reissue(desk.tx, payee=pay.Payee("何秀英", "9990001111111111"), **given)
    assert (new.replaces, new.attempt, new.number, new.amount_fen) == (line.line_id, 2, 2, 100)
    with pytest.raises(pay.ReissuedBefore):
        pay.reissue(desk.tx, payee=None, **given)
    file = desk.instruct(batch_id)
    assert [one.payee.account for one in pay.lines_in_file(desk.tx, file, keyring=desk.keyring)] == ["9990001111111111"]
    desk.say("paid", new)
    now = desk.progress(batch_id)
    assert (now.paid_fen, now.home_fen, now.outstanding_fen, now.reissued) == (100, 0, 0, 1)
    assert desk.broken() == []


def test_a_bank_that_contradicts_itself_stops_the_reissue(desk):
    batch_id = desk.send([100])
    (line,) = desk.lines(batch_id)
    desk.say("rejected", line)
    assert desk.say("paid", line).disputed == 1
    with pytest.raises(pay.LineDisputed):
        pay.reissue(
            desk.tx, batch_id=batch_id, number=1, payee=None, keyring=desk.keyring, at=desk.clock(), staff="x"
        )  # fmt: skip
    settled = pay.settle_dispute(
        desk.tx, batch_id=batch_id, number=1, found="paid", at=desk.clock(), staff="x"
    )  # fmt: skip
    assert (settled.state, settled.disputed_at, settled.reason) == ("paid", None, None)
    assert (desk.balance(FUND), desk.balance(OUTSIDE)) == (-100, 100)
    assert desk.broken() == []


def test_a_reissue_waits_while_its_old_line_is_disputed(desk):
    batch_id = desk.send([100])
    (line,) = desk.lines(batch_id)
    desk.say("rejected", line)
    given = {"batch_id": batch_id, "number": 1, "at": desk.clock(), "staff": "x"}
    pay.reissue(desk.tx, payee=None, keyring=desk.keyring, **given)
    desk.say("paid", line)
    at = desk.clock()
    assert pay.instruct_next(desk.tx, bank="sample", at=at, pay_on=at.date(), lines_most=10, batch_id=batch_id) is None
    with pytest.raises(pay.ReissuedBefore):
        pay.settle_dispute(desk.tx, found="paid", **given)
    pay.settle_dispute(desk.tx, found="home", **given)
    assert desk.instruct(batch_id).lines == 1


def test_another_amount_is_a_stray_and_disputes_the_line(desk):
    (line,) = desk.lines(desk.send([100]))
    heard = desk.say("paid", line, amount_fen=99)
    assert (heard.stray, heard.disputed, heard.changed) == (1, 1, 0)
    assert desk.now(line).state == "sent"
    assert desk.say("paid", line, amount_fen=100).changed == 1


def test_another_banks_word_about_our_line_is_a_stray(desk):
    (line,) = desk.lines(desk.send([100]))
    pay.keep_bank(desk.tx, a_bank(bank="other"), at=desk.clock())
    assert desk.hear(pay.Answer("paid", line.line_id.hex), bank="other").stray == 1
    assert desk.hear(pay.Answer("paid", new_id().hex), pay.Answer("paid", "nonsense")).stray == 2
    assert desk.now(line).state == "sent"


def test_a_refused_duplicate_tells_nothing_of_the_first_file(desk):
    batch_id = desk.send([100, 200])
    message_id = desk.tx.execute("select file_id from disbursement.file").fetchone().file_id
    desk.hear(pay.Answer("rejected", "", f"P{message_id.hex}", reason="DU01"))
    assert desk.progress(batch_id).counts == {"sent": 2}
    desk.hear(pay.Answer("rejected", "", f"P{message_id.hex}", reason="FF01"))
    assert desk.progress(batch_id).counts == {"rejected": 2}
    assert desk.broken() == []


def test_the_same_batch_again_changes_nothing_and_another_one_is_refused(desk):
    rows, wanted = [a_line(100), a_line(250)], desk.wanted()
    desk.take(rows, wanted)
    desk.take(rows, wanted)
    assert [one.number for one in desk.lines(wanted.batch_id)] == [1, 2]
    with pytest.raises(pay.BatchDiffers):
        desk.take([*rows, a_line(1)], wanted)


def test_a_source_line_is_taken_once_for_a_person(desk):
    rows = [a_line(100, source="A1"), a_line(250, source="A2")]
    desk.take(rows)
    with pytest.raises(pay.LinePaidBefore) as refused, desk.tx.transaction():
        desk.take([a_line(5), rows[1]])
    assert refused.value.facts == {"row": 2}
    desk.take([rows[1]], desk.wanted(period="2026-12"))


def test_a_fund_of_another_agency_pays_nothing(desk, country):
    for fund in (ledger.concessions(50), country.sichuan_purse, 12345):
        with pytest.raises(pay.FundNotYours):
            desk.take([a_line()], desk.wanted(fund=fund))


@pytest.mark.parametrize(
    "row", [a_line(0), a_line(-5), a_line(name=""), a_line(account="12 34"), a_line(account="１２３４５６７８")]
)
def test_a_row_that_no_file_can_hold_is_told_by_its_number(desk, row):
    with pytest.raises(pay.LineMalformed) as refused:
        desk.take([a_line(), row])
    assert refused.value.facts["row"] == 2


def test_a_file_cut_short_is_read_on_where_it_stopped(desk):
    lines = desk.lines(desk.send([100, 200, 300]))
    answers = [pay.Answer("paid", one.line_id.hex) for one in lines]
    given = {"bank": "sample", "digest": b"1", "name": "a", "kind": "x", "at": desk.clock()}
    file = pay.take_answer(desk.tx, **given)
    pay.hear_piece(desk.tx, file, answers[:2], first=0, at=desk.clock())
    again = pay.take_answer(desk.tx, **given)
    assert (again.answer_id, again.heard.answers, again.repeated) == (file.answer_id, 2, False)
    heard = pay.hear_piece(desk.tx, again, answers, first=0, at=desk.clock())
    assert (heard.answers, heard.changed) == (1, 1)
    pay.finish_answer(desk.tx, again, at=desk.clock())
    assert pay.take_answer(desk.tx, **given).repeated
    assert desk.broken() == []
